"""Every action in the window's table is triggered, and does what it says."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit

from ganviz.app.actions import ACTIONS
from ganviz.app.theme import ThemeMode
from ganviz.settings.run import RunSettings
from ganviz.training.folder.manifest import read_manifest
from ganviz.training.messages import Players
from tests.app_support import Driven
from tests.bad_input import stored_run
from tests.training.image_runs import GAMES, write_pairs

Act = Callable[[], None]
Check = Callable[[Driven, Act, Path, pytest.MonkeyPatch], None]


def begins_a_run(driven: Driven, act: Act) -> dict[str, Any]:
    """Another run is on show, the old one is kept; the new one's settings."""
    old = driven.folder
    act()
    driven.until(lambda: driven.folder != old and driven.session.progress is not None)
    assert (old / "run.json").is_file()
    assert driven.session.iteration == 0
    return {**driven.session.ready.game_settings, **driven.session.ready.run_settings}


def new_run(driven: Driven, act: Act, *_: object) -> None:
    driven.control("game2d.settings.width_d").edited.emit(9)
    assert begins_a_run(driven, act)["width_d"] == 9


def same_seed(driven: Driven, act: Act, *_: object) -> None:
    assert begins_a_run(driven, act)["seed"] == 1


def new_seed(driven: Driven, act: Act, *_: object) -> None:
    assert begins_a_run(driven, act)["seed"] != 1


def open_run(driven: Driven, act: Act, home: Path, patch: pytest.MonkeyPatch) -> None:
    stored = stored_run(home / "stored")
    patch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stored))
    act()
    driven.until(lambda: driven.folder == stored and driven.session.progress is not None)
    assert driven.session.iteration == 30


def open_points(driven: Driven, act: Act, home: Path, patch: pytest.MonkeyPatch) -> None:
    file = home / "points.csv"
    np.savetxt(file, np.random.default_rng(0).normal(size=(50, 2)), delimiter=",", header="x,y", comments="")
    patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    assert begins_a_run(driven, act)["data"] == str(file)
    assert driven.window.preferences.recent("points") == (str(file),)


def open_images(sides: int) -> Check:
    """A folder (or one for each side) is looked at in the tab on show, and reported."""
    def check(driven: Driven, act: Act, home: Path, patch: pytest.MonkeyPatch) -> None:
        patch.setenv("GANVIZ_CACHE", str(home / "cache"))
        folders = [str(write_pairs(home / f"pairs{side}") / "train") for side in range(sides)]
        asked = iter(folders)
        patch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(asked))
        driven.window.show_game("pix2pix")
        act()
        chooser = driven.window.tab.chooser
        driven.until(lambda: chooser.dialog is not None)
        assert chooser.dialog.report.word == "pairs"
        chooser.dialog.reject()

    return check


def save_as(driven: Driven, act: Act, home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(home / "copy"), ""))
    act()
    driven.until(lambda: driven.folder == home / "copy")
    assert (home / "copy" / "checkpoints" / "0-000000003").is_dir()


def copy_command(driven: Driven, act: Act, *_: object) -> None:
    act()
    words = shlex.split(QApplication.clipboard().text())
    assert words[:3] == ["ganviz", "train", "2d"]
    assert "width_d=8" in words


def quits(driven: Driven, act: Act, *_: object) -> None:
    folder = driven.folder
    act()
    assert not driven.window.isVisible()
    assert (folder / "checkpoints" / "0-000000003").is_dir()
    assert not (folder / "lock").exists()


def play(driven: Driven, act: Act, *_: object) -> None:
    act()
    driven.until(lambda: driven.session.playing and driven.session.iteration > 10)
    act()
    driven.until(lambda: not driven.session.playing)


def step(players: Players) -> Check:
    def check(driven: Driven, act: Act, *_: object) -> None:
        act()
        driven.until(lambda: driven.session.iteration == 4)
        assert not driven.session.playing
        recorded = (driven.folder / "events.jsonl").read_text()
        assert recorded.count(f'"players": "{players}"') == (players is not Players.BOTH)

    return check


def viewing(driven: Driven, iteration: int | None) -> None:
    driven.until(lambda: driven.session.progress.viewing == iteration)


