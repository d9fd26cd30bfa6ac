"""Rank 0: plays as it would alone, and tells the others what it plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import distributed

from ganviz.games.state import GameState
from ganviz.training.ranks.group import Group, together

_CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True)
class Sent:
    """A state that follows an announcement.

    Attributes:
        tensors: name, shape and type of each tensor.
        numbers: its whole numbers.
    """

    tensors: tuple[tuple[str, torch.Size, torch.dtype], ...]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Turn:
    """What rank 0 announces.

    Attributes:
        game: the game's id.
        game_settings, run_settings: what it is played with.
        fingerprint: of the images that it is played with.
        players: both, d or g.
        state: what it is played from, where that is not the state which the last turn ended in.
    """

    game: str
    game_settings: Mapping[str, Any]
    run_settings: Mapping[str, Any]
    fingerprint: str
    players: str
    state: Sent | None


def told(turn: Turn | None = None) -> Turn | None:
    """What rank 0 says, on every rank; None is the end.

    Raises:
        RankLostError: if a rank has ended.
    """
    said = [turn]
    with together():
        distributed.broadcast_object_list(said, 0, device=_CPU)
    return said[0]


class Leader(Group):
    """Rank 0 of several.

    Attributes:
        playing: whether an iteration is under way, in which the others wait for this rank.
    """

    def __init__(self) -> None:
        super().__init__()
        self.playing = False
        self._next: int | None = None

    def lead(self, name: str, run_settings: Mapping[str, Any]) -> None:
        """Announce this game from now on; the others build theirs with these settings."""
        self._name, self._run_settings, self._next = name, run_settings, None

    def announce(self, game: Any, players: str) -> None:
        """Announce an iteration; a game that does not go on where the last one ended gives its state to all."""
        state = game.present() if game.iteration != self._next else None
        self._next, self.playing = game.iteration + 1, True
        told(Turn(self._name, game.settings.model_dump(), self._run_settings, game.fingerprint, players,
                  state and _described(state)))
        for tensor in state.tensors.values() if state else ():
            with together():
                distributed.broadcast(tensor.contiguous(), 0)

    def mean(self, scalars: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """The mean over all ranks of each scalar: the end of an iteration."""
        means = super().mean(scalars)
        self.playing = False
        return means


def _described(state: GameState) -> Sent:
    return Sent(tuple((name, tensor.shape, tensor.dtype) for name, tensor in state.tensors.items()), state.numbers)
