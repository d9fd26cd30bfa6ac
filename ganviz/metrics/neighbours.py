"""The nearest of a sample about points: along a line by sorting, in the plane by a k-d tree."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ganviz.metrics.samples import Floats, Sample

Indices = NDArray[np.intp]


class Reach(NamedTuple):
    """How far the neighbours of each point are: the nearest and the k-th; both of shape (q,)."""

    first: Floats
    last: Floats


class Neighbours(Protocol):
    """A sample of m points that can be asked what is near."""

    def reach(self, x: Sample, k: int) -> Reach:
        """How far the k nearest of each point in ``x`` (q, dim) are; 2 <= k <= m."""
        ...

    def reach_others(self, x: Sample, k: int) -> Reach:
        """The same where ``x`` belongs to the sample, and no point is its own neighbour; k < m."""
        ...

    def nearest(self, x: Sample, k: int) -> tuple[Floats, Indices]:
        """Distances, ascending, and indices of the k nearest of each point in ``x`` (q, dim), both (q, k)."""
        ...


def neighbours(sample: Sample) -> Neighbours:
    """Prepare a sample, shape (m, dim), to be asked for what is near."""
    return _Line(sample[:, 0]) if sample.shape[1] == 1 else _Plane(sample)


class _Plane:
    def __init__(self, points: Sample) -> None:
        self._tree = cKDTree(points, balanced_tree=False)

    def reach(self, x: Sample, k: int) -> Reach:
        return Reach(*self._tree.query(x, [1, k])[0].T)

    def reach_others(self, x: Sample, k: int) -> Reach:
        return Reach(*self._tree.query(x, [2, k + 1])[0].T)

    def nearest(self, x: Sample, k: int) -> tuple[Floats, Indices]:
        distances, members = self._tree.query(x, np.arange(1, k + 1))
        return distances, members


class _Line:
    """Numbers in order. The k nearest of x follow each other in it; bisection finds where they begin."""

    def __init__(self, values: Sample) -> None:
        self._order = np.argsort(values, kind="stable")
        # An infinity at either end stands for the neighbour that the first and the last value lack.
        self._values = np.concatenate(([-np.inf], values[self._order], [np.inf]))

    def reach(self, x: Sample, k: int) -> Reach:
        place = np.searchsorted(self._values, x[:, 0])
        first = np.minimum(x[:, 0] - self._values[place - 1], self._values[place] - x[:, 0])
        return Reach(first, self._last(x[:, 0], k))

    def reach_others(self, x: Sample, k: int) -> Reach:
        place = np.searchsorted(self._values, x[:, 0])
        first = np.minimum(x[:, 0] - self._values[place - 1], self._values[place + 1] - x[:, 0])
        return Reach(first, self._last(x[:, 0], k + 1))

    def nearest(self, x: Sample, k: int) -> tuple[Floats, Indices]:
        window = self._window(x[:, 0], k)[:, None] + np.arange(k)
        distances = np.abs(self._values[window] - x)
        ascending = np.argsort(distances, axis=1)
        members = self._order[np.take_along_axis(window, ascending, axis=1) - 1]
        return np.take_along_axis(distances, ascending, axis=1), members

    def _last(self, x: Sample, k: int) -> Floats:
        window = self._window(x, k)
        return np.asarray(np.maximum(x - self._values[window], self._values[window + k - 1] - x))

    def _window(self, x: Sample, k: int) -> Indices:
        """Where the k nearest of each x begin."""
        values, final = self._values, len(self._values) - 1 - k
        place = np.searchsorted(values, x)
        low, high = np.clip(place - k, 1, final), np.clip(place, 1, final)
        while np.any(low < high):
            middle = (low + high) // 2
            right = x - values[middle] > values[middle + k] - x
            low, high = np.where(right & (low < high), middle + 1, low), np.where(right, high, middle)
        return low
