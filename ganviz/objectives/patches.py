"""Adversarial losses of image games, as means over D's patches.

Each player's part stands alone, since an image game takes D's loss as (real + fake) / 2 and adds weighted terms to
G's. Logits may have any shape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.nn.functional import relu, softplus

from ganviz.objectives.objective import raw

Loss = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True, slots=True)
class PatchLosses:
    """What the players of an image game minimise.

    Attributes:
        real: D's loss by its logits on real images.
        fake: D's loss by its logits on generated ones.
        for_g: G's loss by D's logits on generated ones.
        neutral: the logit with which D says that it can't tell; None where only differences of logits mean something.
        shown: logits to shown values, same shape: probabilities where D tells them.
        shown_name: what a shown value is, "probability" or "raw value".
        shown_range: (low, high) of a colour scale for shown values.
    """

    real: Loss
    fake: Loss
    for_g: Loss
    neutral: float | None
    shown: Loss = raw
    shown_name: str = "raw value"
    shown_range: tuple[float, float] = (-2.0, 2.0)

    def accuracy(self, on_real: torch.Tensor, on_fake: torch.Tensor) -> torch.Tensor:
        """The share of patches that D judges rightly, 0 to 1: real ones above neutral, generated ones below.

        Where no level is neutral it is about zero, and says nothing.
        """
        neutral = self.neutral or 0.0
        right = (on_real > neutral).float().mean() + (on_fake < neutral).float().mean()
        return right / 2


vanilla = PatchLosses(lambda x: softplus(-x).mean(), lambda x: softplus(x).mean(), lambda x: softplus(-x).mean(), 0.0,
                      torch.sigmoid, "probability", (0.0, 1.0))
"""Cross entropy with logits (Goodfellow et al. 2014), non-saturating for G."""

lsgan = PatchLosses(lambda x: (x - 1).square().mean(), lambda x: x.square().mean(), lambda x: (x - 1).square().mean(),
                    0.5, shown_range=(-0.5, 1.5))
"""Mean squared error to 1 and 0 (Mao et al. 2017), without its halves, as CycleGAN has it."""

hinge = PatchLosses(lambda x: relu(1 - x).mean(), lambda x: relu(1 + x).mean(), lambda x: -x.mean(), 0.0)
"""Lim and Ye 2017."""

wasserstein = PatchLosses(lambda x: -x.mean(), lambda x: x.mean(), lambda x: -x.mean(), None)
"""Arjovsky et al. 2017; D has to be kept from becoming steep by a penalty or spectral norm."""
