"""Activation functions of the MLPs, as pure functions of a tensor of any shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch.nn.functional import gelu, silu
from torch.nn.functional import leaky_relu as _leaky_relu

__all__ = ["SLOPES", "barely_leaky_relu", "gelu", "leaky_relu", "relu", "silu", "sine", "tanh"]

relu = torch.relu
tanh = torch.tanh
sine = torch.sin


def leaky_relu(x: torch.Tensor) -> torch.Tensor:
    """``x`` above zero, ``0.2 x`` below."""
    return _leaky_relu(x, 0.2)


def barely_leaky_relu(x: torch.Tensor) -> torch.Tensor:
    """``x`` above zero, ``0.01 x`` below."""
    return _leaky_relu(x, 0.01)


SLOPES: Mapping[Callable[[torch.Tensor], torch.Tensor], float] = {relu: 0.0, leaky_relu: 0.2, barely_leaky_relu: 0.01}
"""Those that are linear on either side of zero, with their slope below it."""
