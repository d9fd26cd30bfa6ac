"""What several ranks do together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import torch
from torch import distributed

from ganviz.games.ranks import Ranks


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


class Group(Ranks):
    """Several ranks that have met, each in a process of its own.

    Raises:
        RankLostError: in each method that needs the others, if one has ended.
    """

    def __init__(self) -> None:
        super().__init__(distributed.get_rank(), distributed.get_world_size())

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
