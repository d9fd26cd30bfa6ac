"""Principal component analysis, exact."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganviz.metrics.samples import Sample


class Principal(NamedTuple):
    """The principal axes of a cloud of points.

    Attributes:
        mean: its middle (dim,).
        axes: unit vectors (k, dim), by falling variance, each with its largest number positive.
        deviations: the standard deviation along each (k,).
    """

    mean: NDArray[np.float64]
    axes: NDArray[np.float64]
    deviations: NDArray[np.float64]

    def places(self, points: Sample) -> NDArray[np.float64]:
        """Points (n, dim) in the coordinates of the axes (n, k)."""
        return np.asarray((points - self.mean) @ self.axes.T)


def principal(points: Sample, k: int) -> Principal:
    """The first k principal axes of points (n, dim), n >= 1; fewer where dim is less.

    By the eigenvectors of the covariance (Pearson 1901); signs are fixed so that the picture does not turn round
    between two looks at nearly the same points.
    """
    x = points.astype(np.float64)
    mean = x.mean(0)
    values, vectors = np.linalg.eigh(np.cov(x - mean, rowvar=False, bias=True).reshape(x.shape[1], x.shape[1]))
    axes = vectors[:, ::-1][:, :k].T
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(1)])
    return Principal(mean, axes * signs[:, None], np.sqrt(np.maximum(values[::-1][:k], 0)))
