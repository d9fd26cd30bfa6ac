"""The last states of a run, in memory: what makes a step back immediate and a divergence harmless."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from ganviz.games.protocol import Game, StateInfo

_MOST_STATES = 100
LEAST_STATES = 2


@dataclass(frozen=True, slots=True)
class KeptState:
    """A state that can be put back: the flat tensor and its whole numbers."""

    tensor: torch.Tensor
    info: StateInfo


class RecentStates:
    """A ring of the newest states: 100 of them, fewer where ``most_bytes`` would not hold them, but two at least."""

    def __init__(self, game: Game, most_bytes: int) -> None:
        size = game.state.tensor.nbytes
        self.length = max(LEAST_STATES, min(_MOST_STATES, most_bytes // max(1, size)))
        self._tensors = torch.empty(self.length, game.state.tensor.numel(), device=game.state.tensor.device)
        self._infos: list[StateInfo | None] = [None] * self.length

    def put(self, game: Game) -> None:
        """Keep the game's present state."""
        place = game.iteration % self.length
        self._tensors[place].copy_(game.state.tensor)
        self._infos[place] = game.info()

    def at(self, iteration: int) -> KeptState | None:
        """The state at one iteration, if it is still kept."""
        place = iteration % self.length
        info = self._infos[place]
        return KeptState(self._tensors[place], info) if info is not None and info.iteration == iteration else None

    def nearest(self, iteration: int) -> KeptState | None:
        """The newest kept state at or before an iteration."""
        kept = [info.iteration for info in self._infos if info is not None and info.iteration <= iteration]
        return self.at(max(kept)) if kept else None

    def forget(self, after: int = -1) -> None:
        """Forget the states later than iteration ``after``; by default all."""
        self._infos = [info if info is not None and info.iteration <= after else None for info in self._infos]