def show_all(driven: Driven, act: Act, *_: object) -> None:
    view = driven.window.tab.picture.plots()[0].vb
    whole = view.viewRange()[0]
    view.translateBy((1.0, 0.0))
    assert view.viewRange()[0] != pytest.approx(whole)
    act()
    assert view.viewRange()[0] == pytest.approx(whole)


def step_back(driven: Driven, act: Act, *_: object) -> None:
    act()
    viewing(driven, 2)
    act()
    viewing(driven, 1)


def run_to(driven: Driven, act: Act, *_: object) -> None:
    act()
    driven.control("transport.run_to.iteration").setValue(25)
    driven.control("transport.run_to.go").click()
    driven.until(lambda: driven.session.iteration == 25 and not driven.session.playing)


def go_on_from_here(driven: Driven, act: Act, *_: object) -> None:
    driven.act("step.back")
    viewing(driven, 2)
    act()
    driven.until(lambda: driven.session.progress.branch == 1)
    assert driven.session.iteration == 2


def back_to_now(driven: Driven, act: Act, *_: object) -> None:
    driven.act("step.back")
    viewing(driven, 2)
    act()
    viewing(driven, None)


def slow_motion(driven: Driven, act: Act, *_: object) -> None:
    seen = []
    driven.session.reported.connect(lambda report: seen.append(report.substep))
    act()
    assert driven.session.in_slow_motion
    driven.act("play")
    driven.until(lambda: any(seen))
    act()
    assert not driven.session.in_slow_motion
    driven.until(lambda: driven.session.iteration > 20)


def theme(mode: ThemeMode) -> Check:
    def check(driven: Driven, act: Act, *_: object) -> None:
        driven.act("theme.light" if mode is ThemeMode.DARK else "theme.dark")
        before = driven.window.grab().toImage()
        act()
        assert driven.window.preferences.theme is mode
        assert [each for each in ThemeMode if driven.window.actions_[f"theme.{each}"].isChecked()] == [mode]
        if mode is not ThemeMode.SYSTEM:
            assert driven.window.grab().toImage() != before

    return check


def panel(side: str) -> Check:
    def check(driven: Driven, act: Act, *_: object) -> None:
        dock = getattr(driven.window.tab, side).dock
        assert dock.isVisible()
        act()
        assert not dock.isVisible()
        act()
        assert dock.isVisible()

    return check


def reset_layout(driven: Driven, act: Act, *_: object) -> None:
    tab = driven.window.tab
    tab.settings_side.set_open(False)
    tab.measures_side.dock.setFloating(True)
    act()
    assert tab.settings_side.dock.isVisible()
    assert not tab.measures_side.dock.isFloating()


def in_dialog(act: Act, use: Callable[[QDialog], None]) -> None:
    """Trigger what opens a dialog, and use that."""
    used: list[QDialog] = []

    def use_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        used.append(dialog)
        use(dialog)

    QTimer.singleShot(0, use_it)
    act()
    assert len(used) == 1


def labelled(driven: Driven) -> tuple[str, bool]:
    """The name and the pin of the run, as its folder has them."""
    written = read_manifest(driven.folder)
    return written.title, written.pinned


def name_run(driven: Driven, act: Act, *_: object) -> None:
    def use(dialog: QDialog) -> None:
        dialog.findChild(QLineEdit).setText("my ring")
        dialog.accept()

    in_dialog(act, use)
    driven.until(lambda: labelled(driven) == ("my ring", False))


def pin_run(driven: Driven, act: Act, *_: object) -> None:
    act()
    driven.until(lambda: labelled(driven) == ("", True))
    driven.until(driven.window.actions_["file.pin"].isChecked)
    act()
    driven.until(lambda: labelled(driven) == ("", False))


def clean_up(driven: Driven, act: Act, *_: object) -> None:
    kept, gone = driven.folder, driven.folder.with_name("2d-20200101-120000")
    stored_run(gone)

    def use(dialog: QDialog) -> None:
        dialog.findChild(QAbstractButton, "clean_up.all").click()
        dialog.findChild(QAbstractButton, "clean_up.delete").click()
        dialog.findChild(QAbstractButton, "clean_up.close").click()

    in_dialog(act, use)
    assert not gone.exists()
    assert kept.exists()


