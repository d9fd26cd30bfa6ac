"""The trainer in a process of its own, and the end of the channel that its parent holds. No Qt, and no torch here."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from types import UnionType
from typing import Any

from ganviz.training.channel import Inbox
from ganviz.training.child import ChildProcess, begin_child
from ganviz.training.messages import Command, Event, Quit, Report
from ganviz.training.readiness import arrivals, room
from ganviz.training.shared import SharedBuffers

_END_SECONDS = 5.0
_AT_ONCE_BYTES = 64 * 1024
"""A pipe that says it has room takes as much without waiting."""


class _PipeInbox(Inbox):
    """The commands that come through a pipe, read by the trainer's thread when it looks for them.

    A thread that reads them would take Python's lock from the trainer at every question. When the parent's end closes,
    it says Quit.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection
        self._arrives = arrivals(connection)
        self._trainer = threading.get_ident()
        self._over = False

    def take(self) -> Command | None:
        """The next command, or None at once."""
        self._read(0)
        return super().take()

    def has(self, kinds: type | UnionType) -> bool:
        """Whether a command of these kinds waits to be taken; another thread sees those that the trainer has seen."""
        if threading.get_ident() == self._trainer:
            while self._read(0):
                pass
        return super().has(kinds)

    def wait(self, seconds: float | None) -> Command | None:
        """The next command, waiting for at most ``seconds`` (None: for ever)."""
        command = super().take()
        if command is None and self._read(seconds):
            command = super().take()
        return command

    def _read(self, seconds: float | None) -> bool:
        """Put in a command that arrives in time; False where none does."""
        if self._over or not self._arrives(seconds):
            return False
        try:
            self.put(self._connection.recv())
        except (EOFError, OSError):
            self._over = True
            self.put(Quit())
        return True


class _Outbox:
    """The events on their way through a pipe.

    One that finds room leaves at once. Others are left to a thread, so that the trainer and its observer never wait
    for a parent that does not read.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._has_room = room(connection)
        self._sending = threading.Lock()
        self._behind: queue.SimpleQueue[memoryview | None] = queue.SimpleQueue()
        self._left = 0
        self._writer = threading.Thread(target=self._catch_up, name="events", daemon=True)
        self._writer.start()

    def put(self, make: Callable[[], Any]) -> None:
        """Send what is made; no two are made or sent at a time."""
        with self._sending:
            message = ForkingPickler.dumps(make())
            if self._left == 0 and len(message) <= _AT_ONCE_BYTES and self._has_room():
                self._write(message)
            else:
                self._left += 1
                self._behind.put(message)

    def close(self) -> None:
        """Wait until what was sent has left, but not for ever."""
        self._behind.put(None)
        self._writer.join(_END_SECONDS)

    def _catch_up(self) -> None:
        while (message := self._behind.get()) is not None:
            self._write(message)
            with self._sending:
                self._left -= 1

    def _write(self, message: memoryview) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # the inbox tells of a parent that has gone
            self._connection.send_bytes(message)


class _PipeChannel:
    """The trainer's end in its process."""

    def __init__(self, connection: Connection, buffers: SharedBuffers) -> None:
        self.inbox: Inbox = _PipeInbox(connection)
        self._outbox = _Outbox(connection)
        self._buffers = buffers

    def send(self, event: Event) -> None:
        """Send an event, the large arrays of a report by the shared buffers."""
        self._outbox.put(partial(self._buffers.pack, event) if isinstance(event, Report) else lambda: event)

    def close(self) -> None:
        """Wait until what was sent has left, but not for ever."""
        self._outbox.close()


def _main(connection: Connection, buffers: SharedBuffers) -> None:
    begin_child()
    from ganviz.training.loop import Loop

    channel = _PipeChannel(connection, buffers)
    try:
        Loop(channel).serve()
    finally:
        channel.close()


class WorkerProcess(ChildProcess):
    """A spawned trainer. It ends by itself when this end of the channel closes."""

    def __init__(self) -> None:
        self._buffers = SharedBuffers(multiprocessing.get_context("spawn"))
        super().__init__(_main, (self._buffers,), "ganviz trainer")

    def receive(self) -> Event:
        """The next event, waiting for it.

        Raises:
            WorkerEndedError: when the process has gone.
        """
        event: Event = super().receive()
        return self._buffers.unpack(event) if isinstance(event, Report) else event
