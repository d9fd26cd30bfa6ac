"""Files of points that can't be read, opened in the window while a run is under way: a sentence, and on it goes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.app_support import Driven, undisturbed
from tests.core_support import saved_state


def sparse(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(1_500_000_000)


def text(content: str):
    return lambda file: file.write_text(content, encoding="utf-8")


BAD = {
    "missing.csv": (lambda file: None, "there is no such file; check the name"),
    "empty.csv": (text(""), "the file is empty; choose one with a row for each point"),
    "huge.csv": (sparse, "1.5 GB are more than the limit of 1 GB; keep a random part of the rows"),
    "ragged.csv": (text("1,2\n3,4\n5\n6,7\n"), "line 3 has 1 cell where the first row has 2; "
                                               "give every row the same number of cells"),
    "words.csv": (text("1,2\n3,four\n5,6\n"), "line 2, column 'column 2': 'four' is not a number; "
                                              "correct or delete that row, or choose other columns"),
    "nan.csv": (text("1,2\nnan,4\n5,6\n"), "1 row holds NaN or infinity (the first is line 2); delete or fill them"),
    "one_column.csv": (text("x\n1\n2\n3\n"), "only 1 column of numbers ('x') where 2 are needed; "
                                             "choose a file that has 2, or the 1-D game"),
    "one_column.npy": (lambda file: np.save(file, np.arange(9.0)), "only 1 column of numbers ('column 1') where 2 are "
                                                                   "needed; choose a file that has 2, or the 1-D game"),
    "cut_off.npy": (lambda file: file.write_bytes(b"\x93NUMPY\x01\x00v\x00"),
                    "this is not a whole NPY array; write it again with numpy.save"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_file_is_told_and_the_run_goes_on(driven: Driven, tmp_path: Path, name: str) -> None:
    make, sentence = BAD[name]
    file = tmp_path / name
    make(file)
    driven.begin()
    folder = driven.folder
    driven.play_past(30)
    driven.window.commands.files.open_points_at(str(file))
    assert driven.until_told(str(file)) == f"{file}: {sentence}"
    assert driven.folder == folder
    reached = driven.session.iteration
    driven.until(lambda: driven.session.iteration > reached)
    stopped = driven.pause()
    driven.play_to(stopped + 20)
    driven.close()
    assert saved_state(folder, stopped + 20) == undisturbed(folder, stopped + 20)
