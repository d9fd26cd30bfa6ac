"""Which stored picture stands for an earlier iteration."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ganviz.app.images.recall import Recall
from ganviz.training.folder import samples
from ganviz.training.messages import BranchInfo
from tests.app.plots.reports import progress

NAMES = {"output": ["a.png"]}
STANDS = progress(120, branch=1, branches=(BranchInfo(0, None, 0, 90), BranchInfo(1, 0, 40, 120)))


def picture(folder: Path, branch: int, iteration: int, name: str = "a.png") -> None:
    """One result, of the iteration's level."""
    pixels = np.full((4, 5, 3), iteration, np.uint8)
    samples.write_samples(folder, (branch, iteration), pixels, {"output": {"names": [name], "boxes": [[0, 0, 5, 4]]}})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for branch, iteration in ((0, 20), (0, 50), (1, 40), (1, 60)):
        picture(tmp_path, branch, iteration)
    picture(tmp_path, 1, 70, "b.png")
    return tmp_path


@pytest.mark.parametrize(("wanted", "found"), [(10, None), (39, 20), (59, 40), (60, 60), (90, 60)])
def test_it_is_the_newest_one_of_the_same_samples_on_the_way_there(folder: Path, wanted: int,
                                                                  found: int | None) -> None:
    result = Recall().before(folder, STANDS, wanted, NAMES)
    assert (None if result is None else result[0]) == found
    if result is not None:
        assert (result[1]["output"] == found).all()


def test_one_picture_is_read_once_while_a_hand_drags_over_its_time(folder: Path,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    reading = samples.read_results
    monkeypatch.setattr(samples, "read_results", lambda path, names: read.append(path) or reading(path, names))
    recall = Recall()
    for wanted in (41, 45, 59, 61, 65, 41):
        recall.before(folder, STANDS, wanted, NAMES)
    assert [path.stem for path in read] == ["1-000000040", "1-000000060", "1-000000040"]
