"""What the window needs of the object that owns a run's thread, and of the pictures that show a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from ganviz.app.palette import Palette
from ganviz.training.messages import Command, Report, SubstepInfo

LayerRequests = dict[str, dict[str, Any]]


class Controller(Protocol):
    """One run and the thread that owns it; every signal carries one event of ``ganviz.training.messages``."""

    @property
    def ready(self) -> SignalInstance: ...  # noqa: D102
    @property
    def reported(self) -> SignalInstance: ...  # noqa: D102
    @property
    def noticed(self) -> SignalInstance: ...  # noqa: D102
    @property
    def saved(self) -> SignalInstance: ...  # noqa: D102
    @property
    def refused(self) -> SignalInstance: ...  # noqa: D102
    @property
    def ended(self) -> SignalInstance: ...  # noqa: D102
    @property
    def busy(self) -> bool:
        """Whether a question is unanswered."""
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

    def open(self, folder: str) -> None:
        """Open the run in ``folder``."""
        ...

    def close(self) -> None:
        """Save, end, and wait until the thread has ended."""
        ...

    def deleteLater(self) -> None: ...  # noqa: D102


ControllerFactory = Callable[[], Controller]


class View(Protocol):
    """A widget that shows a run: it names the layers that it wants now, and shows what came."""

    def request(self, now: float) -> LayerRequests:
        """The layers that are due at ``now`` (``time.perf_counter``), with their options."""
        ...

    def apply(self, report: Report) -> None:
        """Show a report."""
        ...

    def set_facts(self, facts: dict[str, Any]) -> None:
        """Take over what only the trainer knows."""
        ...

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        ...


class Picture(View, Protocol):
    """The picture of a game."""

    updates: int

    def apply_substep(self, info: SubstepInfo) -> None:
        """Show and name the sub-step at rest."""
        ...

    def set_running(self, running: bool) -> None:
        """Ask for finer layers at rest, for cheaper ones while the game trains."""
        ...
