"""The numbers of an iteration of ALI: what may change at any iteration without changing the rules."""

from __future__ import annotations

from typing import NamedTuple

import torch

from ganviz.games.optimizers import Rates, rates
from ganviz.networks.dropout import Number
from ganviz.settings.ali import ALISettings
from ganviz.settings.names import SCHEDULES


class Numbers(NamedTuple):
    """Plain numbers, or tensors of shape (); a plain zero among those that can be off means that they are.

    Attributes:
        rates_d: those of D's update.
        rates_g: those of the update of encoder and generator.
        gain: 1 less the decay of the averages.
        dropout_d: the share of D's hidden units that is silenced.
        dropout_e: the same of E's.
        dropout_g: the same of G's.
        r1: the weight of R1, on the encoder's pairs.
        r2: the weight of R2, on the generator's pairs.
        reconstruction: the weight of ALICE's bound.
        feature_matching: that of the distance of features.
        noise: the standard deviation of instance noise.
    """

    rates_d: Rates
    rates_g: Rates
    gain: Number
    dropout_d: Number
    dropout_e: Number
    dropout_g: Number
    r1: Number
    r2: Number
    reconstruction: Number
    feature_matching: Number
    noise: Number

    def flat(self) -> tuple[Number, ...]:
        """All of them side by side."""
        return (*self.rates_d, *self.rates_g, *self[2:])

    @classmethod
    def size(cls) -> int:
        """How many they are."""
        return 2 * len(Rates._fields) + len(cls._fields) - 2

    @classmethod
    def read(cls, vector: torch.Tensor, settings: ALISettings) -> Numbers:
        """The inverse of ``flat``, as tensors; what is off is no number but a part of the rules."""
        size, flat = len(Rates._fields), vector.unbind()
        gain, *others = flat[2 * size:]
        found: dict[str, Number] = {name: number if getattr(settings, "instance_noise" if name == "noise" else name)
                                    else 0.0 for name, number in zip(cls._fields[3:], others, strict=True)}
        return cls(Rates(*flat[:size]), Rates(*flat[size:2 * size]), gain, **found)


def is_on(number: Number) -> bool:
    """Whether it is a part of the rules."""
    return isinstance(number, torch.Tensor) or number != 0


class ALINumbers:
    """The numbers that settings mean."""

    def __init__(self, settings: ALISettings) -> None:
        self._settings = settings
        self._schedules = {"d": SCHEDULES.load(settings.schedule_d), "g": SCHEDULES.load(settings.schedule_g)}

    def at(self, iteration: int, update_d: int, update_g: int) -> Numbers:
        """The numbers of an iteration, in which D has its update number ``update_d``, from 1, and the makers theirs."""
        s = self._settings
        passed = iteration / s.schedule_iterations
        share_d, share_g = (self._schedules[who](passed) for who in "dg")
        left = s.penalty_end ** min(1.0, passed / s.penalty_fall)
        return Numbers(rates(s.learning_rate_d * share_d, s.beta1_d, s.beta2_d, update_d),
                       rates(s.learning_rate_g * share_g, s.beta1_g, s.beta2_g, update_g),
                       1 - s.ema_g, s.dropout_d, s.dropout_e, s.dropout_g, left * s.r1, left * s.r2, s.reconstruction,
                       s.feature_matching, s.instance_noise * max(0.0, 1 - passed))

    def vector(self, iteration: int, update_d: int, update_g: int) -> torch.Tensor:
        """The same as a tensor, in the order of ``Numbers.flat``."""
        return torch.tensor(self.at(iteration, update_d, update_g).flat())
