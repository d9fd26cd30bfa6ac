"""What an objective is: everything that a game, a plot or a caption has to know about a pair of losses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Objective:
    """What D and G minimise, as pure functions of D's logits, and what an ideal game looks like.

    Attributes:
        id: the name in the registry.
        d_loss: logits on real and on generated samples (any shapes) to D's loss, a scalar.
        g_loss: logits on generated samples (any shape) to G's loss, a scalar.
        loss_d_equilibrium: D's loss where p_G = p_data and D is optimal.
        loss_g_equilibrium: G's loss there.
        loss_d_label: that value of D as a formula, for the reference line.
        loss_g_label: that value of G as a formula.
        optimal_d: the densities p_data and p_G (arrays that broadcast, >= 0) to D's optimal shown value,
            float64; where both are zero it is ``neutral``.
        neutral: the shown value with which D says that it can't tell.
        shown: logits to shown values, same shape.
        shown_name: what a shown value is, "probability" or "raw value".
        shown_range: (low, high) of an axis for shown values.
        neutral_logit: the logit with which D says that it can't tell; real and generated are mirrored about it.
    """

    id: str
    d_loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    g_loss: Callable[[torch.Tensor], torch.Tensor]
    loss_d_equilibrium: float
    loss_g_equilibrium: float
    loss_d_label: str
    loss_g_label: str
    optimal_d: Callable[[ArrayLike, ArrayLike], Array]
    neutral: float
    shown: Callable[[torch.Tensor], torch.Tensor]
    shown_name: str
    shown_range: tuple[float, float]
    neutral_logit: float = 0.0


def raw(logits: torch.Tensor) -> torch.Tensor:
    """Logits shown as they are."""
    return logits


def share_of_data(p_data: ArrayLike, p_g: ArrayLike) -> Array:
    """p_data / (p_data + p_G), and 1/2 where both are zero (Goodfellow et al. 2014, Proposition 1)."""
    data, total = np.asarray(p_data, np.float64), np.add(p_data, p_g, dtype=np.float64)
    share = np.full(total.shape, 0.5)
    np.divide(data, total, out=share, where=total > 0)
    return share
