"""Several ranks: how they meet, average and part."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta

import torch
from torch import distributed

from ganviz.games.ranks import Ranks

_PATIENCE = timedelta(days=7)
"""How long a rank waits for another: rank 0 may rest until a folder is back. One that has ended is noticed at once."""


class RankLostError(Exception):
    """Another rank has ended, and no iteration can be completed without it."""

    def __init__(self) -> None:
        super().__init__("another rank has ended; the run is as it was last saved, so mend what that rank complains of "
                         "and start torchrun again with train --resume")


@contextmanager
def together() -> Iterator[None]:
    """Where all ranks have to take part.

    Raises:
        RankLostError: if one has ended.
    """
    try:
        yield
    except RuntimeError as error:
        raise RankLostError from error


def met() -> bool:
    """Whether this process is one of several ranks that have met."""
    return distributed.is_available() and distributed.is_initialized()


@contextmanager
def meeting() -> Iterator[None]:
    """Meet the other ranks, over gloo, and NCCL between GPUs; part from them at the end."""
    has_gpu = torch.cuda.is_available()
    if has_gpu:
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]) % torch.cuda.device_count())
    distributed.init_process_group("cpu:gloo,cuda:nccl" if has_gpu else "gloo", timeout=_PATIENCE)
    try:
        yield
    finally:
        distributed.destroy_process_group()


def own_cores(cores: int) -> int:
    """How many of a machine's cores are for this process."""
    return max(1, cores // int(os.environ["LOCAL_WORLD_SIZE"])) if met() else cores


class Group(Ranks):
    """Several ranks, each in a process of its own.

    Raises:
        RankLostError: in each method that needs the others, if one has ended.
    """

    def average(self, tensors: Sequence[torch.Tensor]) -> None:
        """Put the mean over all ranks in place of each tensor, all in one piece."""
        flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
        with together():
            distributed.all_reduce(flat)
        means = torch.split(flat.div_(self.size), [tensor.numel() for tensor in tensors])
        for tensor, mean in zip(tensors, means, strict=True):
            tensor.copy_(mean.view_as(tensor))

    def gather(self, images: torch.Tensor) -> torch.Tensor:
        """The images (n, C, H, W) of each rank in turn, (size * n, C, H, W)."""
        own = images.contiguous()
        found = [torch.empty_like(own) for _ in range(self.size)]
        with together():
            distributed.all_gather(found, own)
        return torch.cat(found)

    def mean(self, scalars: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """The mean over all ranks of each scalar, in double precision."""
        if not scalars:
            return {}
        means = torch.stack([scalar.double() for scalar in scalars.values()])
        self.average([means])
        return dict(zip(scalars, means.unbind(), strict=True))
