"""The trainer in a process of its own, and the end of the channel that its parent holds. No Qt, and no torch here."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from multiprocessing.connection import Connection
from typing import Any

from ganviz.training.channel import Inbox
from ganviz.training.child import ChildProcess, begin_child
from ganviz.training.messages import Event, Quit, Report
from ganviz.training.shared import SharedBuffers

_END_SECONDS = 5.0


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
