"""What showing costs: which layers an answer can bring along, and which take too long for that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import inf
from typing import Any

from ganviz.training.messages import Layers

_QUICK_SECONDS = 0.0025
"""Layers that take the processor no longer than this together are computed by the trainer itself."""
_PORTION_SECONDS = 0.012
"""What the quick layers of the next question may have to wait for, where a single layer does not take longer."""
_EVENING = 0.2


class Costs:
    """The processor's time for each layer, learned from what was computed and evened out."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def split(self, layers: Layers) -> tuple[Layers, Layers]:
        """Layers that are quick together, and the rest; nobody knows of those that were never noted."""
        quick = next(self._portions(layers, _QUICK_SECONDS), {})
        if sum(map(self._cost, quick)) > _QUICK_SECONDS:
            quick = {}
        return quick, {name: options for name, options in layers.items() if name not in quick}

    def portions(self, layers: Layers) -> Iterator[Layers]:
        """The layers in portions that take about as long as each other, the quick ones first.

        One that was never noted comes alone. Several may share a part, so that they are noted together.
        """
        return self._portions(layers, _PORTION_SECONDS)

    def note(self, layers: Collection[str], seconds: float) -> None:
        """Take down what some layers took together; one that is new must come alone."""
        if len(layers) == 1:
            self._seconds.setdefault(next(iter(layers)), seconds)
        expected = sum(self._seconds[name] for name in layers)
        change = 1 + _EVENING * (seconds / expected - 1) if expected > 0 else 1
        for name in layers:
            self._seconds[name] *= change

    def _portions(self, layers: Layers, seconds: float) -> Iterator[Layers]:
        portion: dict[str, Mapping[str, Any]] = {}
        took = 0.0
        for name in sorted(layers, key=self._cost):
            if portion and took + self._cost(name) > seconds:
                yield portion
                portion, took = {}, 0.0
            portion[name] = layers[name]
            took += self._cost(name)
        if portion:
            yield portion

    def _cost(self, layer: str) -> float:
        return self._seconds.get(layer, inf)
