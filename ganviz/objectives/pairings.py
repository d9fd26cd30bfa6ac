"""How an objective judges two kinds of pairs, such as the encoder's (x, E(x)) and the generator's (G(z), z).

The encoder's pairs take the place of real samples, the generator's that of generated ones. Both kinds are made by a
player that is trained, so both want to be taken for the other: the makers' loss is the objective's generator loss of
the generator's pairs, and its mirror image of the encoder's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from ganviz.objectives.objective import Objective

Loss = Callable[[Objective, torch.Tensor, torch.Tensor], torch.Tensor]
LossAlone = Callable[[Objective, torch.Tensor], torch.Tensor]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How D's logits are shown.

    Attributes:
        neutral: the shown value with which D says that it can't tell.
        shown: logits, and D's mean logit over as many pairs of each kind, to shown values.
        name: what a shown value is.
        range: (low, high) of an axis for shown values.
    """

    neutral: float
    shown: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    name: str
    range: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pairing:
    """A way to judge pairs.

    Attributes:
        d_loss: objective, logits on the encoder's and on the generator's pairs (n, 1) to D's loss.
        g_loss: the same to the loss of encoder and generator.
        g_loss_encoded: objective and logits on the encoder's pairs alone to what these add to that loss. Where it is
            of two pairs at once, there is no such share; then it is the mean logit, which the encoder wants lower.
        g_loss_decoded: the same of the generator's pairs, which want their logits higher.
        judgement: how D's logits are shown under an objective.
    """

    d_loss: Loss
    g_loss: Loss
    g_loss_encoded: LossAlone
    g_loss_decoded: LossAlone
    judgement: Callable[[Objective], Judgement]

    def equilibrium(self, objective: Objective) -> tuple[float, float]:
        """D's loss and that of encoder and generator where D says neutral of every pair."""
        level = torch.full((1, 1), objective.neutral_logit, dtype=torch.float64)
        return float(self.d_loss(objective, level, level)), float(self.g_loss(objective, level, level))


def _mirrored(objective: Objective, logits: torch.Tensor) -> torch.Tensor:
    """Logits that say of each pair the opposite, as surely."""
    return 2 * objective.neutral_logit - logits


def plain_d_loss(objective: Objective, encoded: torch.Tensor, decoded: torch.Tensor) -> torch.Tensor:
    """The objective's own (Dumoulin et al. 2017, algorithm 1)."""
    return objective.d_loss(encoded, decoded)


def plain_g_loss(objective: Objective, encoded: torch.Tensor, decoded: torch.Tensor) -> torch.Tensor:
    """Each kind wants to be taken for the other (Dumoulin et al. 2017, algorithm 1)."""
    return plain_g_loss_decoded(objective, decoded) + plain_g_loss_encoded(objective, encoded)


def plain_g_loss_encoded(objective: Objective, encoded: torch.Tensor) -> torch.Tensor:
    """The encoder's pairs want to be taken for the generator's."""
    return objective.g_loss(_mirrored(objective, encoded))


def plain_g_loss_decoded(objective: Objective, decoded: torch.Tensor) -> torch.Tensor:
    """The generator's pairs want to be taken for the encoder's."""
    return objective.g_loss(decoded)


def relativistic_d_loss(objective: Objective, encoded: torch.Tensor, decoded: torch.Tensor) -> torch.Tensor:
    """The real part of D's loss on the margin by which D prefers the encoder's pair of each two.

    Jolicoeur-Martineau 2019, "The relativistic discriminator", there RpGAN; written as the mean of both parts of D's
    loss, on the margin and on its mirror image, which are equal. For the logistic family it is mean softplus(-margin),
    as in Huang et al. 2024, "The GAN is dead; long live the GAN!".
    """
    margin = encoded - decoded
    return objective.d_loss(margin, _mirrored(objective, margin)) / 2


def relativistic_g_loss(objective: Objective, encoded: torch.Tensor, decoded: torch.Tensor) -> torch.Tensor:
    """The generator's loss on the margin turned round."""
    return objective.g_loss(decoded - encoded)


def lower(_: Objective, encoded: torch.Tensor) -> torch.Tensor:
    """The mean logit, for pairs that want theirs lower."""
    return encoded.mean()


def higher(_: Objective, decoded: torch.Tensor) -> torch.Tensor:
    """The mean logit turned round, for pairs that want theirs higher."""
    return -decoded.mean()


def _own(objective: Objective) -> Judgement:
    return Judgement(objective.neutral, lambda logits, _: objective.shown(logits), objective.shown_name,
                     objective.shown_range)


def _margin(_: Objective) -> Judgement:
    # Only differences of logits have a meaning here, so that they are shown about their own mean.
    return Judgement(0.0, lambda logits, mean: logits - mean, "raw value", (-1.0, 1.0))


plain = Pairing(plain_d_loss, plain_g_loss, plain_g_loss_encoded, plain_g_loss_decoded, _own)
relativistic = Pairing(relativistic_d_loss, relativistic_g_loss, lower, higher, _margin)
