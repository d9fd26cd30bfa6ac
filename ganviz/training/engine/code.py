"""Compiled code, loaded and ready to play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import torch

from ganviz.games.protocol import Game
from ganviz.training.engine.cache import StoredCode

_AT_ONCE = 2
"""Threads that may run the same code: the trainer's and the observer's."""


class Code(Protocol):
    """What plays whole iterations in place of the game's own sub-steps."""

    def play(self, game: Game, players: str) -> None:
        """Play the next iteration of ``game``; ``players`` is both, d or g."""
        ...


class CompiledCode:
    """The libraries that torch's inductor made, for the CPU.

    They change the tensors that they are given in place, and hold no state of their own.

    Raises:
        RuntimeError: if a library cannot be loaded.
    """

    def __init__(self, stored: StoredCode) -> None:
        self._measured = stored.measured
        # The runner itself: torch's loader of packages would unpack a copy at every start, which a kill leaves behind.
        self._runners: dict[str, Any] = {who: torch._C._aoti.AOTIModelContainerRunnerCpu(str(path), _AT_ONCE)
                                         for who, path in stored.libraries.items()}

    def play(self, game: Any, players: str) -> None:
        """Play the next iteration of ``game``."""
        game.play_compiled(players, self.update)

    def update(self, who: str, inputs: Sequence[torch.Tensor]) -> dict[str, torch.Tensor]:
        """One update, in place; returns what was measured."""
        return dict(zip(self._measured[who], self._runners[who].run(inputs), strict=True))


def iterate(game: Game, players: str, code: Code | None) -> None:
    """Play the next iteration in one go: by ``code``, or sub-step by sub-step without it."""
    if code is not None:
        code.play(game, players)
        return
    for _ in game.play(players):
        pass
