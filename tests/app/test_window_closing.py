"""The window is closed while a run is in the middle of something: it stays alive, says so, and loses nothing."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from ganviz.app.dialogs.saving import SavingDialog
from ganviz.app.dialogs.unsaved import UnsavedDialog
from ganviz.settings.errors import UserError
from ganviz.training import run
from ganviz.training.folder.folder import RunFolder
from tests.app_support import Driven, Gate
from tests.core_support import saved_state, undisturbed


def dialog(driven: Driven) -> SavingDialog | None:
    return driven.window.findChild(SavingDialog)


def at_work(driven: Driven, gate: Gate, patch: pytest.MonkeyPatch) -> tuple[Path, int]:
    """A run in the middle of an iteration that takes long: its folder, and the last whole iteration before."""
    driven.begin()
    driven.play_past(20)
    rest = driven.pause()
    gate.before(patch, run, "iterate")
    driven.act("play")
    driven.until(gate.reached.is_set)
    return driven.folder, rest


def test_a_window_that_closes_waits_for_the_iteration_and_lives_meanwhile(driven: Driven, gate: Gate,
                                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    folder, rest = at_work(driven, gate, monkeypatch)
    turns: list[int] = []
    clock = QTimer(driven.window)
    clock.timeout.connect(lambda: turns.append(1))
    clock.start(1)
    driven.act("file.quit")
    driven.until(lambda: len(turns) > 20)
    clock.stop()
    assert driven.window.isVisible()
    assert dialog(driven).headline.text() == "Saving the run…"
    assert not dialog(driven).insist.isVisible(), "a thread of the window's own can't be ended"
    gate.opened.set()
    driven.until(lambda: not driven.window.isVisible())
    assert dialog(driven) is None or not dialog(driven).isVisible()
    assert saved_state(folder, rest + 1) == undisturbed(folder, rest + 1)


def test_it_can_be_closed_again_and_again_while_it_saves(driven: Driven, gate: Gate,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    folder, rest = at_work(driven, gate, monkeypatch)
    for _ in range(2):
        assert not driven.window.close()
    shown = dialog(driven)
    QApplication.closeAllWindows()
    driven.qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isVisible()
    assert driven.window.isVisible()
    assert driven.window.findChildren(SavingDialog) == [shown]
    gate.opened.set()
    driven.until(lambda: not driven.window.isVisible())
    assert saved_state(folder, rest + 1)["iteration"] == rest + 1


def test_every_run_is_saved_at_the_same_time(driven: Driven, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    driven.begin()
    first = driven.folder
    driven.window.show_game("1d")
    driven.begin()
    assert driven.folder != first
    gate.before(monkeypatch, run.Run, "save")
    assert not driven.window.close()
    assert dialog(driven).headline.text() == "Saving 2 runs…"
    gate.opened.set()
    driven.until(lambda: not driven.window.isVisible())


def test_a_run_that_could_not_be_saved_is_told_of_before_the_window_closes(driven: Driven,
                                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    driven.begin()
    driven.play_past(20)
    driven.pause()

    def fails(_run: run.Run) -> None:
        raise UserError("the disk is full; free some space")

    monkeypatch.setattr(run.Run, "save", fails)
    driven.window.close()
    driven.until(lambda: driven.window.findChild(UnsavedDialog) is not None)
    told = driven.window.findChild(UnsavedDialog)
    assert driven.window.isVisible()
    assert told.sentence.text() == "the disk is full; free some space"
    driven.qtbot.mouseClick(told.close_, Qt.MouseButton.LeftButton)
    driven.until(lambda: not driven.window.isVisible())


def test_a_new_run_waits_for_the_iteration_of_the_one_before(driven: Driven, gate: Gate,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    folder, rest = at_work(driven, gate, monkeypatch)
    driven.act("run.new_seed")
    assert driven.session.beginning
    gate.opened.set()
    driven.until(lambda: driven.folder != folder and driven.session.progress is not None)
    driven.pause()
    with RunFolder.open(folder, write=False) as kept:
        assert kept.checkpoints.list()[-1] >= (0, rest + 1)


@pytest.mark.slow
@pytest.mark.parametrize("driven", ["process"], indirect=True)
def test_whoever_insists_is_not_kept_by_a_trainer_that_hangs(driven: Driven) -> None:
    driven.begin()
    driven.play_past(20)
    driven.pause()
    driven.session.save()
    driven.until(lambda: driven.session.progress.saved == driven.session.iteration)
    folder, saved, trainer = driven.folder, driven.session.iteration, driven.session.pid
    os.kill(trainer, signal.SIGSTOP)
    assert not driven.window.close()
    assert psutil.pid_exists(trainer)
    driven.qtbot.mouseClick(driven.control("saving.insist", QPushButton), Qt.MouseButton.LeftButton)
    driven.until(lambda: not driven.window.isVisible())
    assert not psutil.pid_exists(trainer)
    assert saved_state(folder, saved) == undisturbed(folder, saved)


@pytest.mark.slow
@pytest.mark.parametrize("driven", ["process"], indirect=True)
def test_a_trainer_that_has_gone_is_not_waited_for(driven: Driven) -> None:
    driven.begin()
    trainer = driven.session.pid
    os.kill(trainer, signal.SIGSTOP)
    assert not driven.window.close()
    os.kill(trainer, signal.SIGKILL)
    driven.until(lambda: driven.window.findChild(UnsavedDialog) is not None)
    assert "ended unexpectedly" in driven.window.findChild(UnsavedDialog).sentence.text()
    driven.qtbot.mouseClick(driven.control("unsaved.close", QPushButton), Qt.MouseButton.LeftButton)
    driven.until(lambda: not driven.window.isVisible())
