"""Hinge: D is pushed beyond 1 on real samples and below -1 on generated ones, and no further.

Lim and Ye 2017, "Geometric GAN", equations 5 and 6.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch.nn.functional import relu

from ganviz.objectives.objective import Objective, raw


def d_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    """Mean max(0, 1 - D(real)) + mean max(0, 1 + D(fake))."""
    return relu(1 - real_logits).mean() + relu(1 + fake_logits).mean()


def g_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    """-mean D(fake)."""
    return -fake_logits.mean()


def larger_density(p_data: ArrayLike, p_g: ArrayLike) -> NDArray[np.float64]:
    """1 where p_data is larger, -1 where p_G is, 0 (any value from -1 to 1 is as good) where they agree."""
    return np.sign(np.asarray(p_data, np.float64) - np.asarray(p_g, np.float64))


hinge = Objective(
    id="hinge",
    d_loss=d_loss,
    g_loss=g_loss,
    loss_d_equilibrium=2.0,
    loss_g_equilibrium=0.0,
    loss_d_label="2",
    loss_g_label="0",
    optimal_d=larger_density,
    neutral=0.0,
    shown=raw,
    shown_name="raw value",
    shown_range=(-2.0, 2.0),
)
