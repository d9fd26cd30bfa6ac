"""Showing a run by the game itself, between two steps of the trainer's thread."""

from __future__ import annotations

import gc
import time

from ganviz.games.protocol import Game
from ganviz.training.giving_up import IsGivenUp, looking_out, never
from ganviz.training.messages import Mode
from ganviz.training.observing.task import LookBack, Question, Send, not_shown, pictures


class DirectObserver:
    """Shows the game itself, between two steps; an earlier iteration in a twin that is there only meanwhile.

    Args:
        game: the game.
        send: where answers go.
        is_given_up: whether the pictures under way are not wanted any more, since the trainer is to quit.
    """

    def __init__(self, game: Game, send: Send, is_given_up: IsGivenUp = never) -> None:
        self._game, self._is_given_up = game, is_given_up
        self._send = send
        self._past: Game | None = None
        self._free_at = 0.0

    def take(self, task: LookBack | Question) -> None:
        """Carry out a task at once."""
        if isinstance(task, LookBack):
            try:
                self._look_back(task)
            except Exception as error:  # noqa: BLE001 - showing may fail; the run must not
                self._leave_past()
                self._send(not_shown(error))
        else:
            self._answer(task)

    def close(self) -> None:
        """Let go of the twin."""
        self._leave_past()

    def _leave_past(self) -> None:
        if self._past is not None:
            self._past = None
            gc.collect()  # a game and what shows it refer to each other, and a large one has hundreds of megabytes

    def _look_back(self, task: LookBack) -> None:
        self._past = self._past or self._game.twin()
        task.begin(self._past)
        task.script.replay(self._past, task.until)

    def _answer(self, question: Question) -> None:
        if question.progress.viewing is None:
            self._leave_past()
        shown = self._past or self._game
        resting = question.progress.mode is Mode.PAUSED
        layers = question.ask.layers if resting or time.monotonic() >= self._free_at else {}
        began = time.monotonic()
        with looking_out(self._is_given_up):
            arrays = pictures(shown, layers, self._send) if layers else {}
        took = time.monotonic() - began
        if not resting:  # what is shown at rest takes no time from the training
            self._wait_after(took)
        self._send(question.answer(shown.iteration, True, arrays, seconds=took))

    def _wait_after(self, seconds: float) -> None:
        """Make no further pictures until those that took ``seconds`` are within the game's share of the time."""
        if seconds > 0:
            self._free_at = max(self._free_at, time.monotonic() + seconds * (1 / self._game.watch_share - 1))
