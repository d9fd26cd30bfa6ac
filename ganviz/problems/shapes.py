"""The shapes in the plane. ``spread`` multiplies the noise; where there is none, the whole size.

Curves follow the published parametrisations with round normal noise, so that every density is known.
"""

from __future__ import annotations

from math import pi

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.problems.curves import Curve, noisy_curve
from ganviz.problems.pinwheel import pinwheel
from ganviz.problems.problem import EDGE, Floats, Frame, Problem, exact_problem

__all__ = ["checkerboard", "line", "moons", "pinwheel", "ring", "s_curve", "spiral", "swiss_roll"]


def _xy(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return torch.stack([x, y], dim=-1)


def line(spread: float = 1.0) -> Problem:
    """A segment from (-1, -0.5) to (1, 0.5) with noise of sigma 0.05."""
    return noisy_curve(Curve(lambda t, _: _xy(t, t / 2), -1.0, 1.0), 0.05 * spread)


def ring(spread: float = 1.0) -> Problem:
    """The unit circle with noise of sigma 0.05; the radius then follows a Rice distribution."""
    return noisy_curve(Curve(lambda t, _: _xy(torch.cos(t), torch.sin(t)), 0.0, 2 * pi), 0.05 * spread)


def moons(spread: float = 1.0) -> Problem:
    """Two half circles of radius 1, the second turned over and centred at (1, 0.5), noise of sigma 0.08."""

    def path(t: torch.Tensor, arm: torch.Tensor) -> torch.Tensor:
        side = 1 - 2 * arm
        return _xy(arm + side * torch.cos(t), arm / 2 + side * torch.sin(t))

    return noisy_curve(Curve(path, 0.0, pi, arms=2), 0.08 * spread)


def spiral(spread: float = 1.0) -> Problem:
    """Two arms of one and a half turns, (t cos t, t sin t) / 3 and its mirror image, noise of sigma 0.1.

    The density of t rises with t, which spreads the samples nearly evenly along the arms.
    """

    def path(t: torch.Tensor, arm: torch.Tensor) -> torch.Tensor:
        radius = (1 - 2 * arm) * t / 3
        return _xy(radius * torch.cos(t), radius * torch.sin(t))

    return noisy_curve(Curve(path, 0.0, 3 * pi, arms=2, rising=True), 0.1 * spread)


def swiss_roll(spread: float = 1.0) -> Problem:
    """(t cos t, t sin t) for t uniform between 1.5 pi and 4.5 pi (Marsland 2009), noise of sigma 0.5."""
    curve = Curve(lambda t, _: _xy(t * torch.cos(t), t * torch.sin(t)), 1.5 * pi, 4.5 * pi)
    return noisy_curve(curve, 0.5 * spread)


def s_curve(spread: float = 1.0) -> Problem:
    """Two three-quarter circles, (sin t, sign(t) (cos t - 1)) for |t| < 1.5 pi, noise of sigma 0.1."""
    curve = Curve(lambda t, _: _xy(torch.sin(t), torch.sign(t) * (torch.cos(t) - 1)), -1.5 * pi, 1.5 * pi)
    return noisy_curve(curve, 0.1 * spread)


def checkerboard(spread: float = 1.0) -> Problem:
    """Flat on the eight dark fields of a 4 x 4 board, each of side 2; ``spread`` scales the board."""
    side = 2 * spread

    def draw(n: int, generator: torch.Generator) -> torch.Tensor:
        column = torch.randint(4, (n,), generator=generator)
        row = torch.randint(2, (n,), generator=generator).mul_(2).add_(column % 2)
        corner = torch.stack([column, row], dim=1) - 2
        return torch.rand(n, 2, generator=generator).add_(corner).mul_(side)

    def dark(x: Floats) -> NDArray[np.bool_]:
        field = np.floor(x / side)
        return np.asarray(((field >= -2) & (field < 2)).all(axis=1) & (field.sum(axis=1) % 2 == 0))

    def log_density(x: Floats) -> Floats:
        hair = EDGE * side * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
        return np.where(np.any([dark(x + corner) for corner in hair], axis=0), -np.log(8 * side**2), -np.inf)

    edge = 2 * side
    return exact_problem(Frame.of([0.0, 0.0], edge / np.sqrt(3)), [-edge, -edge], [edge, edge], draw, log_density)
