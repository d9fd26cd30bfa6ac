"""Maximum mean discrepancy between samples, for codes of any dimension."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ganviz.metrics.samples import Sample


def mmd2(a: Sample, b: Sample) -> float:
    """The unbiased estimate of MMD² between two samples (Gretton et al. 2012, equation 3).

    The kernel is exp(-‖u - v‖² / 2 dim): for standard normal samples its width is the root mean square of half their
    distances. The estimate scatters around zero, on both sides, where both follow one distribution, and is at most 2.

    Args:
        a: points, shape (n, dim), n >= 2.
        b: points, shape (m, dim), m >= 2.

    Raises:
        ValueError: for other shapes.
    """
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[1] or min(len(a), len(b)) < 2:
        raise ValueError(f"two samples (n, dim) of at least 2 points are needed, not {a.shape} and {b.shape}")
    return _within(a) + _within(b) - 2 * float(_kernel(a, b).mean(dtype=np.float64))


def _within(a: Sample) -> float:
    """The mean of the kernel over pairs of different points."""
    n = len(a)
    return float(_kernel(a, a).sum(dtype=np.float64) - n) / (n * (n - 1))


def _kernel(a: Sample, b: Sample) -> NDArray[np.floating]:
    squares = (a**2).sum(1)[:, None] + (b**2).sum(1)[None, :] - 2 * (a @ b.T)
    return np.asarray(np.exp(np.maximum(squares, 0) / (-2 * a.shape[1])))
