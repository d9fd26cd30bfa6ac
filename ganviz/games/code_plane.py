"""Codes as places in a plane, so that they can be seen and clicked on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch

Extent = tuple[tuple[float, float], tuple[float, float]]


class CodePlane(Protocol):
    """A plane for codes of some size; ``show`` is linear, so that it takes moves as well as places."""

    @property
    def axes(self) -> tuple[str, str]:
        """A name for each axis."""
        ...

    @property
    def extent(self) -> Extent:
        """(low, high) of a good view for each axis."""
        ...

    def show(self, codes: torch.Tensor) -> torch.Tensor:
        """The places (n, 2) of codes (n, size)."""
        ...

    def codes(self, places: torch.Tensor) -> torch.Tensor:
        """A code (n, size) at, or nearest to, each of ``places`` (n, 2)."""
        ...


@dataclass(frozen=True)
class LatentPlane:
    """The first two axes of the latent space; all others are at zero."""

    size: int
    reach: float
    axes: tuple[str, str] = ("z₁", "z₂")

    @property
    def extent(self) -> Extent:
        """As far as ``reach`` on both sides."""
        return (-self.reach, self.reach), (-self.reach, self.reach)

    def show(self, codes: torch.Tensor) -> torch.Tensor:
        """See `CodePlane`; a single axis lies on a line."""
        places = codes.new_zeros(len(codes), 2)
        places[:, : min(2, self.size)] = codes[:, :2]
        return places

    def codes(self, places: torch.Tensor) -> torch.Tensor:
        """See `CodePlane`."""
        codes = places.new_zeros(len(places), self.size)
        codes[:, : min(2, self.size)] = places[:, : min(2, self.size)]
        return codes


@dataclass(frozen=True)
class LabelPlane:
    """Labels on the unit circle; a code of probabilities lies at their mean."""

    size: int
    axes: tuple[str, str] = ("", "")
    extent: Extent = ((-1.3, 1.3), (-1.3, 1.3))

    def _corners(self, like: torch.Tensor) -> torch.Tensor:
        angles = torch.arange(self.size, dtype=like.dtype, device=like.device) * (2 * torch.pi / self.size)
        return torch.stack((torch.cos(angles), torch.sin(angles)), 1)

    def show(self, codes: torch.Tensor) -> torch.Tensor:
        """See `CodePlane`."""
        return codes @ self._corners(codes)

    def codes(self, places: torch.Tensor) -> torch.Tensor:
        """See `CodePlane`: the label of the nearest corner, for sure."""
        nearest = torch.cdist(places, self._corners(places)).argmin(1)
        return torch.nn.functional.one_hot(nearest, self.size).to(places.dtype)
