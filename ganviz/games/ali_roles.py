"""The variants of ALI as small records: what the encoder's output means, and what labels are used for.

A *code* is what stands beside x in a pair: the latent z, or the label y in the supervised variant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch

from ganviz.networks.joint import Inputs

Labels = torch.Tensor | None
"""One-hot labels (n, K), or None where labels are not used."""


class Batch(NamedTuple):
    """Draws of equally many rows: data x with labels y, latent z, and standard normal noise for the encoder."""

    x: torch.Tensor
    y: Labels
    z: torch.Tensor
    noise: torch.Tensor

    @property
    def paired(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Tensors of the shapes of a pair: of x, and of the codes, which the encoder's noise has."""
        return self.x, self.noise

    def first(self, n: int) -> Batch:
        """Its first n rows."""
        return Batch(self.x[:n], None if self.y is None else self.y[:n], self.z[:n], self.noise[:n])


@dataclass(frozen=True, slots=True)
class Head:
    """What the encoder's output means.

    Attributes:
        outputs: how many numbers it gives for a code of so many.
        code: output (n, outputs) and standard normal noise (n, code) to codes (n, code), differentiable.
        likeliest: output to the code that it favours.
    """

    outputs: Callable[[int], int]
    code: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    likeliest: Callable[[torch.Tensor], torch.Tensor]


def _drawn(output: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
    """Mean plus noise of the given log-variance (Kingma and Welling 2014, section 2.4)."""
    mean, log_variance = output.chunk(2, 1)
    return torch.addcmul(mean, torch.exp(0.5 * log_variance), noise)


stochastic = Head(lambda code: 2 * code, _drawn, lambda output: output.chunk(2, 1)[0])
deterministic = Head(lambda code: code, lambda output, _: output, lambda output: output)
categorical = Head(lambda code: code, lambda output, _: output.softmax(1), lambda output: output.softmax(1))


@dataclass(frozen=True, slots=True)
class LabelUse:
    """What labels are used for.

    Attributes:
        told: y is an input of every network.
        inferred: y is the code: the encoder infers it, the generator is given it beside its noise z.
    """

    told: bool
    inferred: bool

    def for_encoder(self, x: torch.Tensor, y: Labels) -> Inputs:
        """The encoder's inputs."""
        return (x, y) if self.told and y is not None else (x,)

    def for_generator(self, z: torch.Tensor, y: Labels) -> Inputs:
        """The generator's inputs."""
        return (z, y) if (self.told or self.inferred) and y is not None else (z,)

    def pair(self, x: torch.Tensor, code: torch.Tensor, y: Labels) -> Inputs:
        """The discriminator's inputs; the first two are the pair that players make."""
        return (x, code, y) if self.told and y is not None else (x, code)

    def code(self, z: torch.Tensor, y: Labels) -> torch.Tensor:
        """What the generator's sample was made from, as D is shown it."""
        return y if self.inferred and y is not None else z


unlabelled = LabelUse(told=False, inferred=False)
conditional = LabelUse(told=True, inferred=False)
supervised = LabelUse(told=False, inferred=True)
