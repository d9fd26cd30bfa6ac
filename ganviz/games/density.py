"""Densities of samples for the eye, in time linear in the samples."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_SMOOTHING_BINS = 2.0
_SHARE = 0.02
_FINEST, _REACH = 15, 4.0
_LOCAL = 48
Array = NDArray[np.float64]


# --- on a line ---------------------------------------------------------------------------------------------

def density_1d(x: Array, bounds: tuple[float, ...], size: int) -> Array:
    """The density of samples ``x`` (n,), as means over ``size`` equal cells of ``bounds``, per unit of x: (size,).

    A normal kernel on each sample, as wide as the stretch that holds the 2 % of the samples on either side of it
    (variable kernels: Breiman, Meisel and Purcell 1977). So a spike stays as narrow as it is, and a curve doesn't
    depend on how far the view is zoomed. Samples that are not finite count in the whole, but lie nowhere.
    """
    low, high = bounds
    cell = (high - low) / size
    values = np.sort(x[np.isfinite(x)])
    # Widths in steps of the root of two share a kernel; one below a cell's finest part is no kernel at all.
    narrowest = cell / _FINEST
    steps = np.round(2 * np.log2(np.maximum(_stretch(values) / narrowest, 1)))
    total = np.zeros(size)
    for step in np.unique(steps):
        total += _smoothed(values[steps == step], low, cell, size, narrowest * 2 ** (step / 2))
    return total / (cell * len(x))


def _stretch(values: Array) -> Array:
    """How long the stretch about each of n ascending values is that holds 2 % of them on either side."""
    n = len(values)
    reach = max(1, round(_SHARE * n))
    first, last = np.maximum(np.arange(n) - reach, 0), np.minimum(np.arange(n) + reach, n - 1)
    return np.asarray((values[last] - values[first]) * (2 * reach / np.maximum(last - first, 1)))


def _smoothed(values: Array, low: float, cell: float, size: int, width: float) -> Array:
    """How many of ``values``, each blurred by a normal of ``width``, fall into each cell."""
    parts = min(_FINEST, 2 * int(np.ceil(cell / width)) + 1)
    step = cell / parts
    reach = int(np.ceil(_REACH * width / step))
    place = np.floor((values - low) / step) + reach
    inside = place[(place >= 0) & (place < size * parts + 2 * reach)].astype(np.int64)
    counts = np.bincount(inside, minlength=size * parts + 2 * reach)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / width) ** 2)
    fine = np.convolve(counts, kernel / kernel.sum(), mode="valid")
    return np.asarray(fine.reshape(size, parts).sum(axis=1))


# --- in the plane ------------------------------------------------------------------------------------------

@lru_cache(maxsize=8)
def _smoother(size: int) -> Array:
    """A (size, size) matrix that smooths a histogram by a Gaussian of two bins; what would leave it is kept out."""
    offset = np.arange(size)[:, None] - np.arange(size)[None, :]
    kernel = np.exp(-0.5 * (offset / _SMOOTHING_BINS) ** 2)
    return np.asarray(kernel / (_SMOOTHING_BINS * np.sqrt(2 * np.pi)))


def binned_density_2d(x: Array, bounds: tuple[float, ...], size: int) -> Array:
    """The density of samples ``x`` (n, 2) on a grid over ``bounds``: (size, size), rows ascending in y.

    Binned, and smoothed by a normal of two bins: modes narrower than that look wider and lower than they are.
    """
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


# --- at a point --------------------------------------------------------------------------------------------

def kernel_density_at(x: Array, point: Array) -> float:
    """The density of samples ``x`` (n, dim) at one point, by a normal kernel as wide as the nearest 48 are spread out.

    So it follows modes of any width, and is nothing where the nearest samples keep together far away.
    """
    finite = x[np.isfinite(x).all(axis=1)]
    if not len(finite):
        return 0.0
    away = finite - point
    spread = np.maximum(finite.std(axis=0), np.finfo(np.float64).tiny)
    squares = ((away / spread) ** 2).sum(axis=1)
    near = np.argpartition(squares, min(_LOCAL, len(finite)) - 1)[:_LOCAL]
    # Never so narrow that a far point overflows: a generator that has collapsed is a spike, and nothing beside it.
    least = np.maximum(1e-9 * np.abs(away).max(axis=0), np.finfo(np.float64).tiny)
    width = np.maximum(finite[near].std(axis=0), least)
    kernels = np.exp(-0.5 * ((away / width) ** 2).sum(axis=1))
    with np.errstate(divide="ignore"):
        return float(kernels.sum() / len(x) / np.prod(width * np.sqrt(2 * np.pi)))
