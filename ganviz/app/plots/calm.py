"""Ranges that grow at once and shrink slowly, so that a live picture does not pump."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

_NICE = np.array([1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0])


def nice_above(value: float) -> float:
    """The smallest round number that is at least ``value`` (> 0)."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(power * _NICE[np.searchsorted(_NICE, value / power * (1 - 1e-9))])


class Calm:
    """An upper end that follows what it is told: up at once, down by a small share of the way each time."""

    def __init__(self, shrink: float = 0.04, slack: float = 0.7, round_up: bool = False) -> None:
        self.value = 0.0
        self._shrink, self._slack, self._round = shrink, slack, round_up

    def follow(self, height: float) -> float:
        """Take one more observation, ignored unless finite and positive, and return the upper end."""
        if not np.isfinite(height) or height <= 0:
            return self.value
        target = nice_above(height) if self._round else height
        if target > self.value:
            self.value = target
        elif height < self._slack * self.value:
            self.value = max(target, self.value - self._shrink * (self.value - target) - 1e-3 * self.value)
        return self.value

    def forget(self) -> None:
        """Begin anew."""
        self.value = 0.0


def finite_max(values: ArrayLike, share: float = 1.0) -> float:
    """The largest finite value, or the quantile ``share`` of the finite ones; 0 where there is none."""
    array = np.asarray(values, dtype=np.float64)
    array = array[np.isfinite(array)]
    if array.size == 0:
        return 0.0
    return float(array.max() if share >= 1 else np.quantile(array, share))
