"""Distributions with known densities and divergences, as data and as generators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
import torch
from scipy.integrate import quad
from scipy.special import logsumexp

from ganviz.metrics.divergences import Divergences, Far, Generated, Rated, divergences
from ganviz.problems.latent import far_normal

SIZES = {1: (1_500, 5_000), 2: (600, 3_000)}
"""By dimension: samples compared, and samples of G that are asked for neighbours."""


@dataclass(frozen=True)
class Known:
    """How to sample (rng, n) -> (n, dim), the log-density (n, dim) -> (n,), and samples from far latents, if any."""

    dim: int
    sample: Callable
    log_density: Callable
    far: Callable | None = None


def normal(mean, deviation, dim=1):
    """A normal with a mean and a deviation for each axis: also a linear generator of a normal latent."""
    mean, deviation = np.broadcast_to(mean, (dim,)), np.broadcast_to(deviation, (dim,))

    def log_density(x):
        return (-(((x - mean) / deviation) ** 2) / 2 - np.log(deviation * sqrt(2 * np.pi))).sum(axis=1)

    def far(seed):
        z, log_weight = far_normal((1_000, dim), torch.Generator().manual_seed(seed))
        return Far(z.numpy() * deviation + mean, log_weight.numpy())

    return Known(dim, lambda rng, n: rng.normal(size=(n, dim)) * deviation + mean, log_density, far)


def mixture(centres, deviation, weights=None):
    """Round normals of one deviation."""
    c = np.asarray(centres, dtype=float)
    w = np.full(len(c), 1 / len(c)) if weights is None else np.asarray(weights, dtype=float)

    def sample(rng, n):
        return c[rng.choice(len(c), n, p=w)] + deviation * rng.normal(size=(n, c.shape[1]))

    def log_density(x):
        squares = ((x[:, None] - c) ** 2).sum(axis=2)
        peak = c.shape[1] * log(deviation * sqrt(2 * np.pi))
        return logsumexp(-squares / (2 * deviation**2), b=w, axis=1) - peak

    return Known(c.shape[1], sample, log_density)


def uniform(low, high, dim=1):
    """Flat on an interval or a square."""
    def log_density(x):
        return np.where(((x >= low) & (x <= high)).all(axis=1), -dim * log(high - low), -np.inf)

    return Known(dim, lambda rng, n: rng.uniform(low, high, (n, dim)), log_density)


def exponential(mean):
    """The exponential distribution."""
    return Known(1, lambda rng, n: rng.exponential(mean, (n, 1)),
                 lambda x: np.where(x[:, 0] >= 0, -x[:, 0] / mean - log(mean), -np.inf))


def ring8(deviation):
    """Eight round modes on the unit circle."""
    angles = np.arange(8) * np.pi / 4
    return mixture(np.stack([np.cos(angles), np.sin(angles)], axis=1), deviation)


def grid25(deviation):
    """Twenty-five round modes on a square grid."""
    ticks = np.arange(-4.0, 5.0, 2.0)
    return mixture([[x, y] for x in ticks for y in ticks], deviation)


def generated(data: Known, fakes: Known, seed: int) -> Generated:
    """Samples of ``fakes`` as those of a generator."""
    n, m = SIZES[data.dim]
    x = fakes.sample(np.random.default_rng(1_000 + seed), m)
    return Generated(x, data.log_density(x[:n]), fakes.far(seed) if fakes.far else None)


def rated(data: Known, seed: int) -> Rated:
    """Real samples."""
    x = data.sample(np.random.default_rng(seed), SIZES[data.dim][0])
    return Rated(x, data.log_density(x))


def read(data: Known, fakes: Known, seed: int, unit=None) -> Divergences:
    """One estimate, as it comes."""
    real = rated(data, seed)
    unit = real.x.std(axis=0) if unit is None else unit
    return divergences(real, generated(data, fakes, seed), unit)


@dataclass(frozen=True)
class Mean:
    """The mean of several estimates, and its standard error."""

    value: float
    error: float

    def is_near(self, truth, share):
        """Whether it lies within a share of the truth, and four standard errors."""
        return bool(abs(self.value - truth) <= share * truth + 4 * self.error)


def mean_read(data: Known, fakes: Known, seeds=16) -> tuple[Mean, Mean, Mean]:
    """Jensen-Shannon and both KL, forward first: means less what the same estimates are between real samples."""
    itself = Known(data.dim, data.sample, data.log_density)
    found, null = (np.array([read(data, made, first + seed)[:3] for seed in range(seeds)])
                   for made, first in ((fakes, 0), (itself, 50)))
    errors = np.sqrt((found.var(axis=0, ddof=1) + null.var(axis=0, ddof=1)) / seeds)
    means = found.mean(axis=0) - null.mean(axis=0)
    js, forward, reverse = (Mean(float(a), float(b)) for a, b in zip(means, errors, strict=True))
    return js, forward, reverse


# --- the truth ---------------------------------------------------------------------------------------------

def kl_normal(shift, ratio, dim=1):
    """KL(N(shift, ratio^2) || N(0, 1)) in ``dim`` dimensions, the shift along one of them."""
    return dim * ((ratio**2 - 1) / 2 - log(ratio)) + shift**2 / 2


def js_on_line(p: Known, q: Known, low, high, points=None):
    """Jensen-Shannon by quadrature."""
    def integrand(x):
        a, b = (float(each.log_density(np.array([[x]]))[0]) for each in (p, q))
        middle = np.logaddexp(a, b) - log(2)
        return sum(np.exp(each) * (each - middle) / 2 for each in (a, b) if each > -np.inf)

    return quad(integrand, low, high, limit=500, points=points)[0]


def js_round(ratio):
    """Jensen-Shannon of N(0, 1) and N(0, ratio^2) in the plane, by quadrature over the radius."""
    def integrand(r):
        a, b = (-(r**2) / (2 * s**2) - log(2 * np.pi * s**2) for s in (1.0, ratio))
        middle = np.logaddexp(a, b) - log(2)
        return np.pi * r * (np.exp(a) * (a - middle) + np.exp(b) * (b - middle))

    return quad(integrand, 0, 12 * max(ratio, 1), limit=500)[0]