def turn_tabs(by: int) -> Check:
    def check(driven: Driven, act: Act, *_: object) -> None:
        tabs = driven.window.top.tabs
        before = tabs.currentIndex()
        act()
        assert tabs.currentIndex() == (before + by) % tabs.count()
        driven.until(lambda: driven.session.progress is not None)

    return check


def image_run(driven: Driven, home: Path, patch: pytest.MonkeyPatch) -> None:
    """A tiny run of images in the tab on show."""
    patch.setenv("GANVIZ_CACHE", str(home / "cache"))
    driven.window.show_game("pix2pix")
    tab = driven.window.tab
    wanted = {**GAMES["pix2pix"], "data": str(write_pairs(home / "pairs"))}
    tab.new_run(tab.panel.settings.changed(wanted), RunSettings(threads=1))
    driven.until(lambda: bool(tab.picture.sheet.cells))


def draw(driven: Driven, act: Act, home: Path, patch: pytest.MonkeyPatch) -> None:
    image_run(driven, home, patch)
    act()
    canvas = driven.window.tab.drawing.canvas
    driven.until(lambda: canvas.isVisible() and canvas.answer is not None)
    act()
    driven.until(driven.window.tab.picture.isVisible)


def translate(driven: Driven, act: Act, home: Path, patch: pytest.MonkeyPatch) -> None:
    image_run(driven, home, patch)
    file = str(home / "pairs" / "val" / "0.png")
    patch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([file], ""))
    act()
    driven.until(lambda: "Translated: 1" in driven.window.commands.using.dialog.sentence.text())


def about(_driven: Driven, act: Act, *_: object) -> None:
    in_dialog(act, QDialog.accept)


def ask_writer(key: str, what: str) -> Check:
    def check(driven: Driven, *_: object) -> None:
        """It is for a run that is only watched: here another window asks this one."""
        assert not driven.window.actions_[key].isEnabled()
        watching = Driven(driven.qtbot)
        watching.open(driven.folder)
        watching.until_told("is being written by process")
        watching.act(key)
        watching.until_told(f"the process that writes this run was asked to {what}")
        watching.close()
    return check


DOES: dict[str, Check] = {
    "run.new": new_run, "run.same_seed": same_seed, "run.new_seed": new_seed,
    "file.open_run": open_run, "file.open_points": open_points, "file.open_images": open_images(1),
    "file.open_two": open_images(2), "file.save_as": save_as,
    "file.name": name_run, "file.pin": pin_run, "file.clean_up": clean_up, "file.copy_command": copy_command,
    "file.quit": quits,
    "play": play, "step.both": step(Players.BOTH), "step.d": step(Players.D), "step.g": step(Players.G),
    "step.back": step_back, "run.to": run_to, "past.continue": go_on_from_here, "past.now": back_to_now,
    "slow_motion": slow_motion, "model.draw": draw, "model.translate": translate,
    "theme.system": theme(ThemeMode.SYSTEM), "theme.dark": theme(ThemeMode.DARK), "theme.light": theme(ThemeMode.LIGHT),
    "view.all": show_all,
    "run.ask_pause": ask_writer("run.ask_pause", "pause"), "run.ask_go_on": ask_writer("run.ask_go_on", "go on"),
    "panel.settings": panel("settings_side"), "panel.measures": panel("measures_side"), "panel.reset": reset_layout,
    "tab.next": turn_tabs(1), "tab.previous": turn_tabs(-1), "help.about": about,
}


def test_every_action_has_its_test() -> None:
    assert set(DOES) == {spec.key for spec in ACTIONS}


@pytest.mark.parametrize("key", [spec.key for spec in ACTIONS])
def test_an_action_does_what_it_says(driven: Driven, key: str, tmp_path: Path,
                                     monkeypatch: pytest.MonkeyPatch) -> None:
    driven.begin()
    driven.play_to(3)
    assert driven.window.actions_[key].text()
    assert driven.window.actions_[key].toolTip()
    DOES[key](driven, lambda: driven.act(key), tmp_path, monkeypatch)
