"""Rank 0: plays as it would alone, and tells the others what it plays."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import distributed

from ganviz.games.state import GameState
from ganviz.settings.errors import UserError
from ganviz.settings.names import GAMES
from ganviz.training.ranks.group import Group, RankLostError, meeting, met, together

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
        players: both, d or g.
        state: what it is played from, where that is not the state which the last turn ended in.
    """

    game: str
    game_settings: Mapping[str, Any]
    run_settings: Mapping[str, Any]
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


@contextmanager
def leading() -> Iterator[None]:
    """Be rank 0, and let the others go at the end; after an error they see this rank go."""
    with meeting():
        yield
        _dismiss()


def _dismiss() -> None:
    try:
        told(None)
    except RankLostError:
        return  # it has gone without leave


def join(name: str, game: Any, run_settings: Mapping[str, Any]) -> None:
    """Let a fresh game be played by all ranks, where several have met.

    Args:
        name: the game's id.
        game: the game.
        run_settings: what the other ranks build theirs with.

    Raises:
        UserError: if it can't be played by several, or not where it computes.
    """
    if not met():
        return
    if not GAMES[name].facts.get("ranks", False):
        raise UserError(f"{name}: it is trained by one process; start it without torchrun")
    _check_device(game.device)
    rank, size = distributed.get_rank(), distributed.get_world_size()
    game.join(Group(rank, size) if rank else Leader(name, run_settings, size))


def _check_device(device: torch.device) -> None:
    here, there = int(os.environ["LOCAL_WORLD_SIZE"]), torch.cuda.device_count()
    if device.type == "mps" or (device.type == "cuda" and here > there):
        raise UserError(f"--device {device.type}: {here} ranks on a machine need as many CUDA devices, and here are "
                        f"{there}; start fewer, or choose --device cpu")


class Leader(Group):
    """Rank 0 of several.

    Args:
        name: the game's id.
        run_settings: what the other ranks build their game with.
        size: how many ranks there are.
    """

    def __init__(self, name: str, run_settings: Mapping[str, Any], size: int) -> None:
        super().__init__(0, size)
        self._name = name
        self._run_settings = run_settings
        self._next: int | None = None

    def announce(self, game: Any, players: str) -> None:
        """Announce an iteration; a game that does not go on where the last one ended gives its state to all."""
        state = game.present() if game.iteration != self._next else None
        self._next = game.iteration + 1
        told(Turn(self._name, game.settings.model_dump(), self._run_settings, players, state and _described(state)))
        for tensor in state.tensors.values() if state else ():
            with together():
                distributed.broadcast(tensor.contiguous(), 0)


def _described(state: GameState) -> Sent:
    return Sent(tuple((name, tensor.shape, tensor.dtype) for name, tensor in state.tensors.items()), state.numbers)
