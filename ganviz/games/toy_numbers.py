"""The numbers of an update: what may change at any iteration without changing the rules."""

from __future__ import annotations

from typing import NamedTuple

import torch

from ganviz.games.optimizers import Rates, rates
from ganviz.networks.dropout import Number
from ganviz.settings.names import SCHEDULES
from ganviz.settings.toy import ToySettings


class Numbers(NamedTuple):
    """Plain numbers, or tensors of shape ().

    Attributes:
        rates: those of the player that is updated.
        dropout_d: the share of D's hidden units that is silenced.
        dropout_g: the same of G's.
        gain: 1 less the decay of G's average.
    """

    rates: Rates
    dropout_d: Number
    dropout_g: Number
    gain: Number

    def flat(self) -> tuple[Number, ...]:
        """All of them side by side."""
        return (*self.rates, self.dropout_d, self.dropout_g, self.gain)

    @classmethod
    def size(cls) -> int:
        """How many they are."""
        return len(Rates._fields) + len(cls._fields) - 1

    @classmethod
    def read(cls, vector: torch.Tensor, settings: ToySettings) -> Numbers:
        """The inverse of ``flat``, as tensors; a dropout that is off is no number but a part of the rules."""
        size = len(Rates._fields)
        flat = vector.unbind()
        dropout_d, dropout_g, gain = flat[size:]
        return cls(Rates(*flat[:size]), dropout_d if settings.dropout_d else 0.0,
                   dropout_g if settings.dropout_g else 0.0, gain)


class ToyNumbers:
    """The numbers that settings mean."""

    def __init__(self, settings: ToySettings) -> None:
        self._settings = settings
        self._schedules = {"d": SCHEDULES.load(settings.schedule_d), "g": SCHEDULES.load(settings.schedule_g)}

    def at(self, who: str, iteration: int, update: int) -> Numbers:
        """The numbers of a player's update number ``update``, from 1, in an iteration."""
        s = self._settings
        share = self._schedules[who](iteration / s.schedule_iterations)
        if who == "d":
            now = rates(s.learning_rate_d * share, s.beta1_d, s.beta2_d, update)
        else:
            now = rates(s.learning_rate_g * share, s.beta1_g, s.beta2_g, update)
        return Numbers(now, s.dropout_d, s.dropout_g, 1 - s.ema_g)

    def vector(self, who: str, iteration: int, update: int) -> torch.Tensor:
        """The same as a tensor, in the order of ``Numbers.flat``."""
        return torch.tensor(self.at(who, iteration, update).flat())
