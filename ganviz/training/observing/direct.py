"""Showing a run by the game itself, between two steps of the trainer's thread."""

from __future__ import annotations

import gc
import time

from ganviz.games.protocol import Game
from ganviz.games.state import GameState
from ganviz.training.giving_up import IsGivenUp, looking_out, never
from ganviz.training.messages import Mode
from ganviz.training.observing.task import LookBack, Question, Send, not_shown, pictures
from ganviz.training.saving import present_state

_SLICE_SECONDS = 0.05
"""How long iterations are repeated at a time, one at least: commands and the run itself wait meanwhile."""


class DirectObserver:
    """Shows the game itself, between two steps; an earlier iteration in a twin that is there only meanwhile.

    What has to be repeated on the way to it may take minutes, so it is done slice by slice.

    Args:
        game: the game.
        send: where answers go.
        is_given_up: whether the pictures under way are to be left, since the run is asked to do something; whoever
            wants them asks again.
    """

    def __init__(self, game: Game, send: Send, is_given_up: IsGivenUp = never) -> None:
        self._game, self._is_given_up = game, is_given_up
        self._send = send
        self._past: Game | None = None
        self._way: LookBack | None = None
        self._free_at = 0.0

    def take(self, task: LookBack | Question) -> bool:
        """Carry out a task at once; False where a look back has failed, which is told."""
        if isinstance(task, LookBack):
            try:
                self._look_back(task)
            except Exception as error:  # noqa: BLE001 - showing may fail; the run must not
                self._leave_past()
                self._send(not_shown(error))
                return False
        else:
            self._answer(task)
        return True

    @property
    def approaches(self) -> bool:
        """Whether something is still to be repeated."""
        return self._way is not None

    def approach(self) -> bool:
        """Repeat a slice; False where that has failed, which is told."""
        assert self._past is not None
        assert self._way is not None
        try:
            if self._way.script.replay(self._past, self._way.until, _SLICE_SECONDS):
                self._way = None
        except Exception as error:  # noqa: BLE001 - as above
            self._leave_past()
            self._send(not_shown(error))
            return False
        return True

    def reached(self, iteration: int) -> GameState | None:
        """The state of the twin, where it has got there."""
        if self._past is None or self._way is not None or self._past.iteration != iteration:
            return None
        return present_state(self._past)

    def close(self) -> None:
        """Let go of the twin."""
        self._leave_past()

    def _leave_past(self) -> None:
        self._way = None
        if self._past is not None:
            self._past = None
            gc.collect()  # a game and what shows it refer to each other, and a large one has hundreds of megabytes

    def _look_back(self, task: LookBack) -> None:
        self._past = self._past or self._game.twin()
        task.begin(self._past)
        self._way = task if self._past.iteration < task.until else None

    def _answer(self, question: Question) -> None:
        if question.progress.viewing is None:
            self._leave_past()
        shown = self._past or self._game
        resting = question.progress.mode is Mode.PAUSED
        wanted = not self.approaches and (resting or time.monotonic() >= self._free_at)
        layers = question.ask.layers if wanted else {}
        began = time.monotonic()
        with looking_out(self._is_given_up):
            arrays = pictures(shown, layers, self._send) if layers else {}
        took = time.monotonic() - began
        if not resting:  # what is shown at rest takes no time from the training
            self._wait_after(took)
        is_there = not self.approaches and (question.progress.viewing is None or self._past is not None)
        self._send(question.answer(shown.iteration, is_there, arrays, seconds=took))

    def _wait_after(self, seconds: float) -> None:
        """Make no further pictures until those that took ``seconds`` are within the game's share of the time."""
        if seconds > 0:
            self._free_at = max(self._free_at, time.monotonic() + seconds * (1 / self._game.watch_share - 1))
