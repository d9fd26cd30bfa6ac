"""A disk that fills up, is protected or goes away under a run in the window: a sentence, nothing lost, on it goes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from ganviz.settings.run import RunSettings
from ganviz.training.folder.folder import list_runs
from ganviz.training.run import Run
from tests.app_support import Driven
from tests.bad_input import contents
from tests.core_support import TINY, saved_state, undisturbed
from tests.disks import FULL, PROTECTED, Disk

FULL_SENTENCE = "free some space or save the run to another disk"
PROTECTED_SENTENCE = "cannot be written; allow writing to it or choose another folder"
FAILING = [*((kind, FULL_SENTENCE) for kind in FULL), *((kind, PROTECTED_SENTENCE) for kind in PROTECTED)]
NAMES = [kind.__name__ for kind, _ in FAILING]


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Disk]:
    place = tmp_path / "disk"
    place.mkdir()
    made = request.param(place)
    yield made
    made.close()


@pytest.fixture
def on_disk(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """The disk is where runs are begun."""
    monkeypatch.setenv("GANVIZ_RUNS", str(disk.path))
    return disk


def ends_as_if_untouched(driven: Driven, folder: Path, end: int) -> None:
    driven.play_to(end)
    driven.close()
    assert saved_state(folder, end) == undisturbed(folder, end)


@pytest.mark.parametrize(("disk", "sentence"), FAILING, indirect=["disk"], ids=NAMES)
def test_a_run_pauses_and_goes_on_once_it_can_be_written(driven: Driven, on_disk: Disk, sentence: str) -> None:
    driven.begin()
    folder = driven.folder
    driven.play_past(50)
    on_disk.fail()
    assert sentence in driven.until_told(str(folder))
    stopped = driven.at_rest()
    on_disk.recover()
    ends_as_if_untouched(driven, folder, stopped + 50)


@pytest.mark.parametrize("disk", FULL, indirect=True, ids=lambda kind: kind.__name__)
def test_a_change_that_cannot_be_put_on_record_is_not_made(driven: Driven, on_disk: Disk) -> None:
    driven.begin()
    driven.play_past(20)
    driven.pause()
    on_disk.fail()
    before = driven.session.progress.game_settings
    driven.session.change({"learning_rate_d": 0.004})
    assert FULL_SENTENCE in driven.until_told(str(driven.folder))
    assert driven.window.tab.panel.settings.model_dump() == before
    on_disk.recover()
    ends_as_if_untouched(driven, driven.folder, driven.session.iteration + 20)


@pytest.mark.parametrize(("disk", "sentence"), FAILING, indirect=["disk"], ids=NAMES)
def test_a_new_run_that_has_no_place_leaves_the_old_one(driven: Driven, disk: Disk, sentence: str,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    driven.begin()
    folder = driven.folder
    driven.play_past(20)
    driven.pause()
    monkeypatch.setenv("GANVIZ_RUNS", str(disk.path / "runs"))
    disk.fail()
    driven.act("run.new")
    driven.until_told(sentence)
    disk.recover()
    assert driven.folder == folder
    ends_as_if_untouched(driven, folder, driven.session.iteration + 20)


def test_a_folder_that_is_moved_away_and_put_back(driven: Driven, tmp_path: Path) -> None:
    driven.begin()
    folder = driven.folder
    driven.play_past(50)
    folder.rename(tmp_path / "elsewhere")
    told = driven.until_told(str(folder))
    assert told == f"{folder} is gone; put it back, or begin a new run"
    stopped = driven.at_rest()
    (tmp_path / "elsewhere").rename(folder)
    ends_as_if_untouched(driven, folder, stopped + 50)


def test_a_folder_that_is_gone_for_good_does_not_keep_the_window_from_other_runs(driven: Driven,
                                                                                 tmp_path: Path) -> None:
    driven.begin()
    gone = driven.folder
    driven.play_past(50)
    shutil.rmtree(gone.rename(tmp_path / "elsewhere"))  # at one stroke, not file by file under the trainer
    driven.until_told(f"{gone} is gone")
    driven.at_rest()
    driven.begin()
    assert driven.folder != gone
    ends_as_if_untouched(driven, driven.folder, 20)


def test_two_runs_begun_in_the_same_moment_are_two(driven: Driven) -> None:
    tab = driven.window.tab
    driven.begin()
    first, settings = driven.folder, tab.panel.settings.changed(TINY)
    for _ in range(2):
        tab.new_run(settings, RunSettings())
    driven.until(lambda: len(list_runs(first.parent)) == 3)
    driven.until(lambda: driven.folder == max(path for path, _ in list_runs(first.parent)))
    ends_as_if_untouched(driven, driven.folder, 20)


def test_opening_the_run_that_is_open_keeps_its_curves(driven: Driven) -> None:
    driven.begin()
    driven.play_past(50)
    stopped = driven.pause()
    curve = driven.window.tab.side.history.iterations.tolist()
    assert curve
    driven.act("step.back")
    driven.until(lambda: driven.session.progress.viewing == stopped - 1)
    driven.open(driven.folder)
    driven.until(lambda: driven.session.progress.viewing is None)
    assert driven.window.tab.side.history.iterations.tolist() == curve
    assert driven.session.shown == stopped


def choose_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder), ""))


def test_a_run_saved_elsewhere_goes_on_there(driven: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driven.begin()
    first, copy = driven.folder, tmp_path / "copy"
    driven.play_past(50)
    stopped = driven.pause()
    curve = driven.window.tab.side.history.iterations.tolist()
    choose_folder(monkeypatch, copy)
    driven.act("file.save_as")
    driven.until(lambda: driven.folder == copy)
    assert driven.until_told(str(copy)) == f"The run goes on in {copy}"
    driven.until(lambda: driven.session.progress is not None)
    assert driven.window.tab.side.history.iterations.tolist() == curve
    driven.play_to(stopped + 20)
    driven.close()
    assert saved_state(copy, stopped + 20) == undisturbed(copy, stopped + 20)
    left = Run.open(first)
    assert left.game.iteration == stopped
    left.close()


def test_saving_onto_a_folder_in_use_is_refused(driven: Driven, tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "thesis.txt").write_text("precious")
    driven.begin()
    folder = driven.folder
    driven.play_past(20)
    choose_folder(monkeypatch, used)
    driven.act("file.save_as")
    assert driven.until_told(str(used)) == f"{used} already exists and is not empty; choose a new folder"
    stopped = driven.pause()
    assert contents(used) == {"thesis.txt": b"precious"}
    assert driven.folder == folder
    ends_as_if_untouched(driven, folder, stopped + 20)


@pytest.mark.parametrize(("disk", "sentence"), FAILING, indirect=["disk"], ids=NAMES)
def test_saving_onto_a_disk_that_takes_nothing_is_refused(driven: Driven, disk: Disk, sentence: str,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    driven.begin()
    folder = driven.folder
    driven.play_past(20)
    driven.pause()
    disk.fail()
    choose_folder(monkeypatch, disk.path / "copy")
    driven.act("file.save_as")
    assert sentence in driven.until_told(str(disk.path / "copy"))
    disk.recover()
    assert not (disk.path / "copy").exists()
    assert driven.folder == folder
    ends_as_if_untouched(driven, folder, driven.session.iteration + 20)


@pytest.mark.parametrize("disk", FULL, indirect=True, ids=lambda kind: kind.__name__)
def test_a_run_on_a_full_disk_is_saved_whole_on_another(driven: Driven, on_disk: Disk, tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    driven.begin()
    driven.play_past(50)
    on_disk.fail()
    driven.until_told(FULL_SENTENCE)
    stopped = driven.at_rest()
    on_disk.recover() if "Simulated" in type(on_disk).__name__ else None
    choose_folder(monkeypatch, tmp_path / "copy")
    driven.act("file.save_as")
    driven.until(lambda: driven.folder == tmp_path / "copy" and driven.session.progress is not None)
    assert driven.session.iteration == stopped
    ends_as_if_untouched(driven, tmp_path / "copy", stopped + 20)
