"""Curves in the plane, thickened by round normal noise.

Their density is the integral of a normal along the curve. It is computed by Gauss-Legendre quadrature with
ten nodes on every three sigma of arc, which leaves a relative error of about 1e-11 where the density matters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from ganviz.problems.gaussians import mixture_frame, mixture_log_density
from ganviz.problems.problem import Floats, Problem, Sampler, exact_problem

Path = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]

_NODES, _PANEL_SIGMAS, _FEWEST_PANELS = 10, 3.0, 12


@dataclass(frozen=True)
class Curve:
    """A curve of one or more arms.

    Attributes:
        path: from the parameter t and the number of the arm, each of shape (n,), to points, shape (n, 2).
        low: where t begins.
        high: where t ends.
        arms: how many arms, all alike but for their place; each is as likely as the others.
        rising: whether the density of t is proportional to t (then low is at least 0) instead of constant.
    """

    path: Path
    low: float
    high: float
    arms: int = 1
    rising: bool = False

    def quantile(self, u: torch.Tensor) -> torch.Tensor:
        """The t below which lies the share ``u`` of the curve."""
        if not self.rising:
            return self.low + (self.high - self.low) * u
        return torch.sqrt(self.low**2 + (self.high**2 - self.low**2) * u)

    def nodes(self, sigma: float) -> tuple[Floats, Floats]:
        """Points (m, 2) and weights (m,) of a quadrature that is fine enough for noise of ``sigma``."""
        edges = self._edges(sigma)
        at, weight = np.polynomial.legendre.leggauss(_NODES)
        half = np.diff(edges)[:, None] / 2
        t = ((edges[:-1, None] + edges[1:, None]) / 2 + half * at).ravel()
        w = (half * weight).ravel() * (t if self.rising else 1.0)
        points = np.concatenate([self._points(t, arm) for arm in range(self.arms)])
        return points, np.tile(w / w.sum() / self.arms, self.arms)

    def _edges(self, sigma: float) -> Floats:
        """Values of t that cut each arm into pieces of equal length (the arms being congruent)."""
        t = np.linspace(self.low, self.high, 1001)
        steps = np.linalg.norm(np.diff(self._points(t, 0), axis=0), axis=1)
        length = np.concatenate([[0.0], np.cumsum(steps)])
        # An even number puts an edge in the middle, where the curvature may jump (S curve).
        pieces = max(_FEWEST_PANELS, 2 * int(np.ceil(length[-1] / (2 * _PANEL_SIGMAS * sigma))))
        return np.interp(np.linspace(0, length[-1], pieces + 1), length, t)

    def _points(self, t: Floats, arm: int) -> Floats:
        points: Floats = self.path(torch.from_numpy(t), torch.full((len(t),), float(arm))).double().numpy()
        return points


def noisy_curve(curve: Curve, sigma: float) -> Problem:
    """The problem of a point on ``curve`` plus normal noise of ``sigma`` in every direction."""
    points, weights = curve.nodes(sigma)
    return exact_problem(
        mixture_frame(points, weights, sigma), points.min(axis=0) - 3 * sigma, points.max(axis=0) + 3 * sigma,
        _sampler(curve, sigma), mixture_log_density(points, weights, sigma))


def _sampler(curve: Curve, sigma: float) -> Sampler:
    def draw(n: int, generator: torch.Generator) -> torch.Tensor:
        arm = torch.rand(n, generator=generator).mul_(curve.arms).floor_()
        t = curve.quantile(torch.rand(n, generator=generator))
        return curve.path(t, arm).add_(torch.randn(n, 2, generator=generator), alpha=sigma)

    return draw
