"""A thread that listens to a process of ours, so that the window never waits for it."""

from __future__ import annotations

import traceback

from PySide6.QtCore import QObject, QThread, Signal

from ganviz.training.child import ChildProcess, WorkerEndedError


class ChildThread(QThread):
    """Starts a process and passes on what it tells, until it ends.

    Args:
        process: the process.
        name: what it is called in a sentence.
        remedy: what to do where it ends by itself.

    Signals:
        arrived: each message.
        lost: the process has gone by itself: a sentence, and details for an unexpected error.
    """

    arrived = Signal(object)
    lost = Signal(str, str)

    def __init__(self, process: ChildProcess, name: str, remedy: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.process = process
        self._name, self._remedy = name, remedy
        process.start()

    def run(self) -> None:
        """Listen; an end that nobody asked for is told."""
        try:
            while True:
                self.arrived.emit(self.process.receive())
        except WorkerEndedError as ended:
            self.lost.emit(f"{self._name} ended unexpectedly (exit code {ended.exit_code}); {self._remedy}", "")
        except Exception as error:  # noqa: BLE001 - the boundary of the thread: every failure reaches the window
            self.lost.emit(f"{self._name} failed: {error}", traceback.format_exc())

    def finish(self) -> None:
        """End the process at once, since it has nothing to save, and wait for the thread."""
        self.process.end()
        self.wait()
        self.process.close()
