"""The logistic family: D's logit l stands for the probability sigmoid(l) that a sample is real.

Goodfellow et al. 2014, "Generative adversarial nets". With softplus(l) = log(1 + exp(l)), log D is
-softplus(-l) and log(1 - D) is -softplus(l), without overflow for logits of any size.
"""

from __future__ import annotations

from dataclasses import replace
from math import log

import torch
from torch.nn.functional import softplus

from ganviz.objectives.objective import Objective, share_of_data


def d_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor) -> torch.Tensor:
    """-mean log D(real) - mean log(1 - D(fake)); equation 1."""
    return softplus(-real_logits).mean() + softplus(fake_logits).mean()


def g_loss_minimax(fake_logits: torch.Tensor) -> torch.Tensor:
    """Mean log(1 - D(fake)), equation 1: flat where D is sure of itself."""
    return -softplus(fake_logits).mean()


def g_loss_non_saturating(fake_logits: torch.Tensor) -> torch.Tensor:
    """-mean log D(fake), section 3: the same fixed point, with a gradient where D is sure of itself."""
    return softplus(-fake_logits).mean()


minimax = Objective(
    id="minimax",
    d_loss=d_loss,
    g_loss=g_loss_minimax,
    loss_d_equilibrium=2 * log(2),
    loss_g_equilibrium=-log(2),
    loss_d_label="2 log 2",
    loss_g_label="−log 2",
    optimal_d=share_of_data,
    neutral=0.5,
    shown=torch.sigmoid,
    shown_name="probability",
    shown_range=(0.0, 1.0),
)

non_saturating = replace(
    minimax,
    id="non_saturating",
    g_loss=g_loss_non_saturating,
    loss_g_equilibrium=log(2),
    loss_g_label="log 2",
)
