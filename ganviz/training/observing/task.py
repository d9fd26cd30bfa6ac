"""What a run is asked to show, and who answers."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ganviz.games.protocol import Game
from ganviz.games.state import GameState
from ganviz.settings.field import Settings
from ganviz.training.giving_up import GivenUpError
from ganviz.training.messages import Ask, Event, Late, Layers, Mode, Notice, Progress, Report, SubstepInfo
from ganviz.training.script import Script

Send = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Present:
    """The run as it stands: a copy of its state and the settings it is played with."""

    state: GameState
    settings: Settings


@dataclass(frozen=True, slots=True)
class LookBack:
    """Go to an earlier iteration: from a kept state, along a script, to ``until``."""

    state: GameState
    script: Script
    until: int

    def begin(self, twin: Game) -> None:
        """Put the twin where the way to the earlier iteration begins."""
        self.script.begin(twin, self.state)


@dataclass(frozen=True, slots=True)
class Question:
    """What a report needs from the trainer.

    Attributes:
        ask: what was asked for.
        progress: where the run stands.
        history: the rows since the last report.
        present: makes a copy of the present state, for a twin to show; to be called at once, on the trainer's thread.
            None of the past.
        substep: where an iteration rests half way.
    """

    ask: Ask
    progress: Progress
    history: NDArray[np.float64]
    present: Callable[[], Present] | None
    substep: SubstepInfo | None

    @property
    def is_in_passing(self) -> bool:
        """Whether the run plays on, so that one layer may show a slightly older state than another."""
        return self.progress.mode is Mode.PLAYING and self.progress.viewing is None and self.substep is None

    def answer(self, shown: int, exact: bool, arrays: Mapping[str, NDArray[Any]],
               late: Mapping[str, Late] | None = None, seconds: float = 0.0) -> Report:
        """The report; ``shown`` is the iteration that the arrays show, except those of the layers that are late."""
        return Report(self.ask.generation, self.progress, self.history, shown, exact, arrays, self.substep, late or {},
                      seconds)


class Observer(Protocol):
    """Answers questions about a run."""

    def take(self, task: LookBack | Question) -> bool:
        """Carry out a task, now or soon; False where a look back has failed at once and is given up."""
        ...

    @property
    def approaches(self) -> bool:
        """Whether the trainer has to call ``approach`` for an earlier iteration to be reached."""
        ...

    def approach(self) -> bool:
        """Repeat a few iterations on the way to an earlier one; False where that has failed and is given up."""
        ...

    def reached(self, iteration: int) -> GameState | None:
        """A copy of the state of an earlier iteration that the trainer's thread has repeated, if it has."""
        ...

    def close(self) -> None:
        """Finish what is under way and end."""
        ...


def not_shown(error: Exception) -> Notice:
    """What is said of an iteration that could not be shown; to be called where the error is caught."""
    return Notice("error", f"The iteration could not be shown: {error}", traceback.format_exc())


def pictures(game: Game, layers: Layers, send: Send) -> Mapping[str, NDArray[Any]]:
    """What a game shows of some layers; nothing where that is given up, nor, with a notice, where it fails."""
    try:
        return game.snapshot(layers)
    except GivenUpError:
        return {}
    except Exception as error:  # noqa: BLE001 - a picture that fails must not end the run that it shows
        send(Notice("error", f"The picture could not be made: {error}", traceback.format_exc()))
        return {}
