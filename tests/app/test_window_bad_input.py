"""Bad files and folders opened in the window while a run is under way: a sentence, and the run goes on to the bit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app_support import Driven
from tests.bad_input import FILES, RUNS, contents
from tests.core_support import saved_state, undisturbed


def goes_on(driven: Driven, folder: Path) -> None:
    """The run in ``folder`` is still on show, trains on, and ends as if nothing had happened."""
    assert driven.folder == folder
    reached = driven.session.iteration
    driven.until(lambda: driven.session.iteration > reached)
    end = driven.pause() + 20
    driven.play_to(end)
    driven.close()
    assert saved_state(folder, end) == undisturbed(folder, end)


@pytest.mark.parametrize("name", list(FILES))
def test_a_bad_file_is_told_and_the_run_goes_on(driven: Driven, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    FILES[name].make(file)
    driven.begin()
    folder = driven.folder
    driven.play_past(30)
    driven.window.commands.files.open_points_at(str(file))
    assert driven.until_told(str(file)) == FILES[name].said_of(file)
    assert driven.window.preferences.recent("points") == ()
    goes_on(driven, folder)


@pytest.mark.parametrize("name", list(RUNS))
def test_a_bad_run_is_told_and_the_open_one_goes_on(driven: Driven, tmp_path: Path, name: str) -> None:
    bad = tmp_path / "bad"
    RUNS[name].make(bad)
    before = contents(bad)
    driven.begin()
    folder = driven.folder
    driven.play_past(30)
    driven.window.commands.files.open_run_at(str(bad))
    assert driven.until_told(str(bad)).startswith(RUNS[name].said_of(bad))
    assert contents(bad) == before
    assert str(bad) not in driven.window.preferences.recent("runs")
    goes_on(driven, folder)
