"""Dropout, and where its chance comes from."""

from __future__ import annotations

from math import prod

import torch

Number = float | torch.Tensor
"""A plain number, or a tensor of shape () that may differ at every call of compiled code."""


class Noise:
    """Uniform numbers in [0, 1) that were drawn beforehand, handed out in the order of their use.

    Args:
        numbers: as many as will be asked for, shape (n,).
    """

    def __init__(self, numbers: torch.Tensor) -> None:
        self._numbers = numbers
        self._next = 0

    def take(self, shape: tuple[int, ...]) -> torch.Tensor:
        """The next numbers in this shape."""
        start, self._next = self._next, self._next + prod(shape)
        return self._numbers[start:self._next].view(shape)


def dropout(x: torch.Tensor, share: Number, source: torch.Generator | Noise | None) -> torch.Tensor:
    """Silence a ``share`` of the units of ``x``, at random, and scale the others so that the mean stays.

    Srivastava et al. 2014, "Dropout", section 10: scaled while training, not while testing.
    """
    chance = source.take(x.shape) if isinstance(source, Noise) else torch.rand(
        x.shape, generator=source, device=x.device)
    return x * (chance >= share) / (1 - share)
