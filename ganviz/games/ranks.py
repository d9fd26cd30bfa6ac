"""The processes that play one game together, each its part of every batch.

The gradient of a mean over a batch is the mean of the gradients over its equal parts. So the ranks begin alike, take
the same steps along the averaged gradient, and stay alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch


class Ranks:
    """One process alone; ``ganviz.training.ranks`` connects several.

    Attributes:
        rank: which one this is, from 0; rank 0 leads.
        size: how many there are.
    """

    def __init__(self, rank: int = 0, size: int = 1) -> None:
        self.rank = rank
        self.size = size

    def turn(self, iteration: int) -> int:
        """The number of this rank's turn in an iteration; no two turns of a run share one."""
        return iteration * self.size + self.rank

    def part(self, images: torch.Tensor) -> torch.Tensor:
        """This rank's part (n, C, H, W) of all images (size * n, C, H, W)."""
        return images.chunk(self.size)[self.rank]

    def announce(self, game: Any, players: str) -> None:
        """Before an iteration of a game: tell the others that it is played."""

    def average(self, tensors: Sequence[torch.Tensor]) -> None:
        """Put the mean over all ranks in place of each tensor."""

    def gather(self, images: torch.Tensor) -> torch.Tensor:
        """The images (n, C, H, W) of each rank in turn, (size * n, C, H, W)."""
        return images

    def mean(self, scalars: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """The mean over all ranks of each scalar."""
        return dict(scalars)


ALONE = Ranks()
