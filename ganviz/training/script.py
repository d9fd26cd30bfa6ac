"""What happened on the way to a branch's present: settings, engine and partial steps of every iteration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from ganviz.games.protocol import Game
from ganviz.games.state import GameState
from ganviz.settings.field import Settings
from ganviz.training.engine.code import Code, Raw, iterate
from ganviz.training.engine.codes import Codes
from ganviz.training.engine.policy import COMPILED, EAGER
from ganviz.training.messages import Players


class Script:
    """The live changes, engines and partial steps along one branch's lineage, ready for a replay of one game.

    Args:
        initial: the settings at iteration 0.
        changes: (iteration, values) in order; they hold from that many complete iterations on.
        engines: the same of the engine that plays.
        steps: the player of each iteration that was one player's alone, by the count before it.
        codes: where compiled code comes from.
        devices: from which iterations on it was played on another device.
    """

    def __init__(self, initial: Settings, changes: list[tuple[int, Mapping[str, Any]]],
                 engines: list[tuple[int, str]], steps: Mapping[int, Players], codes: Codes,
                 devices: Sequence[int] = ()) -> None:
        self._initial = initial
        self._changes = changes
        self._engines = engines
        self._steps = steps
        self._codes = codes
        self.devices = devices
        self._at = {iteration for iteration, _ in (*changes, *engines)}
        self._code: Code | None = None
        self._compiled = False

    def settings_for(self, iteration: int) -> Any:
        """The settings that iteration ``iteration`` -> ``iteration + 1`` is played with."""
        settings = self._initial
        for at, values in self._changes:
            if at <= iteration:
                settings = settings.changed(values)
        return settings

    def engine_for(self, iteration: int) -> str:
        """The engine that iteration ``iteration`` -> ``iteration + 1`` is played by."""
        return next((engine for at, engine in reversed(self._engines) if at <= iteration), EAGER)

    def end(self) -> int:
        """How far a run must go until everything in the script has happened."""
        ends = [*self._at, *(at + 1 for at in self._steps), *self.devices]
        return max(ends, default=0)

    def begin(self, game: Game, state: GameState) -> None:
        """Put the game where a replay begins."""
        game.put_back(state)
        self._prepare(game)

    def _prepare(self, game: Game) -> None:
        """Give the game the settings of its next iteration; code is looked for when it is first played."""
        game.use(self.settings_for(game.iteration))
        self._code, self._compiled = None, self.engine_for(game.iteration) == COMPILED

    def play(self, game: Game) -> list[Raw]:
        """Play the game's next iteration as it was played, and return what it measured.

        ``begin`` has been called, and no iteration was left out.

        Raises:
            UserError: if it was played by compiled code, and there is none.
        """
        if game.iteration in self._at:
            self._prepare(game)
        if self._compiled and self._code is None:
            self._code = self._codes.load(game)
        return iterate(game, self._steps.get(game.iteration, Players.BOTH), self._code)

    def replay(self, game: Game, until: int, seconds: float | None = None) -> bool:
        """Play on to ``until``, for at most ``seconds``; True once it is there."""
        ends = None if seconds is None else monotonic() + seconds
        while game.iteration < until:
            self.play(game)
            if ends is not None and monotonic() >= ends:
                break
        if game.iteration == until and until in self._at:
            self._prepare(game)  # as where a replay begins: a place looks the same whichever way it is reached
        return game.iteration >= until
