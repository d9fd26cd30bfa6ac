"""The problems on the line. ``spread`` multiplies the width of each mode, or of the whole shape."""

from __future__ import annotations

import numpy as np
import torch

from ganviz.problems.gaussians import gaussian_mixture
from ganviz.problems.problem import EDGE, Floats, Frame, Problem, exact_problem


def normal(spread: float = 1.0) -> Problem:
    """The normal distribution with mean 0 and standard deviation ``spread``."""
    return gaussian_mixture([[0.0]], spread)


def uniform(spread: float = 1.0) -> Problem:
    """Flat from ``-spread`` to ``spread``."""

    def draw(n: int, generator: torch.Generator) -> torch.Tensor:
        return torch.rand(n, 1, generator=generator).mul_(2).sub_(1).mul_(spread)

    def log_density(x: Floats) -> Floats:
        return np.where(np.abs(x[:, 0]) <= (1 + EDGE) * spread, -np.log(2 * spread), -np.inf)

    return exact_problem(Frame.of([0.0], spread / np.sqrt(3)), [-spread], [spread], draw, log_density)


def exponential(spread: float = 1.0) -> Problem:
    """The exponential distribution with mean ``spread``."""

    def draw(n: int, generator: torch.Generator) -> torch.Tensor:
        return torch.empty(n, 1).exponential_(generator=generator).mul_(spread)

    def log_density(x: Floats) -> Floats:
        u = x[:, 0] / spread
        return np.where(u >= 0, -u - np.log(spread), -np.inf)

    return exact_problem(Frame.of([spread], spread), [0.0], [5 * spread], draw, log_density)


def bimodal(spread: float = 1.0) -> Problem:
    """Two normals: mean -2, sigma 0.6, weight 0.6, and mean 2, sigma 0.35, weight 0.4."""
    return gaussian_mixture([[-2.0], [2.0]], np.array([0.6, 0.35]) * spread, [0.6, 0.4])


def trimodal(spread: float = 1.0) -> Problem:
    """Three equal normals at -3, 0 and 3, sigma 0.5."""
    return gaussian_mixture([[-3.0], [0.0], [3.0]], 0.5 * spread)


def two_deltas(spread: float = 1.0) -> Problem:
    """Two spikes at -1 and 1, smoothed to normals of sigma 0.02."""
    return gaussian_mixture([[-1.0], [1.0]], 0.02 * spread)
