"""What the window needs of the object that owns a run's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from ganviz.training.elsewhere import Elsewhere
from ganviz.training.messages import Command

LayerRequests = dict[str, dict[str, Any]]


class Controller(Protocol):
    """One run and the thread that owns it; every signal carries one event of ``ganviz.training.messages``."""

    @property
    def ready(self) -> SignalInstance: ...
    @property
    def reported(self) -> SignalInstance: ...
    @property
    def noticed(self) -> SignalInstance: ...
    @property
    def compiling(self) -> SignalInstance: ...
    @property
    def preparing(self) -> SignalInstance: ...
    @property
    def timed(self) -> SignalInstance: ...
    @property
    def saved(self) -> SignalInstance: ...
    @property
    def lent(self) -> SignalInstance: ...
    @property
    def refused(self) -> SignalInstance: ...
    @property
    def ended(self) -> SignalInstance: ...
    @property
    def finished(self) -> SignalInstance:
        """The thread has ended; without an event."""
        ...

    @property
    def busy(self) -> bool:
        """Whether a question is unanswered."""
        ...

    @property
    def next_generation(self) -> int:
        """The number that the next question and its answer carry."""
        ...

    @property
    def pid(self) -> int | None:
        """The number of the process that trains, while there is one."""
        ...

    def send(self, command: Command) -> None:
        """Send a command; never blocks."""
        ...

    def ask(self, layers: LayerRequests) -> None:
        """Ask for a report with these layers, unless a question is unanswered."""
        ...

    def create(self, game: str, game_settings: Mapping[str, Any], run_settings: Mapping[str, Any],
               folder: str) -> None:
        """Begin a new run in ``folder``."""
        ...

    def open(self, folder: str, elsewhere: Elsewhere | None = None) -> None:
        """Open the run in ``folder``; ``elsewhere`` says what is otherwise than when it was stored."""
        ...

    def finish(self) -> None:
        """Save and end; ``finished`` tells when the thread has ended."""
        ...

    @property
    def running(self) -> bool:
        """Whether the thread has not ended yet."""
        ...

    @property
    def can_insist(self) -> bool:
        """Whether ``insist`` does something."""
        ...

    def insist(self) -> None:
        """End the trainer at once, where it can be; what it has not saved is lost."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait for the thread to end, but no longer than ``seconds``; whether it has."""
        ...

    def close(self) -> None:
        """As ``finish``, and wait until the thread has ended and all that was said has been passed on."""
        ...

    def deleteLater(self) -> None: ...


ControllerFactory = Callable[[], Controller]
