"""Least squares: D's raw value is pulled to 1 on real samples and to 0 on generated ones.

Mao et al. 2017, "Least squares generative adversarial networks", equation 9: the 0-1 coding.
"""

from __future__ import annotations

import torch

from ganviz.objectives.objective import Objective, raw, share_of_data


def d_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    """1/2 mean (D(real) - 1)^2 + 1/2 mean D(fake)^2."""
    return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()


def g_loss(fake_logits: torch.Tensor) -> torch.Tensor:
    """1/2 mean (D(fake) - 1)^2."""
    return 0.5 * (fake_logits - 1).square().mean()


least_squares = Objective(
    id="least_squares",
    d_loss=d_loss,
    g_loss=g_loss,
    loss_d_equilibrium=0.25,
    loss_g_equilibrium=0.125,
    loss_d_label="1/4",
    loss_g_label="1/8",
    optimal_d=share_of_data,
    neutral=0.5,
    shown=raw,
    shown_name="raw value",
    # Raw values leave [0, 1]; half a unit of room on both sides keeps the neutral level in the middle.
    shown_range=(-0.5, 1.5),
    neutral_logit=0.5,
)
