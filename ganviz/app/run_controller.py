"""The window's end of a run: commands out, events in, at most one question under way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from ganviz.app.run_thread import PLACEMENTS
from ganviz.training.elsewhere import Elsewhere
from ganviz.training.messages import (
    Ask,
    Command,
    Compiling,
    Create,
    Ended,
    Event,
    Inspected,
    Layers,
    Lent,
    Notice,
    Open,
    Preparing,
    Ready,
    Refused,
    Report,
    Saved,
    Timed,
)


class RunController(QObject):
    """Talks to one run's thread.

    Signals carry the events of ``ganviz.training.messages``. ``busy`` is True while a question is under way, so that
    no queue can grow however slow the answers are.
    """

    ready = Signal(object)
    reported = Signal(object)
    noticed = Signal(object)
    compiling = Signal(object)
    saved = Signal(object)
    lent = Signal(object)
    refused = Signal(object)
    preparing = Signal(object)
    inspected = Signal(object)
    timed = Signal(object)
    ended = Signal(object)
    finished = Signal()

    def __init__(self, placement: str = "process", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.busy = False
        self.open_for_questions = False
        self._generation = 0
        self._signals = {Ready: self.ready, Report: self.reported, Notice: self.noticed, Saved: self.saved,
                         Lent: self.lent, Preparing: self.preparing, Inspected: self.inspected, Timed: self.timed,
                         Compiling: self.compiling, Refused: self.refused, Ended: self.ended}
        self.thread_of_run = PLACEMENTS[placement](self)
        self.thread_of_run.arrived.connect(self._on_arrived)
        self.thread_of_run.finished.connect(self._on_finished)
        self.thread_of_run.start()

    def create(self, game: str, game_settings: Mapping[str, Any], run_settings: Mapping[str, Any], folder: str) -> None:
        """Begin a new run; ``ready`` or ``refused`` answers. A run that is open is saved and put away first."""
        self.send(Create(game, game_settings, run_settings, folder))

    def open(self, folder: str, elsewhere: Elsewhere | None = None) -> None:
        """Open a run; ``ready`` or ``refused`` answers. ``elsewhere`` says what is otherwise than it was stored."""
        self.send(Open(folder, elsewhere or Elsewhere()))

    def send(self, command: Command) -> None:
        """Send any command."""
        self.thread_of_run.send(command)

    def ask(self, layers: Layers) -> None:
        """Ask for a report with these layers, unless an answer is still to come or no run is open."""
        if not self.busy and self.open_for_questions:
            self.busy = True
            self._generation += 1
            self.send(Ask(self._generation, layers))

    @property
    def next_generation(self) -> int:
        """The number that the next question and its answer carry."""
        return self._generation + 1

    @property
    def pid(self) -> int | None:
        """The number of the process that trains, while there is one."""
        return self.thread_of_run.pid

    def finish(self) -> None:
        """Have the run saved and its thread ended; ``finished`` tells when both are done."""
        self.open_for_questions = False
        if self.running:
            self.thread_of_run.finish()

    @property
    def running(self) -> bool:
        """Whether the run's thread has not ended yet."""
        return self.thread_of_run.isRunning()

    @property
    def can_insist(self) -> bool:
        """Whether ``insist`` does something."""
        return self.thread_of_run.can_insist

    def insist(self) -> None:
        """End the trainer at once, where it can be; what it has not saved is lost."""
        self.thread_of_run.insist()

    def wait(self, seconds: float) -> bool:
        """Wait for the run's thread to end, but no longer than ``seconds``; whether it has."""
        return self.thread_of_run.wait(round(seconds * 1000))

    def close(self) -> None:
        """As ``finish``; returns when both are done, however long that takes, and all that was said is passed on."""
        self.finish()
        self.thread_of_run.wait()
        QCoreApplication.sendPostedEvents(self)

    @Slot()
    def _on_finished(self) -> None:
        self.finished.emit()

    @Slot(object)
    def _on_arrived(self, event: Event) -> None:
        if isinstance(event, Report) or (isinstance(event, Refused) and event.command == "ask"):
            self.busy = False
        elif isinstance(event, Ready):
            self.busy, self.open_for_questions = False, True
        elif isinstance(event, Ended):
            self.busy, self.open_for_questions = False, False
        self._signals[type(event)].emit(event)
