"""Seeded chance for drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

from ganviz.problems.images.chance import key, uniform

T = TypeVar("T")


class Dice:
    """A sequence of draws that depends on its whole numbers alone."""

    def __init__(self, *parts: int) -> None:
        self._key = key(*parts)
        self._place = 0

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """A number in [low, high)."""
        self._place += 1
        return low + (high - low) * uniform(self._key, self._place)

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.uniform(0, high - low + 1))

    def chance(self, share: float) -> bool:
        """True in a share of all throws."""
        return self.uniform() < share

    def choice(self, items: Sequence[T]) -> T:
        """One of some things, each as likely."""
        return items[self.whole(0, len(items) - 1)]

    def normal(self, deviation: float = 1.0) -> float:
        """A normal number of mean 0 (Box and Muller 1958)."""
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return deviation * radius * math.cos(2 * math.pi * self.uniform())
