"""What a toy game learns: a distribution that can be sampled, and its density."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Extent = tuple[tuple[float, float], ...]
Sampler = Callable[[int, torch.Generator], torch.Tensor]
Density = Callable[[Floats], Floats]

_MARGIN = 0.22
_AXES = ("x", "y", "z")
EDGE = 1e-6
"""Samples are single precision: a share of the size by which a sharp edge is passed is rounding, and still inside."""


def frozen(values: ArrayLike) -> Floats:
    """A float64 copy that refuses to be written."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


@dataclass(frozen=True, eq=False)
class Frame:
    """How the game's standardised units relate to the user's: user = game * scale + offset.

    Attributes:
        offset: the user's value of the game's zero, shape (dim,).
        scale: the user's length of the game's one, shape (dim,), above zero.
    """

    offset: Floats
    scale: Floats

    @classmethod
    def of(cls, offset: ArrayLike, scale: ArrayLike) -> Frame:
        """A frame of any array-likes; one scale serves for all axes."""
        centre = frozen(offset)
        return cls(centre, frozen(np.broadcast_to(np.asarray(scale, dtype=np.float64), centre.shape)))

    def to_user(self, x: ArrayLike) -> Floats:
        """The user's values of the game's ``x``, shape (..., dim)."""
        values: Floats = np.asarray(x, dtype=np.float64) * self.scale + self.offset
        return values

    def to_game(self, x: ArrayLike) -> Floats:
        """The game's values of the user's ``x``, shape (..., dim)."""
        values: Floats = (np.asarray(x, dtype=np.float64) - self.offset) / self.scale
        return values


@dataclass(frozen=True, eq=False)
class Problem:
    """A distribution to be learned.

    Attributes:
        dim: how many numbers a sample has.
        axes: the name of each axis.
        frame: from the game's units to the user's.
        extent: (low, high) of a good view for each axis, user units.
        modes: the centres of the modes, shape (K, dim), user units; None where it has no modes of one width.
        mode_sigma: the standard deviation of each mode, user units; None without modes.
        exact_density: whether the density is that of the distribution; else it is an estimate from samples.
        sampler: draws (n, dim) float32 samples in the game's units.
        user_density: the density per user unit at (m, dim) float64 points in the user's units, shape (m,).
        user_log_density: its logarithm, also where the density underflows; -inf where it is zero.
        kernel: where the density is an estimate from points, the standard deviation of its kernel along each axis,
            shape (dim,), user units; else None.
    """

    dim: int
    axes: tuple[str, ...]
    frame: Frame
    extent: Extent
    modes: Floats | None
    mode_sigma: float | None
    exact_density: bool
    sampler: Sampler
    user_density: Density
    user_log_density: Density
    kernel: Floats | None = None

    def sample(self, n: int, generator: torch.Generator) -> torch.Tensor:
        """Draw ``n`` samples, shape (n, dim), float32 on the CPU, in the game's units.

        All randomness comes from ``generator``, a CPU generator.
        """
        return self.sampler(n, generator)

    def sample_density(self, n: int, generator: torch.Generator) -> torch.Tensor:
        """Draw from the density: as ``sample``, blurred by the kernel where the density is an estimate from points."""
        x = self.sampler(n, generator)
        if self.kernel is None:
            return x
        sigma = torch.tensor(self.kernel / self.frame.scale, dtype=torch.float32)
        return x + sigma * torch.randn(n, self.dim, generator=generator)

    def nearest_mode(self, x: torch.Tensor) -> torch.Tensor:
        """The index of the mode that each of ``x`` (n, dim), in the game's units, lies nearest to: (n,), on its device.

        Raises:
            ValueError: for a problem without modes.
        """
        if self.modes is None:
            raise ValueError("this problem has no modes")
        centres = torch.as_tensor(self.frame.to_game(self.modes), dtype=x.dtype, device=x.device)
        return torch.cdist(x, centres).argmin(dim=1)

    def density(self, x: ArrayLike) -> Floats:
        """The density per user unit at ``x``, shape (..., dim) in the user's units; returns shape (...)."""
        return self._at(x, self.user_density)

    def log_density(self, x: ArrayLike) -> Floats:
        """The logarithm of ``density``, also where that underflows; -inf where it is zero. Returns shape (...)."""
        return self._at(x, self.user_log_density)

    def _at(self, x: ArrayLike, function: Density) -> Floats:
        points = np.asarray(x, dtype=np.float64)
        if points.shape[-1:] != (self.dim,):
            raise ValueError(f"points of shape {points.shape} where the last axis must be {self.dim}")
        return function(points.reshape(-1, self.dim)).reshape(points.shape[:-1])


def exact_problem(frame: Frame, low: ArrayLike, high: ArrayLike, draw: Sampler, log_density: Density, *,
                  modes: ArrayLike | None = None, mode_sigma: float | None = None) -> Problem:
    """A built-in problem.

    Args:
        frame: its exact mean, and one scale for all axes.
        low: the lower corner of the box that holds (nearly) all samples, shape (dim,), user units.
        high: its upper corner.
        draw: draws (n, dim) float32 samples in the user's units; they are standardised here, in place.
        log_density: the logarithm of the exact density, as in ``Problem.user_log_density``.
        modes: centres of equally wide modes, if any.
        mode_sigma: their width.
    """
    offset = torch.tensor(frame.offset, dtype=torch.float32)
    scale = torch.tensor(frame.scale, dtype=torch.float32)

    def sampler(n: int, generator: torch.Generator) -> torch.Tensor:
        return draw(n, generator).sub_(offset).div_(scale)

    def density(x: Floats) -> Floats:
        values: Floats = np.exp(log_density(x))
        return values

    dim = len(frame.offset)
    return Problem(dim, _AXES[:dim], frame, square_extent(low, high),
                   None if modes is None else frozen(modes), mode_sigma, True, sampler, density, log_density)


def scaled(problem: Problem, factor: float) -> Problem:
    """The same problem with the game's units made smaller, so that samples in them are ``factor`` times as large."""
    def sampler(n: int, generator: torch.Generator) -> torch.Tensor:
        return problem.sampler(n, generator) * factor

    frame = Frame(problem.frame.offset, frozen(problem.frame.scale / factor))
    return replace(problem, frame=frame, sampler=sampler)


def square_extent(low: ArrayLike, high: ArrayLike) -> Extent:
    """A view of equal sides about the box from ``low`` to ``high``, with a margin of 22 %."""
    lower, upper = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    centre, half = (lower + upper) / 2, (upper - lower).max() / 2 * (1 + _MARGIN)
    return tuple((float(middle - half), float(middle + half)) for middle in centre)


def padded_extent(low: ArrayLike, high: ArrayLike) -> Extent:
    """A view of the box from ``low`` to ``high`` with a margin of 22 % of each axis' own half width."""
    lower, upper = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    pad = (upper - lower) / 2 * _MARGIN
    return tuple((float(a), float(b)) for a, b in zip(lower - pad, upper + pad, strict=True))
