"""Mixtures of round normal distributions: density and samples, for modes as well as for noisy curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike

from ganviz.problems.problem import Density, Floats, Frame, Problem, Sampler, exact_problem

_POINTS, _BLOCK = 16_384, 16
# A component whose share of the density is below exp(-42), a hundredth of a float64 rounding, is left out.
_NEGLIGIBLE = 42.0


def mixture_log_density(centres: ArrayLike, weights: ArrayLike, sigmas: ArrayLike) -> Density:
    """The log-density of a mixture of isotropic normals, precise to rounding also where the density underflows.

    Args:
        centres: shape (K, dim); components that follow each other should lie near each other.
        weights: shape (K,), summing to one.
        sigmas: standard deviation of each component, shape (K,) or one for all.
    """
    c = np.asarray(centres, dtype=np.float64)
    s = np.broadcast_to(np.asarray(sigmas, dtype=np.float64), c.shape[:1])
    log_peaks = np.log(np.asarray(weights, dtype=np.float64)) - c.shape[1] * np.log(np.sqrt(2 * np.pi) * s)
    size = max(_BLOCK, int(np.sqrt(len(c))))
    blocks = [_Block.of(c[i:i + size], s[i:i + size], log_peaks[i:i + size]) for i in range(0, len(c), size)]

    def log_density(x: Floats) -> Floats:
        parts = [_sum(x[i:i + _POINTS], blocks) for i in range(0, len(x), _POINTS)]
        return np.concatenate(parts) if parts else np.zeros(0)

    return log_density


@dataclass(frozen=True, eq=False)
class _Block:
    """Neighbouring components, and a ball about all of their centres.

    Attributes:
        features: what (y, |y|^2, 1), y being x seen from the middle, is multiplied by to give each component's
            log-density: shape (dim + 2, components).
        middle: shape (dim,).
        radius: of the ball.
        narrowest: the smallest sigma.
        widest: the largest one.
    """

    features: Floats
    middle: Floats
    radius: float
    narrowest: float
    widest: float

    @classmethod
    def of(cls, centres: Floats, sigmas: Floats, log_peaks: Floats) -> _Block:
        middle = (centres.min(axis=0) + centres.max(axis=0)) / 2
        inward = centres - middle
        distance = np.linalg.norm(inward, axis=1)
        precision = 1 / sigmas**2
        features = np.vstack((inward.T * precision, -precision / 2, log_peaks - distance**2 * precision / 2))
        return cls(features, middle, float(distance.max()), float(sigmas.min()), float(sigmas.max()))

    def exponents(self, x: Floats) -> tuple[Floats, Floats]:
        """Bounds, lower and upper, of distance squared / (2 sigma squared) from ``x`` to each component."""
        far = np.sqrt(sum((x[:, axis] - self.middle[axis]) ** 2 for axis in range(x.shape[1])))
        lower = np.maximum(far - self.radius, 0) ** 2 / (2 * self.widest**2)
        return lower, (far + self.radius) ** 2 / (2 * self.narrowest**2)

    def log_density(self, x: Floats) -> Floats:
        y = x - self.middle
        terms = self.features.T @ np.vstack((y.T, (y**2).sum(axis=1), np.ones(len(y))))
        largest = terms.max(axis=0)
        np.exp(np.subtract(terms, largest, out=terms), out=terms)
        return np.asarray(largest + np.log(terms.sum(axis=0)))


def _sum(x: Floats, blocks: list[_Block]) -> Floats:
    bounds = [block.exponents(x) for block in blocks]
    limit = np.min([upper for _, upper in bounds], axis=0) + _NEGLIGIBLE
    total = np.full(len(x), -np.inf)
    for block, (lower, _) in zip(blocks, bounds, strict=True):
        near = np.flatnonzero(lower <= limit)
        total[near] = np.logaddexp(total[near], block.log_density(x[near]))
    return total


def mixture_frame(centres: ArrayLike, weights: ArrayLike, sigmas: ArrayLike) -> Frame:
    """The exact mean of a mixture of isotropic normals, and the RMS standard deviation over its axes."""
    c, w = np.asarray(centres, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    mean = w @ c
    variance = w @ ((c - mean) ** 2 + np.asarray(sigmas, dtype=np.float64).reshape(-1, 1) ** 2)
    return Frame.of(mean, np.sqrt(variance.mean()))


def gaussian_mixture(centres: ArrayLike, sigmas: ArrayLike, weights: ArrayLike | None = None) -> Problem:
    """The problem of a mixture of isotropic normals.

    Args:
        centres: shape (K, dim), user units.
        sigmas: standard deviation of each, shape (K,) or one for all.
        weights: shape (K,), summing to one; equal when left out.
    """
    c = np.asarray(centres, dtype=np.float64)
    s = np.broadcast_to(np.asarray(sigmas, dtype=np.float64), c.shape[:1])
    w = np.full(len(c), 1 / len(c)) if weights is None else np.asarray(weights, dtype=np.float64)
    alike = bool(np.all(s == s[0]))
    return exact_problem(
        mixture_frame(c, w, s), (c - 3 * s[:, None]).min(axis=0), (c + 3 * s[:, None]).max(axis=0),
        _sampler(c, w, s), mixture_log_density(c, w, s),
        modes=c if alike else None, mode_sigma=float(s[0]) if alike else None)


def _sampler(centres: Floats, weights: Floats, sigmas: Floats) -> Sampler:
    c = torch.tensor(centres, dtype=torch.float32)
    s = torch.tensor(np.array(sigmas), dtype=torch.float32)[:, None]
    edges = torch.tensor(np.cumsum(weights)[:-1], dtype=torch.float32)

    def draw(n: int, generator: torch.Generator) -> torch.Tensor:
        which = torch.bucketize(torch.rand(n, generator=generator), edges, right=True)
        noise = torch.randn(n, c.shape[1], generator=generator)
        return noise.mul_(s[which]).add_(c[which])

    return draw
