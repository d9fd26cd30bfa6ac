"""Choosing images: looked at on a thread, reported, agreed to, trained on; every bad folder has its sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from ganviz.app.dialogs.image_report import ImageReport
from ganviz.problems.images import survey
from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.work import threads
from ganviz.settings.run import RunSettings
from tests.app_choosing import drop, press, reported
from tests.app_support import Driven
from tests.core_support import TIMEOUT
from tests.training.image_runs import GAMES, endless_reading, write_pairs

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def tab(driven: Driven):
    """The tab of Pix2Pix, its form set to a tiny game."""
    driven.window.show_game("pix2pix")
    driven.window.begin()
    shown = driven.window.tab
    shown.panel.follow(shown.panel.settings.changed(GAMES["pix2pix"]).model_dump(), RunSettings(threads=1).model_dump())
    return shown


def test_a_dropped_folder_is_reported_and_trained_on_once_agreed(driven: Driven, tab, tmp_path: Path) -> None:
    folder = write_pairs(tmp_path / "pairs")
    (folder / "train" / "0.png").write_bytes(b"")
    assert drop(driven, folder)
    dialog = reported(driven)
    assert dialog.report.counts == (("train", 4), ("val", 2))
    assert "empty" in dialog.findChild(QPlainTextEdit, "image_report.findings").toPlainText()
    press(dialog, "image_report.accept")
    driven.until(lambda: driven.session.progress is not None)
    settings = driven.session.progress.game_settings
    assert (settings["data"], settings["leave_out"]) == (str(folder), True)
    assert driven.window.commands.images.recent(tab) == (str(folder),)


def test_a_report_that_is_turned_down_begins_nothing(driven: Driven, tab, tmp_path: Path) -> None:
    drop(driven, write_pairs(tmp_path / "pairs"))
    press(reported(driven), "image_report.reject")
    assert not driven.session.started
    assert tab.pages.currentWidget() is tab.welcome


@pytest.fixture
def sides(tmp_path: Path) -> list[Path]:
    """A folder for each side of the same four pairs."""
    folders = [tmp_path / "lines", tmp_path / "colours"]
    for side in folders:
        side.mkdir()
        for number in range(4):
            Image.new("RGB", (64, 64), (number * 50, 90, 30)).save(side / f"{number}.png")
    return folders


def test_two_folders_are_remembered_as_one_choice(driven: Driven, tab, sides: list[Path],
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    asked = iter(sides)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(next(asked)))
    driven.control("gamepix2pix.welcome.folders", QAbstractButton).click()
    press(reported(driven), "image_report.accept")
    driven.until(lambda: driven.session.progress is not None)
    driven.window.close_runs()
    tab.show_state()
    again = driven.control("gamepix2pix.welcome.recent.0", QAbstractButton)
    assert (again.text().strip(), again.toolTip().split("\n")) == ("lines + colours", [str(side) for side in sides])
    driven.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    press(reported(driven), "image_report.reject")
    assert tab.chooser._paths == tuple(map(str, sides))
    pick = driven.window._recent_images()[0]
    driven.window.commands.images.open_again(pick.value)
    press(reported(driven), "image_report.reject")
    assert (pick.text, tab.chooser._paths) == ("lines + colours", tuple(map(str, sides)))
    sides[1].rename(sides[1].with_name("gone"))
    assert driven.window.commands.images.recent(tab) == ()


def test_two_dropped_folders_are_the_two_sides(driven: Driven, tab, sides: list[Path]) -> None:
    assert drop(driven, *sides)
    dialog = reported(driven)
    press(dialog, "image_report.accept")
    driven.until(lambda: driven.session.progress is not None)
    settings = driven.session.progress.game_settings
    assert [settings["data"], settings["data_b"]] == list(map(str, sides))


def test_a_folder_from_the_dialog(driven: Driven, tab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_pairs(tmp_path / "pairs")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    driven.control("gamepix2pix.welcome.folder", QAbstractButton).click()
    assert tab.pages.currentWidget() is tab.reading
    press(reported(driven), "image_report.reject")


def empty(folder: Path) -> None:
    folder.mkdir()


def only_text(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("no image")


def one_side(folder: Path) -> None:
    (folder / "trainA").mkdir(parents=True)
    Image.new("RGB", (64, 64)).save(folder / "trainA" / "1.png")


def one_pair(folder: Path) -> None:
    for side in "AB":
        (folder / side).mkdir(parents=True)
        Image.new("RGB", (64, 64)).save(folder / side / "1.png")


@pytest.mark.parametrize(("make", "said"), [
    (empty, "holds no images"), (only_text, "holds no images"), (one_side, "side B"), (one_pair, "only 1 pair"),
], ids=["empty", "no image", "one side", "one pair"])
def test_a_folder_that_can_not_be_used_has_its_sentence(driven: Driven, tab, tmp_path: Path, make, said: str) -> None:
    make(tmp_path / "bad")
    drop(driven, tmp_path / "bad")
    driven.until_told("bad", said)
    assert not tab.chooser.busy
    assert tab.pages.currentWidget() is tab.welcome


def test_the_reading_before_a_run_can_be_cancelled(driven: Driven, tab, tmp_path: Path) -> None:
    folder = write_pairs(tmp_path / "pairs")
    driven.session.state_changed.connect(tab.reading.cancel.click)
    with endless_reading():
        tab.begin_on(str(folder), "", False)
        driven.until_told("cancelled")
    assert driven.session.ready is None
    assert tab.pages.currentWidget() is tab.welcome


def test_a_run_folder_is_still_opened_as_a_run(driven: Driven, tab, tmp_path: Path) -> None:
    folder = write_pairs(tmp_path / "pairs")
    tab.begin_on(str(folder), "", False)
    driven.until(lambda: driven.session.progress is not None)
    assert not driven.window.commands.images.takes([driven.session.folder])
    assert drop(driven, driven.folder)
    driven.until(lambda: not driven.session.beginning)


@pytest.fixture
def begun(driven: Driven, tab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A run on a folder of one's own, and the settings of runs that would be begun after it."""
    tab.begin_on(str(write_pairs(tmp_path / "pairs")), "", False)
    driven.until(lambda: driven.session.progress is not None)
    wanted: list = []
    monkeypatch.setattr(tab, "new_run", lambda settings, _run: wanted.append(settings))
    return wanted


