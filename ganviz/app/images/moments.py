"""One sample over time: a few pictures of every sample, thinned as they become many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from ganviz.app.images.columns import Group
from ganviz.app.images.overlays import picture

MOST = 24
"""How many moments are kept."""


class Moments:
    """What G made of the samples at some iterations, rising; the newest one is always there."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._parts = [group.columns[1].part for group in groups]
        self.iterations: list[int] = []
        self._kept: list[list[NDArray[np.uint8]]] = []
        self._apart = 1

    def clear(self) -> None:
        """Another run begins, or other samples."""
        self.iterations, self._kept, self._apart = [], [], 1

    def take(self, iteration: int, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Add a moment; those after it are dropped, since the run has gone back."""
        found = [arrays.get(f"samples.{part}") for part in self._parts]
        if any(each is None for each in found):
            return
        while self.iterations and self.iterations[-1] >= iteration:
            self._drop()
        if len(self.iterations) > 1 and self.iterations[-1] - self.iterations[-2] < self._apart:
            self._drop()
        self.iterations.append(iteration)
        self._kept.append([np.asarray(each) for each in found])
        if len(self.iterations) > MOST:
            self._thin()

    def _drop(self) -> None:
        self.iterations.pop()
        self._kept.pop()

    def _thin(self) -> None:
        """Keep every second one from the first on, and the newest; from now on they lie twice as far apart."""
        newest = len(self.iterations) - 1
        places = [place for place in range(newest + 1) if place % 2 == 0 or place == newest]
        self.iterations = [self.iterations[place] for place in places]
        self._kept = [self._kept[place] for place in places]
        self._apart = max(1, self.iterations[1] - self.iterations[0])

    def at(self, iteration: int) -> Mapping[str, NDArray[np.uint8]] | None:
        """By part, what G made of all samples at an iteration that is a moment; None where it is none."""
        if iteration not in self.iterations:
            return None
        return dict(zip(self._parts, self._kept[self.iterations.index(iteration)], strict=True))

    def images(self, group: int, sample: int) -> list[tuple[int, QImage]]:
        """Iteration and picture of each moment of a sample."""
        return [(iteration, picture(kept[group][sample])) for iteration, kept
                in zip(self.iterations, self._kept, strict=True) if sample < len(kept[group])]
