"""Densities of samples for the eye: binned and smoothed, in time linear in the samples."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_SMOOTHING_BINS = 2.0
Array = NDArray[np.float64]


@lru_cache(maxsize=8)
def _smoother(size: int) -> Array:
    """A (size, size) matrix that smooths a histogram by a Gaussian of two bins; what would leave it is kept out."""
    offset = np.arange(size)[:, None] - np.arange(size)[None, :]
    kernel = np.exp(-0.5 * (offset / _SMOOTHING_BINS) ** 2)
    return np.asarray(kernel / (_SMOOTHING_BINS * np.sqrt(2 * np.pi)))


def _bins(x: Array, low: float, high: float, size: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    place = np.floor((x - low) * (size / (high - low)))
    inside = (place >= 0) & (place < size)
    return place[inside].astype(np.int64), inside


def binned_density_1d(x: Array, bounds: tuple[float, ...], size: int) -> Array:
    """The density of samples ``x`` (n,) at the centres of ``size`` bins over ``bounds``, per unit of x: (size,)."""
    low, high = bounds
    counts = np.bincount(_bins(x, low, high, size)[0], minlength=size).astype(np.float64)
    return np.asarray(_smoother(size) @ counts * (size / (high - low) / len(x)))


def binned_density_2d(x: Array, bounds: tuple[float, ...], size: int) -> Array:
    """The density of samples ``x`` (n, 2) on a grid over ``bounds``: (size, size), rows ascending in y."""
    x0, x1, y0, y1 = bounds
    finite = np.isfinite(x).all(axis=1)
    column = np.floor((x[finite, 0] - x0) * (size / (x1 - x0)))
    row = np.floor((x[finite, 1] - y0) * (size / (y1 - y0)))
    inside = (column >= 0) & (column < size) & (row >= 0) & (row < size)
    place = (row[inside] * size + column[inside]).astype(np.int64)
    counts = np.bincount(place, minlength=size * size).reshape(size, size).astype(np.float64)
    smoother = _smoother(size)
    per_cell = size * size / ((x1 - x0) * (y1 - y0)) / len(x)
    return np.asarray(smoother @ counts @ smoother.T * per_cell)


def kernel_density_at(x: Array, point: Array) -> float:
    """The density of samples ``x`` (n, dim) at one point, by a Gaussian kernel of Silverman's width on each axis.

    The width uses the smaller of standard deviation and scaled interquartile range (Silverman 1986, equation 3.31).
    """
    finite = x[np.isfinite(x).all(axis=1)]
    if not len(finite):
        return 0.0
    away = finite - point
    # Never so narrow that a far point overflows: a generator that has collapsed is a spike, and nothing beside it.
    width = np.maximum(_silverman(finite), np.maximum(1e-9 * np.abs(away).max(axis=0), np.finfo(np.float64).tiny))
    kernels = np.exp(-0.5 * ((away / width) ** 2).sum(axis=1))
    with np.errstate(divide="ignore"):
        return float(kernels.sum() / len(x) / np.prod(width * np.sqrt(2 * np.pi)))


def _silverman(x: Array) -> Array:
    n, dim = x.shape
    quarter = np.subtract(*np.percentile(x, [75, 25], axis=0)) / 1.349
    spread = np.where(quarter > 0, np.minimum(x.std(axis=0), quarter), x.std(axis=0))
    return np.asarray(0.5 * spread * n ** (-1.0 / (dim + 4)))
