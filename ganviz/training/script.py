"""What happened on the way to a branch's present: the settings and the partial steps of every iteration."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any

from ganviz.games.protocol import Game
from ganviz.settings.field import Settings
from ganviz.training.messages import Players


class Script:
    """The live changes and partial steps along one branch's lineage, ready for a replay.

    Args:
        initial: the settings at iteration 0.
        changes: (iteration, values) in order; they hold from that many complete iterations on.
        steps: the player of each iteration that was one player's alone, by the count before it.
    """

    def __init__(self, initial: Settings, changes: list[tuple[int, Mapping[str, Any]]],
                 steps: Mapping[int, Players]) -> None:
        self._initial = initial
        self._changes = changes
        self._steps = steps
        self._at = {iteration for iteration, _ in changes}

    def settings_for(self, iteration: int) -> Any:
        """The settings that iteration ``iteration`` -> ``iteration + 1`` is played with."""
        settings = self._initial
        for at, values in self._changes:
            if at <= iteration:
                settings = settings.changed(values)
        return settings

    def end(self) -> int:
        """How far a run must go until everything in the script has happened."""
        ends = [at for at, _ in self._changes] + [at + 1 for at in self._steps]
        return max(ends, default=0)

    def prepare(self, game: Game) -> str:
        """Give the game the settings of its next iteration where they change; return who plays it."""
        if game.iteration in self._at:
            game.use(self.settings_for(game.iteration))
        return self._steps.get(game.iteration, Players.BOTH)

    def replay(self, game: Game, until: int, seconds: float | None = None) -> bool:
        """Play on to ``until``, for at most ``seconds``; True once it is there."""
        ends = None if seconds is None else monotonic() + seconds
        while game.iteration < until:
            for _ in game.play(self.prepare(game)):
                pass
            if ends is not None and monotonic() >= ends:
                break
        return game.iteration >= until
