"""Wasserstein-1 distances between samples, in the units of the samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganviz.metrics.samples import Sample


def wasserstein_1d(a: Sample, b: Sample) -> float:
    """The exact W1 between two empirical distributions on the line.

    Args:
        a: values, any shape, n of them.
        b: values, any shape, m of them; m may differ from n.
    """
    return slice_distance(np.sort(a, axis=None), np.sort(b, axis=None))


def sliced_wasserstein(a: Sample, b: Sample, directions: NDArray[np.float64]) -> float:
    """W1 of the projections onto each direction, averaged (Bonneel et al. 2015, with exponent 1).

    Args:
        a: points, shape (n, dim).
        b: points, shape (m, dim).
        directions: unit vectors, shape (count, dim), see `directions`.
    """
    return slice_distance(slices(a, directions), slices(b, directions))


def directions(count: int, dim: int, seed: int = 0) -> NDArray[np.float64]:
    """Fixed unit vectors, shape (count, dim).

    In 2-D they stand at evenly spaced angles of the half circle and `seed` has no effect (a direction and its
    opposite measure the same); else they are drawn uniformly from the sphere by `seed`.
    """
    if dim == 2:
        angles = np.pi * (np.arange(count) + 0.5) / count
        return np.stack((np.cos(angles), np.sin(angles)), axis=1)
    drawn = np.random.default_rng(seed).standard_normal((count, dim))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def slices(points: Sample, directions: NDArray[np.float64]) -> Sample:
    """Projections of `points`, shape (n, dim), onto each direction, ascending, shape (count, n)."""
    projections: Sample = directions.astype(points.dtype) @ points.T
    projections.sort()
    return projections


def slice_distance(a: Sample, b: Sample) -> float:
    """W1 between values that ascend in the last axis, shapes (..., n), (..., m), averaged over the rest."""
    n, m = a.shape[-1], b.shape[-1]
    if n == m:
        return float(np.abs(a - b).mean(dtype=np.float64))
    # Both quantile functions are constant between the levels i/n and j/m; whole numbers keep these exact.
    ends = np.union1d(np.arange(1, n + 1) * m, np.arange(1, m + 1) * n)
    widths = np.diff(ends, prepend=0) / (n * m)
    return float((np.abs(a[..., (ends - 1) // m] - b[..., (ends - 1) // n]) @ widths).mean())
