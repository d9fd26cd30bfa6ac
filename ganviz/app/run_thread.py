"""The one QThread of a run: it supervises a worker process, or trains by itself."""

from __future__ import annotations

import os
import traceback

from PySide6.QtCore import QObject, QThread, Signal

from ganviz.training.channel import LocalChannel
from ganviz.training.child import WorkerEndedError
from ganviz.training.messages import Command, Ended, Quit
from ganviz.training.worker import WorkerProcess


class RunThread(QThread):
    """The background thread that every run has exactly one of.

    ``arrived`` carries each event of the trainer; connect it to slots of QObjects only.

    Attributes:
        pid: the number of the process that trains, while there is one.
        can_insist: whether the trainer can be ended from outside.
    """

    can_insist = False

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pid: int | None = None

    def send(self, command: Command) -> None:
        """Give the trainer a command; safe from the window's thread."""
        raise NotImplementedError

    def finish(self) -> None:
        """Tell the trainer to save and end, which takes as long as it takes; ``finished`` tells when it has."""
        self.send(Quit())

    def insist(self) -> None:
        """End the trainer at once, where it can be; what it has not saved is lost."""


class ProcessThread(RunThread):
    """Supervises a trainer in a process of its own."""

    can_insist = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worker = WorkerProcess()

    def send(self, command: Command) -> None:
        """Send through the pipe."""
        self.worker.send(command)

    def run(self) -> None:
        """Start the process and pass on what it says, until it ends."""
        try:
            self.worker.start()
            self.pid = self.worker.pid
            self._pass_on()
        except WorkerEndedError as ended:
            self.arrived.emit(Ended(f"The trainer's process ended unexpectedly (exit code {ended.exit_code}); "
                                    "what was saved is intact"))
        except Exception as error:  # noqa: BLE001 - the boundary of the thread: every failure reaches the window
            self.arrived.emit(Ended(f"The trainer's process failed: {error}", traceback.format_exc()))
        finally:
            self.pid = None
            self.worker.close()

    def _pass_on(self) -> None:
        while True:
            event = self.worker.receive()
            self.arrived.emit(event)
            if isinstance(event, Ended):
                return

    def insist(self) -> None:
        """End the process."""
        self.worker.end()


class TrainingThread(RunThread):
    """Trains in this thread, beside the window in the same process."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._channel = LocalChannel(self.arrived.emit)
        self.pid = os.getpid()

    def send(self, command: Command) -> None:
        """Put it into the trainer's inbox."""
        self._channel.inbox.put(command)

    def run(self) -> None:
        """Import torch here, so that the window does not wait for it, and serve."""
        try:
            from ganviz.training.loop import Loop

            Loop(self._channel).serve()
        except Exception as error:  # noqa: BLE001 - the boundary of the thread: every failure reaches the window
            self.arrived.emit(Ended(f"The trainer failed: {error}", traceback.format_exc()))


PLACEMENTS: dict[str, type[RunThread]] = {"process": ProcessThread, "thread": TrainingThread}
