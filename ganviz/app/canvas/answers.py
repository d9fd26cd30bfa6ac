"""The generator's answers to a drawing: one question at a time, the newest drawing first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ganviz.app.child_thread import ChildThread
from ganviz.training.inference import GivenUp, GiveUp, Listening, Sketch, SketchProcess, Translation, Untranslated


class Answers(QObject):
    """Asks for what the generator makes of a drawing.

    While one is being answered only the newest of those that follow is kept. A stroke that ends does not wait for the
    answer to its own beginning, which is given up; it does wait for that to the stroke before, so that quick strokes
    are answered too. The process is started by the first question, which is sent as soon as it listens, and again by
    the next one where it has ended.

    Signals:
        answered: a ``Translation``.
        failed: why there is none: a sentence, and details for an unexpected error.
    """

    answered = Signal(object)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: ChildThread | None = None
        self._wanted: Sketch | None = None
        self._folder, self.busy, self._gives_way = "", False, False

    @property
    def pid(self) -> int | None:
        """The number of the process, while there is one."""
        return self._thread.process.pid if self._thread is not None else None

    def ask(self, folder: str, sketch: Sketch) -> None:
        """Have a drawing translated by the run in ``folder``."""
        if folder != self._folder:
            self.close()
            self._folder = folder
        self._wanted = sketch
        self._go_on()

    @Slot()
    def finish(self) -> None:
        """The stroke has ended: the newest drawing is a finished one."""
        gives_way, self._gives_way = self._gives_way, False
        if self._wanted is not None:
            self._wanted = replace(self._wanted, unfinished=False)
            if gives_way and self._thread is not None:
                self._thread.process.send(GiveUp())  # so short that it never waits for room in the pipe

    def _go_on(self) -> None:
        if self.busy or self._wanted is None:
            return
        if self._thread is None:
            self._thread = ChildThread(SketchProcess(Path(self._folder)), "The generator's process",
                                       "the next stroke starts another one", self)
            self._thread.arrived.connect(self._on_arrived)
            self._thread.lost.connect(self._on_lost)
            self._thread.start()
            self.busy = True  # until it listens
            return
        wanted, self._wanted, self.busy = self._wanted, None, True
        self._gives_way = wanted.unfinished
        self._thread.process.send(wanted)

    @Slot(object)
    def _on_arrived(self, event: Listening | Translation | Untranslated | GivenUp) -> None:
        if self.sender() is not self._thread:
            return
        self.busy = self._gives_way = False
        if isinstance(event, Translation):
            self.answered.emit(event)
        elif isinstance(event, Untranslated):
            self.failed.emit(event.text, event.details)
        self._go_on()

    @Slot(str, str)
    def _on_lost(self, text: str, details: str) -> None:
        if self.sender() is self._thread:
            self.close()
            self.failed.emit(text, details)

    def close(self) -> None:
        """End the process, and wait until it has."""
        thread, self._thread, self._wanted = self._thread, None, None
        self.busy = self._gives_way = False
        if thread is not None:
            thread.arrived.disconnect(self._on_arrived)
            thread.lost.disconnect(self._on_lost)
            thread.finish()
            thread.deleteLater()
