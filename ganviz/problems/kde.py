"""A density estimate from points: a Gaussian KDE on a grid, by FFT.

The usual rule of thumb for the bandwidth supposes one bell and blurs clusters together. Here least-squares
cross-validation (Bowman 1984) chooses it between that rule and a thirtieth of it. Its score is a sum over the
grid's spectrum, so that the cost hardly depends on the number of points. A point is left out with all of its
copies: otherwise values that repeat would vouch for each other, and the narrowest kernel would always win.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.kernel_tails import KernelTails
from ganviz.problems.problem import Density, Floats

_BINS = {1: 8192, 2: 1024}
_CANDIDATES, _NARROWEST, _STEPS_PER_SIGMA, _REACH = 24, 1 / 30, 1.5, 5.0
# Below this share of its peak a density on the grid drowns in the rounding of the FFT.
_PRECISE = 1e-9


class Estimate(NamedTuple):
    """A density estimate at (m, dim) standardised points.

    Attributes:
        density: zero where the grid can't tell it from nothing, and off the grid.
        log_density: its logarithm, with the kernels' tails to any distance.
        sigma: of the kernel.
    """

    density: Density
    log_density: Density
    sigma: float


def kde(points: Floats) -> Estimate:
    """Estimate the density of standardised points.

    Args:
        points: shape (n, dim), dim 1 or 2, with mean about 0 and standard deviation about 1 on each axis.
    """
    n, dim = points.shape
    widest = n ** (-1 / (dim + 4))
    low, high = points.min(axis=0) - _REACH * widest, points.max(axis=0) + _REACH * widest
    step = (high - low) / _BINS[dim]
    cells = np.clip(((points - low) / step).astype(np.int64), 0, _BINS[dim] - 1)
    shape = (_BINS[dim],) * dim
    counts = np.bincount(np.ravel_multi_index(tuple(cells.T), shape), minlength=_BINS[dim] ** dim).reshape(shape)
    spectrum = np.fft.rfftn(counts)
    narrowest = max(widest * _NARROWEST, _STEPS_PER_SIGMA * float(step.max()), _grain(points))
    candidates = np.geomspace(widest, min(narrowest, widest), _CANDIDATES)
    bandwidth = _bandwidth(spectrum, step, n, _copies(points), candidates)
    grid = np.fft.irfftn(spectrum * _kernel(shape, step, bandwidth), s=shape, axes=range(dim))
    values = np.maximum(grid, 0) / (grid[grid > 0].sum() * step.prod())
    density = _interpolator(values, low + step / 2, step)
    tails = KernelTails(counts, low + step / 2, step, bandwidth)
    return Estimate(density, _log_density(density, _PRECISE * float(values.max()), tails), bandwidth)


def _copies(points: Floats) -> float:
    """How many ordered pairs of points, each with itself included, have the same value."""
    places = points[:, 0] if points.shape[1] == 1 else points[:, 0] + 1j * points[:, 1]
    return float((np.unique(places, return_counts=True)[1].astype(np.float64) ** 2).sum())


def _grain(points: Floats) -> float:
    """The rounding of the values: half the median distance between neighbouring distinct ones."""
    return max(float(np.median(np.diff(np.unique(column)))) / 2 for column in points.T)


def _kernel(shape: tuple[int, ...], step: Floats, sigma: float) -> Floats:
    """The normal kernel's transfer function on the half spectrum of ``rfftn``."""
    *full, last = (np.exp(-((2 * np.pi * sigma * frequency) ** 2) / 2) for frequency in (
        *(np.fft.fftfreq(size, d) for size, d in zip(shape[:-1], step[:-1], strict=True)),
        np.fft.rfftfreq(shape[-1], step[-1])))
    kernel: Floats = np.multiply.outer(full[0], last) if full else last
    return kernel


def _bandwidth(spectrum: NDArray[Any], step: Floats, n: int, copies: float, candidates: Floats) -> float:
    """The candidate of the least integrated squared error, estimated by leaving out a point and its copies."""
    shape = (2 * (spectrum.shape[-1] - 1),) * spectrum.ndim
    power = np.abs(spectrum) ** 2
    # The half spectrum stands for both halves: all but its first and last column count twice.
    power[..., 1:-1] *= 2
    power /= np.prod(shape) * step.prod() * n

    def score(sigma: float) -> float:
        kernel = _kernel(shape, step, sigma)
        itself = (2 * np.pi * sigma**2) ** (-spectrum.ndim / 2)
        squared, mean = float((power * kernel**2).sum()) / n, float((power * kernel).sum())
        return squared - 2 * (n * mean - copies * float(itself)) / max(n**2 - copies, 1)

    return min((float(sigma) for sigma in candidates), key=score)


def _log_density(density: Density, precise: float, tails: KernelTails) -> Density:
    """The logarithm of ``density`` where that is at least ``precise``, and of the ``tails`` elsewhere."""
    def log_density(x: Floats) -> Floats:
        values = density(x)
        found: Floats = np.log(np.maximum(values, precise))
        far = np.flatnonzero(values < precise)
        found[far] = np.minimum(tails.log_density(x[far]), np.log(precise))
        return found

    return log_density


def _interpolator(values: Floats, origin: Floats, step: Floats) -> Density:
    """Linear interpolation between the grid's values; zero outside."""
    dim = values.ndim
    padded = np.pad(values, 1)

    def density(x: Floats) -> Floats:
        place = np.clip((x - origin) / step + 1, 0, np.array(values.shape) + 0.999999)
        cell = place.astype(np.int64)
        rest = place - cell
        total = np.zeros(len(x))
        for corner in np.ndindex((2,) * dim):
            weight = np.where(np.array(corner, dtype=bool), rest, 1 - rest).prod(axis=1)
            total += weight * padded[tuple((cell + corner).T)]
        return total

    return density
