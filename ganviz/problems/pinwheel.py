"""The pinwheel: five blades, bent by a rotation that grows with the radius."""

from __future__ import annotations

from math import pi

import numpy as np
import torch

from ganviz.problems.problem import Floats, Frame, Problem, exact_problem

_BLADES = 5
_RADIAL, _TANGENTIAL, _RATE = 0.3, 0.1, 0.25
# A wide blade reaches far out, where exp(radius) would wind it up beyond what any picture can show.
_LAST_TWIST = 2.5


def pinwheel(spread: float = 1.0) -> Problem:
    """Five blades after Johnson et al. (2016): normals of sigma 0.3 along and 0.1 across, bent and turned.

    A point at radius r is turned by exp(r) / 4, with r held at 2.5. (The published code takes exp of the
    unturned x in place of r.) A turn by the radius alone keeps areas, which gives the exact density.
    """
    radial, tangential = _RADIAL * spread, _TANGENTIAL * spread

    def draw(n: int, generator: torch.Generator) -> torch.Tensor:
        blade = torch.randint(_BLADES, (n,), generator=generator)
        x, y = torch.randn(2, n, generator=generator)
        x, y = x * radial + 1, y * tangential
        angle = blade * (2 * pi / _BLADES) + _RATE * torch.exp(torch.hypot(x, y).clamp_(max=_LAST_TWIST))
        cos, sin = torch.cos(angle), torch.sin(angle)
        return torch.stack([x * cos - y * sin, x * sin + y * cos], dim=1)

    def log_density(p: Floats) -> Floats:
        radius = np.hypot(p[:, 0], p[:, 1])
        straight = np.arctan2(p[:, 1], p[:, 0]) - _RATE * np.exp(np.minimum(radius, _LAST_TWIST))
        angle = straight - np.arange(_BLADES)[:, None] * (2 * pi / _BLADES)
        x, y = (radius * np.cos(angle) - 1) / radial, radius * np.sin(angle) / tangential
        blades = np.logaddexp.reduce(-(x**2 + y**2) / 2, axis=0)
        return np.asarray(blades - np.log(_BLADES * 2 * pi * radial * tangential))

    reach = float(np.hypot(1 + 3 * radial, tangential))
    scale = np.sqrt((1 + radial**2 + tangential**2) / 2)
    return exact_problem(Frame.of([0.0, 0.0], scale), [-reach, -reach], [reach, reach], draw, log_density)
