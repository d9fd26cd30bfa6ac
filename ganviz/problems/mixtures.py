"""The mixtures of round normals in the plane. ``spread`` multiplies the width of each."""

from __future__ import annotations

import numpy as np

from ganviz.problems.gaussians import gaussian_mixture
from ganviz.problems.problem import Problem


def two_gaussians(spread: float = 1.0) -> Problem:
    """Two normals of sigma 0.3 at (-1, 0) and (1, 0)."""
    return gaussian_mixture([[-1.0, 0.0], [1.0, 0.0]], 0.3 * spread)


def blobs(spread: float = 1.0) -> Problem:
    """Three normals of sigma 0.2 on the corners of a regular triangle in the unit circle."""
    return gaussian_mixture(_on_circle(3, np.pi / 2), 0.2 * spread)


def ring8(spread: float = 1.0) -> Problem:
    """Eight normals of sigma 0.01 on the unit circle (Lin et al., PacGAN, 2018, Table 1)."""
    return gaussian_mixture(_on_circle(8, 0.0), 0.01 * spread)


def grid25(spread: float = 1.0) -> Problem:
    """Twenty-five normals of sigma 0.05 on {-4, -2, 0, 2, 4} squared (Lin et al., PacGAN, 2018, Table 1)."""
    ticks = np.arange(-4.0, 5.0, 2.0)
    return gaussian_mixture([[x, y] for x in ticks for y in ticks], 0.05 * spread)


def _on_circle(n: int, start: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    angles = start + 2 * np.pi * np.arange(n) / n
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)
