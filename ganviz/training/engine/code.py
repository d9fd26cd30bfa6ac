"""Compiled code, loaded and ready to play."""

from __future__ import annotations

from typing import Any, Protocol

import torch

from ganviz.games.protocol import Game
from ganviz.settings.errors import UserError
from ganviz.training.engine.cache import StoredCode
from ganviz.training.engine.library import Library

Raw = dict[str, torch.Tensor]
"""What one iteration measured, as in ``Game.raw``."""


class NoCodeError(UserError):
    """Compiled code is needed, and there is no way to it here."""


class Code(Protocol):
    """What plays whole iterations in place of the game's own sub-steps."""

    def play(self, game: Game, players: str, room: int) -> list[Raw]:
        """Play at least one of the next iterations of ``game``, and ``room`` at most; ``players`` is both, d or g.

        Returns what each of them measured.

        Raises:
            NoCodeError: if it turns out not to work; nothing was played then.
        """
        ...


class CompiledCode:
    """The libraries that torch's inductor made, for the CPU.

    A turn that there is none for is played by the rules.

    Raises:
        RuntimeError: if a library cannot be loaded.
    """

    def __init__(self, stored: StoredCode) -> None:
        self._measured = stored.measured
        self._libraries = {who: Library(path, len(stored.measured[who])) for who, path in stored.libraries.items()}

    def play(self, game: Any, players: str, room: int) -> list[Raw]:  # noqa: ARG002
        """Play the next iteration of ``game``."""
        raw: Raw = {}
        for turn, numbers in game.due(players):
            ready = turn.who in self._libraries
            raw |= self._play_turn(game, turn, numbers) if ready else game.play_turn(turn, numbers)
        return [raw]

    def _play_turn(self, game: Any, turn: Any, numbers: torch.Tensor) -> Raw:
        measured = self._libraries[turn.who].run([*game.spans, *turn.drawn, numbers])
        return dict(zip(self._measured[turn.who], measured, strict=True))


def iterate(game: Game, players: str, code: Code | None, room: int = 1) -> list[Raw]:
    """Play the next iteration: by ``code``, which may play up to ``room`` at once, or sub-step by sub-step without it.

    Returns what each of them measured.
    """
    if code is not None:
        return code.play(game, players, room)
    for _ in game.play(players):
        pass
    return [game.raw]
