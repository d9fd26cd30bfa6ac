"""The trainer's process is killed while the window plays: the window stays, and the run goes on where it was saved."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest
from PySide6.QtWidgets import QPushButton

from ganviz.training.worker import WorkerProcess
from tests.app_support import Driven
from tests.core_support import saved_state, undisturbed

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("driven", ["process"], indirect=True)]


def trainers() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def kill(driven: Driven) -> str:
    """Kill the window's trainer; the sentence that the window says."""
    driven.window.notices.clear()
    driven.until(lambda: len(trainers()) == 1)
    trainers()[0].kill()
    return driven.until_told("ended unexpectedly")


def take_the_way_out(driven: Driven) -> None:
    driven.control("toast.way_out", QPushButton).click()
    driven.until(lambda: driven.session.progress is not None)


def test_a_run_whose_trainer_is_killed_goes_on_from_its_last_saved_state(driven: Driven) -> None:
    driven.begin(autosave=1.0)
    folder = driven.folder
    driven.until(lambda: driven.session.progress.saved_at > 0)
    driven.play_past(100)
    driven.until(lambda: driven.session.progress.saved > 0)
    told = kill(driven)
    assert told == ("The trainer's process ended unexpectedly (exit code -9); what was saved is intact")
    assert driven.window.isVisible()
    assert not driven.session.playing
    take_the_way_out(driven)
    assert driven.folder == folder
    assert any("was left by process" in text for text in driven.told)
    saved = driven.session.iteration
    assert saved > 0
    driven.play_to(saved + 200)
    driven.close()
    assert saved_state(folder, saved + 200) == undisturbed(folder, saved + 200)


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Each trainer is stopped as soon as it is started; to be undone for those that shall go on."""
    plain = WorkerProcess.start

    def start(worker: WorkerProcess) -> None:
        plain(worker)
        psutil.Process(worker.pid).suspend()

    with monkeypatch.context() as patch:
        patch.setattr(WorkerProcess, "start", start)
        yield patch


def test_a_trainer_that_is_killed_before_its_first_run_is_there(driven: Driven, stopped: pytest.MonkeyPatch) -> None:
    driven.window.begin()
    told = kill(driven)
    stopped.undo()
    assert "exit code -9" in told
    assert driven.control("toast.way_out").text() == "Begin again"
    take_the_way_out(driven)
    folder = driven.folder
    driven.play_to(20)
    driven.close()
    assert saved_state(folder, 20) == undisturbed(folder, 20)


def test_a_trainer_that_is_killed_while_another_run_opens(driven: Driven) -> None:
    driven.begin()
    first = driven.folder
    trainers()[0].suspend()  # or the other run might be open before the trainer is killed
    driven.act("run.new_seed")
    kill(driven)
    take_the_way_out(driven)
    assert driven.folder == first
