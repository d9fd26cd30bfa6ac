"""Optimisers on one flat tensor.

Each is a pure step on (parameters, gradient, slots), equal to its namesake in ``torch.optim`` (tested). They are
our own because a game's whole state is one flat tensor, which ``torch.optim`` neither lays out nor restores with
one copy, because one flat tensor costs a few operations a step instead of a few per layer, and because compiled code
is given its rates as tensors.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import ClassVar, NamedTuple, Protocol

import torch

from ganviz.networks.dropout import Number

Slots = Mapping[str, torch.Tensor]


class Rates(NamedTuple):
    """The numbers of one step. All that float32 would round away is worked out beforehand, in double precision.

    Attributes:
        learning_rate: how far the step goes.
        beta1: the running mean's memory, or the momentum.
        beta2: the running square's memory.
        gain1: 1 - beta1.
        gain2: 1 - beta2.
        unbias1: 1 - beta1^t in the t-th step, from 1.
        unbias2: the root of 1 - beta2^t.
    """

    learning_rate: Number
    beta1: Number
    beta2: Number
    gain1: Number
    gain2: Number
    unbias1: Number
    unbias2: Number


def rates(learning_rate: float, beta1: float, beta2: float, update: int) -> Rates:
    """The numbers of step ``update``, counted from 1."""
    return Rates(learning_rate, beta1, beta2, 1 - beta1, 1 - beta2, 1 - beta1**update, sqrt(1 - beta2**update))


class Optimizer(Protocol):
    """What every optimiser offers: the names of its slots, and a step in place."""

    slots: ClassVar[tuple[str, ...]]

    @staticmethod
    def step(parameters: torch.Tensor, gradient: torch.Tensor, slots: Slots, now: Rates) -> None:
        """Move ``parameters`` (n,) along ``gradient`` (n,); ``slots`` hold tensors (n,) that start at zero."""


class Adam:
    """Adam (Kingma and Ba 2015, algorithm 1), epsilon 1e-8."""

    slots: ClassVar = ("exp_avg", "exp_avg_sq")

    @staticmethod
    def step(parameters: torch.Tensor, gradient: torch.Tensor, slots: Slots, now: Rates) -> None:
        """One step in place."""
        mean, square = slots["exp_avg"], slots["exp_avg_sq"]
        mean.lerp_(gradient, now.gain1)
        square.lerp_(gradient.square(), now.gain2)
        size = square.sqrt().div_(now.unbias2).add_(1e-8)
        # A rate of 0 makes the divisor infinite, and the step nothing.
        parameters.addcdiv_(mean, size.div_(now.learning_rate / now.unbias1), value=-1)


class SGD:
    """Gradient descent with (heavy-ball) momentum beta 1."""

    slots: ClassVar = ("momentum",)

    @staticmethod
    def step(parameters: torch.Tensor, gradient: torch.Tensor, slots: Slots, now: Rates) -> None:
        """One step in place; without momentum its slot is the last gradient."""
        move = slots["momentum"].mul_(now.beta1).add_(gradient)
        parameters.sub_(move * now.learning_rate)


class RMSprop:
    """RMSprop (Tieleman and Hinton 2012) with smoothing beta 2 and momentum beta 1, epsilon 1e-8."""

    slots: ClassVar = ("square_avg", "momentum")

    @staticmethod
    def step(parameters: torch.Tensor, gradient: torch.Tensor, slots: Slots, now: Rates) -> None:
        """One step in place; without momentum its slot is the last move."""
        square = slots["square_avg"].lerp_(gradient.square(), now.gain2)
        size = square.sqrt().add_(1e-8)
        move = slots["momentum"].mul_(now.beta1).addcdiv_(gradient, size)
        parameters.sub_(move * now.learning_rate)
