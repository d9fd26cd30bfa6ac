"""Where z comes from."""

from __future__ import annotations

from collections.abc import Sequence

import torch


def normal(shape: Sequence[int], generator: torch.Generator) -> torch.Tensor:
    """Standard normal draws of ``shape``, float32 on the CPU."""
    return torch.randn(*shape, generator=generator)


def uniform(shape: Sequence[int], generator: torch.Generator) -> torch.Tensor:
    """Uniform draws between -1 and 1 of ``shape``, float32 on the CPU."""
    return torch.rand(*shape, generator=generator).mul_(2).sub_(1)
