"""How ranks meet and part, and what a game has to do with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

import torch
from torch import distributed

from ganviz.games.ranks import ALONE, Ranks
from ganviz.settings.errors import UserError
from ganviz.settings.names import GAMES
from ganviz.settings.run import RunSettings
from ganviz.training.ranks.group import Group, RankLostError
from ganviz.training.ranks.leader import Leader, told

_PATIENCE = timedelta(days=7)
"""How long a rank waits for another: rank 0 may rest until a folder is back. One that has ended is noticed at once."""

_present: ContextVar[Ranks] = ContextVar("ranks", default=ALONE)
"""The ranks that this process is one of."""


@contextmanager
def leading() -> Iterator[None]:
    """Be rank 0, and let the others go at the end; where an iteration broke off half way, they see this rank go."""
    with _connected():
        leader = Leader()
        with _meeting(leader):
            try:
                yield
            finally:
                if not leader.playing:
                    _dismiss()


def _dismiss() -> None:
    try:
        told(None)
    except RankLostError:
        return  # it has gone without leave


@contextmanager
def following() -> Iterator[None]:
    """Be any other rank."""
    with _connected(), _meeting(Group()):
        yield


@contextmanager
def _connected() -> Iterator[None]:
    """Over gloo, and NCCL between GPUs."""
    has_gpu = torch.cuda.is_available()
    if has_gpu:
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]) % torch.cuda.device_count())
    distributed.init_process_group("cpu:gloo,cuda:nccl" if has_gpu else "gloo", timeout=_PATIENCE)
    try:
        yield
    finally:
        distributed.destroy_process_group()


@contextmanager
def _meeting(ranks: Ranks) -> Iterator[None]:
    token = _present.set(ranks)
    try:
        yield
    finally:
        _present.reset(token)


def own_cores(cores: int) -> int:
    """How many of a machine's cores are for this process."""
    return cores if _present.get() is ALONE else max(1, cores // int(os.environ["LOCAL_WORLD_SIZE"]))


def join(name: str, game: Any, run: RunSettings) -> None:
    """Let a fresh game be played by all ranks, where several have met.

    Args:
        name: the game's id.
        game: the game.
        run: what the other ranks build theirs with.

    Raises:
        UserError: if it can't be played by several, or not where it computes.
    """
    ranks = _present.get()
    if ranks is ALONE:
        return
    if not GAMES[name].facts.get("ranks", False):
        raise UserError(f"{name}: it is trained by one process; start it without torchrun")
    _check_device(game.device)
    if isinstance(ranks, Leader):
        ranks.lead(name, run.model_dump())
    game.join(ranks)


def _check_device(device: torch.device) -> None:
    here, there = int(os.environ["LOCAL_WORLD_SIZE"]), torch.cuda.device_count()
    if device.type == "mps" or (device.type == "cuda" and here > there):
        raise UserError(f"--device {device.type}: {here} ranks on a machine need as many CUDA devices, and here are "
                        f"{there}; start fewer, or choose --device cpu")
