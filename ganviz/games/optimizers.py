"""Optimisers on one flat tensor.

Each is a pure step on (parameters, gradient, slots), equal to its namesake in ``torch.optim`` (tested). They are
our own because a game's whole state is one flat tensor, which ``torch.optim`` neither lays out nor restores with
one copy, and because one flat tensor costs a few operations a step instead of a few per layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import ClassVar, Protocol

import torch

Slots = Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Rates:
    """The numbers of one step: learning rate, both betas, and how many updates this one makes it (from 1)."""

    learning_rate: float
    beta1: float
    beta2: float
    update: int


class Optimizer(Protocol):
    """What every optimiser offers: the names of its slots, and a step in place."""

    slots: ClassVar[tuple[str, ...]]

    @staticmethod
    def step(parameters: torch.Tensor, gradient: torch.Tensor, slots: Slots, rates: Rates) -> None:
        """Move ``parameters`` (n,) along ``gradient`` (n,); ``slots`` hold tensors (n,) that start at zero."""


class Adam:
    """Adam (Kingma and Ba 2015, algorithm 1), epsilon 1e-8."""

    slots: ClassVar = ("exp_avg", "exp_avg_sq")

    @staticmethod
    def step(parameters: torch.Tensor, gradient: torch.Tensor, slots: Slots, rates: Rates) -> None:
        """One step in place."""
        mean, square = slots["exp_avg"], slots["exp_avg_sq"]
        mean.lerp_(gradient, 1 - rates.beta1)
        square.mul_(rates.beta2).addcmul_(gradient, gradient, value=1 - rates.beta2)
        size = square.sqrt().div_(sqrt(1 - rates.beta2**rates.update)).add_(1e-8)
        parameters.addcdiv_(mean, size, value=-rates.learning_rate / (1 - rates.beta1**rates.update))


class SGD:
    """Gradient descent with (heavy-ball) momentum beta 1."""

    slots: ClassVar = ("momentum",)

    @staticmethod
    def step(parameters: torch.Tensor, gradient: torch.Tensor, slots: Slots, rates: Rates) -> None:
        """One step in place; without momentum its slot is left alone."""
        if rates.beta1 > 0:
            gradient = slots["momentum"].mul_(rates.beta1).add_(gradient)
        parameters.add_(gradient, alpha=-rates.learning_rate)


class RMSprop:
    """RMSprop (Tieleman and Hinton 2012) with smoothing beta 2 and momentum beta 1, epsilon 1e-8."""

    slots: ClassVar = ("square_avg", "momentum")

    @staticmethod
    def step(parameters: torch.Tensor, gradient: torch.Tensor, slots: Slots, rates: Rates) -> None:
        """One step in place; without momentum its slot is left alone."""
        square = slots["square_avg"].mul_(rates.beta2).addcmul_(gradient, gradient, value=1 - rates.beta2)
        size = square.sqrt().add_(1e-8)
        if rates.beta1 > 0:
            move = slots["momentum"].mul_(rates.beta1).addcdiv_(gradient, size)
            parameters.add_(move, alpha=-rates.learning_rate)
        else:
            parameters.addcdiv_(gradient, size, value=-rates.learning_rate)
