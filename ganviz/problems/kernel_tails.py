"""A Gaussian kernel estimate far from its points, where its values on a grid are lost in rounding."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ganviz.problems.problem import Floats

_NEAREST = 16


class KernelTails:
    """The sum of the kernels of the nearest occupied cells, which so far out stands for all of them.

    Args:
        counts: points in each cell of a grid, (cells,) or (cells, cells).
        origin: the middle of the first cell, shape (dim,).
        step: the size of a cell, shape (dim,).
        sigma: of the kernel.
    """

    def __init__(self, counts: NDArray[np.int64], origin: Floats, step: Floats, sigma: float) -> None:
        self._occupied = np.argwhere(counts)
        self._log_shares = np.log(counts[counts > 0] / counts.sum())
        self._origin, self._step, self._sigma = origin, step, sigma

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(self._origin + self._occupied * self._step)

    def log_density(self, x: Floats) -> Floats:
        """The log-density at points (m, dim), shape (m,)."""
        if not len(x):
            return np.zeros(0)
        distances, cells = self._tree.query(x, np.arange(1, min(_NEAREST, len(self._log_shares)) + 1))
        terms = self._log_shares[cells] - (distances / self._sigma) ** 2 / 2
        peak = x.shape[1] * np.log(np.sqrt(2 * np.pi) * self._sigma)
        return np.asarray(np.logaddexp.reduce(terms, axis=1) - peak)
