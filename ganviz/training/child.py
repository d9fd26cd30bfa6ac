"""A process of ours and the end of the pipe that its parent holds. No Qt, and no torch here."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import SpawnProcess
from typing import Any

from ganviz.training.processors import as_begun, let_threads_sleep

_END_SECONDS = 5.0


class WorkerEndedError(Exception):
    """The process is gone; ``exit_code`` is negative for a signal."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the process ended with exit code {exit_code}")
        self.exit_code = exit_code


class ChildProcess:
    """A spawned process, called with its end of the pipe and ``args``. It is to end by itself when this end closes."""

    def __init__(self, target: Callable[..., None], args: tuple[Any, ...], name: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, self._other = context.Pipe()
        self._sending = threading.Lock()
        self._process: SpawnProcess = context.Process(target=target, args=(self._other, *args), name=name, daemon=True)

    def start(self) -> None:
        """Start the process; messages may be sent before it listens."""
        with as_begun():
            self._process.start()
        self._other.close()

    @property
    def pid(self) -> int | None:
        """The process's number, once started."""
        return self._process.pid

    def send(self, message: Any) -> None:
        """Send a message; one to a process that has gone is dropped, since ``receive`` tells of it."""
        with self._sending:
            try:
                self._connection.send(message)
            except (BrokenPipeError, ConnectionResetError, OSError):
                return

    def receive(self) -> Any:
        """The next message, waiting for it.

        Raises:
            WorkerEndedError: when the process has gone.
        """
        try:
            return self._connection.recv()
        except (EOFError, OSError):
            self._process.join(_END_SECONDS)
            raise WorkerEndedError(self._process.exitcode) from None

    def end(self) -> None:
        """End the process at once, also one that hangs; ``receive`` then raises ``WorkerEndedError``."""
        with suppress(ValueError):  # it has ended, and was closed meanwhile
            if self._process.pid is not None:
                self._process.kill()

    def close(self) -> None:
        """Close this end and wait for the process; one that does not end in time is ended."""
        with self._sending:
            self._connection.close()
        if self._process.pid is None:
            return
        self._process.join(_END_SECONDS)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(_END_SECONDS)
        if self._process.is_alive():  # one that writes to a slow disk takes no signal until it is done
            self._process.kill()
            self._process.join()
        self._process.close()


def begin_child() -> None:
    """What each process of ours does first. Ctrl+C is for the parent, which then says what is to be done."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    let_threads_sleep()