def test_a_preset_keeps_a_folder_but_not_the_demo_of_another(driven: Driven, tab, begun: list, tmp_path: Path) -> None:
    tab.load_preset("icons-64")
    own = tab.panel.settings.model_dump()
    for demo in ("demo:facades", "demo:icons"):
        tab.panel.follow({**own, "data": demo, "grey_a": True})
        tab.load_preset("icons-64")
    assert [(settings.data, settings.grey_a) for settings in begun] == [
        (str(tmp_path / "pairs"), False), ("demo:icons", False), ("demo:icons", True)]


def test_the_demos_are_in_the_menu_whatever_is_open(driven: Driven, tab, begun: list) -> None:
    picks = driven.window._demos()
    assert [pick.text for pick in picks] == ["Icons", "Facades"]
    for pick in picks:
        driven.window.commands.images.open_demo(pick.value)
    assert [settings.data for settings in begun] == ["demo:icons", "demo:facades"]
    assert tab.panel.preset == "facades-128"
    driven.window.show_game("2d")
    assert driven.window._demos() == []


def test_the_actions_of_images_are_for_their_tabs(driven: Driven, tab) -> None:
    actions = driven.window.actions_
    assert actions["file.open_images"].isEnabled()
    assert not actions["file.open_points"].isEnabled()
    driven.window.show_game("2d")
    driven.until(lambda: driven.session.progress is not None)
    assert not actions["file.open_images"].isEnabled()
    assert actions["file.open_points"].isEnabled()


def test_closing_the_window_ends_a_look(driven: Driven, tab, tmp_path: Path) -> None:
    drop(driven, write_pairs(tmp_path / "pairs"))
    assert tab.chooser.busy
    driven.window.close()
    assert not tab.chooser.busy


def test_the_window_waits_for_no_image_once_a_look_is_cancelled(driven: Driven, tab, tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    """An image that takes long is read to its end beside the window; no further one is begun."""
    begun, held, ended = [], Event(), []
    real = survey.facts_of

    def slow(path: Path) -> object:
        begun.append(path)
        ended.append(held.wait(TIMEOUT))
        return real(path)

    monkeypatch.setattr(survey, "facts_of", slow)
    drop(driven, write_pairs(tmp_path / "pairs", train=30))
    driven.until(lambda: len(begun) == threads())
    tab.reading.cancel.click()
    assert not tab.chooser.busy
    assert tab.pages.currentWidget() is tab.welcome
    drop(driven, write_pairs(tmp_path / "others"))
    drop(driven, tmp_path / "pairs")
    held.set()
    press(reported(driven), "image_report.reject")
    assert all(ended)
    assert tab.chooser._paths[0] == str(tmp_path / "pairs")


@pytest.mark.parametrize(("count", "last"), [(2000, "1999.png is empty"), (3000, "and 1,000 more")])
def test_the_report_says_how_many_faults_it_does_not_list(qtbot: QtBot, tmp_path: Path, count: int, last: str) -> None:
    report = inspect(DataChoice(str(write_pairs(tmp_path / "pairs")))).report
    findings = tuple(Finding("empty", f"{number}.png") for number in range(count))
    dialog = ImageReport(replace(report, findings=findings))
    qtbot.addWidget(dialog)
    lines = dialog.findChild(QPlainTextEdit, "image_report.findings").toPlainText().splitlines()
    assert (lines[0], lines[1999], lines[-1]) == ("0.png is empty", "1999.png is empty", last)
