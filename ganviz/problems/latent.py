"""Where z comes from."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import torch


def normal(shape: Sequence[int], generator: torch.Generator) -> torch.Tensor:
    """Standard normal draws of ``shape``, float32 on the CPU."""
    return torch.randn(*shape, generator=generator)


def uniform(shape: Sequence[int], generator: torch.Generator) -> torch.Tensor:
    """Uniform draws between -1 and 1 of ``shape``, float32 on the CPU."""
    return torch.rand(*shape, generator=generator).mul_(2).sub_(1)


_WIDENED_BY = (1.0, 3.0, 9.0)


def far_normal(shape: Sequence[int], generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Draws far out in a standard normal distribution: a third each of three wider ones.

    A normal z of d dimensions has a length of about sqrt(d); scaled by 1 + w / sqrt(d) it lies about w farther out.

    Args:
        shape: (n, d).
        generator: of the CPU.

    Returns:
        The draws, float32 on the CPU, and the logarithm of how much likelier each was in the standard normal, float64,
        shape (n,).
    """
    n, d = shape
    scales = 1 + torch.tensor(_WIDENED_BY, dtype=torch.float64) / d**0.5
    z = torch.randn(n, d, generator=generator) * scales[torch.arange(n) % len(scales), None].float()
    squares = z.double().square().sum(dim=1, keepdim=True)
    of_each = -squares / (2 * scales**2) - d * scales.log()
    return z, -squares[:, 0] / 2 - of_each.logsumexp(dim=1) + log(len(scales))
