"""The trainer in a process of its own, and the end of the channel that its parent holds. No Qt, and no torch here."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from ganviz.training.channel import Inbox
from ganviz.training.messages import Command, Event, Quit, Report
from ganviz.training.shared import SharedBuffers

_END_SECONDS = 5.0


class WorkerEndedError(Exception):
    """The trainer's process is gone; ``exit_code`` is negative for a signal."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the trainer's process ended with exit code {exit_code}")
        self.exit_code = exit_code


class _PipeChannel:
    """The trainer's end in its process.

    A thread reads commands; when the parent's end closes, it says Quit. Another one writes events, so that the trainer
    and its observer never wait for a parent that does not read, and no two messages mix.
    """

    def __init__(self, connection: Connection, buffers: SharedBuffers) -> None:
        self.inbox = Inbox()
        self._connection = connection
        self._buffers = buffers
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="events", daemon=True)
        self._writer.start()
        threading.Thread(target=self._read, name="commands", daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                self.inbox.put(self._connection.recv())
            except (EOFError, OSError):
                self.inbox.put(Quit())
                return

    def _write(self) -> None:
        while (event := self._events.get()) is not None:
            packed: Any = self._buffers.pack(event) if isinstance(event, Report) else event
            try:
                self._connection.send(packed)
            except (BrokenPipeError, ConnectionResetError):
                self.inbox.put(Quit())
                return

    def send(self, event: Event) -> None:
        """Hand an event to the writing thread."""
        self._events.put(event)

    def close(self) -> None:
        """Wait until what was sent has left, but not for ever."""
        self._events.put(None)
        self._writer.join(_END_SECONDS)


def _quiet_openmp() -> None:
    """Keep OpenMP's threads from spinning beside a painting window; read when torch is imported."""
    os.environ.setdefault("GOMP_SPINCOUNT", "0")


def _main(connection: Connection, buffers: SharedBuffers) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then says Quit
    _quiet_openmp()
    from ganviz.training.loop import Loop

    channel = _PipeChannel(connection, buffers)
    try:
        Loop(channel).serve()
    finally:
        channel.close()


class WorkerProcess:
    """A spawned trainer. It ends by itself when this end of the channel closes."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._buffers = SharedBuffers(context)
        self._connection, self._other = context.Pipe()
        self._sending = threading.Lock()
        self._process: SpawnProcess = context.Process(target=_main, args=(self._other, self._buffers),
                                                      name="ganviz trainer", daemon=True)

    def start(self) -> None:
        """Start the process; commands may be sent before it listens."""
        self._process.start()
        self._other.close()

    @property
    def pid(self) -> int | None:
        """The process's number, once started."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Send a command; one to a process that has gone is dropped, since ``receive`` tells of it."""
        with self._sending:
            try:
                self._connection.send(command)
            except (BrokenPipeError, ConnectionResetError, OSError):
                return

    def receive(self) -> Event:
        """The next event, waiting for it.

        Raises:
            WorkerEndedError: when the process has gone.
        """
        try:
            event: Event = self._connection.recv()
        except (EOFError, OSError):
            self._process.join(_END_SECONDS)
            raise WorkerEndedError(self._process.exitcode) from None
        return self._buffers.unpack(event) if isinstance(event, Report) else event

    def end(self) -> None:
        """End a process that does not answer; ``receive`` then raises ``WorkerEndedError``."""
        self._process.terminate()

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
        self._process.close()
