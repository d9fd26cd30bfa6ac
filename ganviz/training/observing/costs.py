"""What showing costs: which layers an answer can bring along, and which take too long for that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import inf
from typing import Any

from ganviz.training.messages import Layers

QUICK_SECONDS = 0.0025
"""Layers that take the processor no longer than this together are computed by the trainer itself."""
_EVENING = 0.2

Options = Mapping[str, Any]


class Costs:
    """The processor's time for each layer, learned from what was computed and evened out."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def knows(self, layer: str) -> bool:
        """Whether the layer was ever noted."""
        return layer in self._seconds

    def split(self, layers: Layers) -> tuple[Layers, Layers]:
        """Layers that are quick together, and the rest; nobody knows of those that were never noted."""
        now: dict[str, Options] = {}
        later: dict[str, Options] = {}
        left = QUICK_SECONDS
        for name in sorted(layers, key=self._cost):
            left -= self._cost(name)
            (now if left >= 0 else later)[name] = layers[name]
        return now, later

    def note(self, layers: Collection[str], seconds: float) -> None:
        """Take down what some layers took together; one that is new must come alone."""
        if len(layers) == 1:
            self._seconds.setdefault(next(iter(layers)), seconds)
        expected = sum(self._seconds[name] for name in layers)
        change = 1 + _EVENING * (seconds / expected - 1) if expected > 0 else 1
        for name in layers:
            self._seconds[name] *= change

    def _cost(self, layer: str) -> float:
        return self._seconds.get(layer, inf)
