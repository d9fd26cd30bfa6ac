"""How commands reach the trainer and events leave it, the same for a thread and for a process."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from types import UnionType
from typing import Protocol

from ganviz.training.messages import Command, Event


class Inbox:
    """The trainer's queue of commands. Looking whether one is there costs next to nothing."""

    def __init__(self) -> None:
        self._commands: deque[Command] = deque()
        self._arrived = threading.Condition()

    def put(self, command: Command) -> None:
        """Add a command; safe from any thread."""
        with self._arrived:
            self._commands.append(command)
            self._arrived.notify()

    def take(self) -> Command | None:
        """The next command, or None at once."""
        return self._commands.popleft() if self._commands else None

    def has(self, kinds: type | UnionType) -> bool:
        """Whether a command of these kinds waits to be taken."""
        with self._arrived:
            return any(isinstance(command, kinds) for command in self._commands)

    def drop(self, kinds: type | UnionType) -> None:
        """Forget the commands of these kinds that wait; for the trainer's thread alone."""
        with self._arrived:
            others = [command for command in self._commands if not isinstance(command, kinds)]
            self._commands.clear()
            self._commands.extend(others)

    def wait(self, seconds: float | None) -> Command | None:
        """The next command, waiting for at most ``seconds`` (None: for ever)."""
        with self._arrived:
            self._arrived.wait_for(lambda: bool(self._commands), seconds)
        return self.take()


class Channel(Protocol):
    """The trainer's end."""

    inbox: Inbox

    def send(self, event: Event) -> None:
        """Hand an event to whoever listens; never waits for them."""
        ...


class LocalChannel:
    """A channel inside one process: events go straight to a callback, in the trainer's thread."""

    def __init__(self, deliver: Callable[[Event], None]) -> None:
        self.inbox = Inbox()
        self._deliver = deliver

    def send(self, event: Event) -> None:
        """Call back with the event."""
        self._deliver(event)
