"""The last states of a run, in memory: what makes a step back immediate and a divergence harmless."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from ganviz.games.protocol import Game
from ganviz.games.state import FlatState, GameState

_MOST_STATES = 100
LEAST_STATES = 2


class RecentStates:
    """A ring of the newest states: 100 of them, fewer where ``most_bytes`` would not hold them, but two at least.

    Args:
        state: the flat state that is kept, wherever training has taken it.
        most_bytes: the room for copies of it.
    """

    def __init__(self, state: FlatState, most_bytes: int) -> None:
        self._state = state
        self.length = max(LEAST_STATES, min(_MOST_STATES, most_bytes // max(1, state.tensor.nbytes)))
        self._tensors = torch.empty(self.length, state.tensor.numel(), device=state.tensor.device)
        self._numbers: list[Mapping[str, int] | None] = [None] * self.length

    def put(self, game: Game) -> None:
        """Keep the game's present state."""
        place = game.iteration % self.length
        self._tensors[place].copy_(self._state.tensor)
        self._numbers[place] = game.info()

    def at(self, iteration: int) -> GameState | None:
        """A copy of the state at one iteration, if it is still kept."""
        place = iteration % self.length
        numbers = self._numbers[place]
        if numbers is None or numbers["iteration"] != iteration:
            return None
        return GameState(self._state.named(self._tensors[place].clone()), numbers)

    def nearest(self, iteration: int) -> GameState | None:
        """A copy of the newest kept state at or before an iteration."""
        kept = [numbers["iteration"] for numbers in self._numbers if numbers is not None]
        newest = max((each for each in kept if each <= iteration), default=None)
        return None if newest is None else self.at(newest)

    def forget(self, after: int = -1) -> None:
        """Forget the states later than iteration ``after``; by default all."""
        self._numbers = [numbers if numbers is not None and numbers["iteration"] <= after else None
                         for numbers in self._numbers]
