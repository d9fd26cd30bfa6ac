"""What a run is to do next: rest, play on, or take so many steps."""

from __future__ import annotations

from collections import deque

from ganviz.training.messages import Mode, Players, Step

_MOST_AT_ONCE = 16
"""Iterations between two looks into the inbox, at most."""


class Course:
    """How the run goes on, and how far.

    Attributes:
        mode: what it does now; an interruption sets it, and puts it back, without losing the way ahead.
        players: who trains in its iterations.
    """

    def __init__(self) -> None:
        self.mode, self.players = Mode.PAUSED, Players.BOTH
        self._until: int | None = None
        self._left = 0
        self._steps: deque[Step] = deque()

    @property
    def rests(self) -> bool:
        """Whether nothing is trained."""
        return self.mode is Mode.PAUSED

    @property
    def plays_on(self) -> bool:
        """Whether it plays without an end that somebody has named."""
        return self.mode is Mode.PLAYING and self._until is None

    def rest(self) -> None:
        """Pause, and forget what was still to be done."""
        self.mode, self._until = Mode.PAUSED, None
        self._steps.clear()

    def play(self, until: int | None) -> None:
        """Train both players, to iteration ``until`` if there is one; steps that were to be taken are forgotten."""
        self._steps.clear()
        self.mode, self._until, self.players = Mode.PLAYING, until, Players.BOTH

    def step(self, command: Step) -> None:
        """Take steps; those under way are taken first."""
        self._until = None
        self._steps.append(command)
        if self.mode is not Mode.STEPPING:
            self._begin_steps()

    def _begin_steps(self) -> None:
        steps = self._steps.popleft()
        self.mode, self._left, self.players = Mode.STEPPING, steps.n, steps.players

    def room(self, iteration: int) -> int:
        """How many iterations may be played, from ``iteration`` on, before something else is due."""
        if self.mode is Mode.STEPPING:
            return self._left
        return _MOST_AT_ONCE if self._until is None else min(_MOST_AT_ONCE, self._until - iteration)

    def passed(self, n: int, iteration: int) -> None:
        """``n`` iterations are complete, up to ``iteration``: go on with the next steps, or rest at the end."""
        self._left -= n
        if self.mode is Mode.STEPPING and self._left <= 0:
            self._begin_steps() if self._steps else self.rest()
        if self._until is not None and iteration >= self._until:
            self.rest()
