"""Supervises one translation of files, so that the window never waits for it."""

from __future__ import annotations

import traceback
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from ganviz.training.child import WorkerEndedError
from ganviz.training.inference import Untranslated
from ganviz.training.translating import SaveTo, Stop, TranslatingProcess, Wanted


class TranslationThread(QThread):
    """Passes on what the process tells, until it ends.

    Signals:
        arrived: a ``FileDone``, ``AllDone``, ``Stopped``, ``SavedTo`` or ``Untranslated``.
    """

    arrived = Signal(object)

    def __init__(self, wanted: Wanted, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.process = TranslatingProcess(wanted)
        self.process.start()

    def run(self) -> None:
        """Listen; an end that nobody asked for is told."""
        try:
            while True:
                self.arrived.emit(self.process.receive())
        except WorkerEndedError as ended:
            self.arrived.emit(Untranslated(f"The translation's process ended unexpectedly (exit code "
                                           f"{ended.exit_code}); close this dialog and try again"))
        except Exception as error:  # noqa: BLE001 - the boundary of the thread: every failure reaches the window
            self.arrived.emit(Untranslated(f"The translation's process failed: {error}", traceback.format_exc()))

    def stop(self) -> None:
        """Stop after the present file."""
        self.process.send(Stop())

    def save_to(self, folder: str) -> None:
        """Copy all results into a folder."""
        self.process.send(SaveTo(Path(folder)))

    def finish(self) -> None:
        """End the process at once and wait for the thread; nothing more is told."""
        self.process.end()
        self.wait()
        self.process.close()
