"""Divergences between a data distribution whose density is known and a generator that can only be sampled, in nats.

About each real and each generated sample lies the ball that just holds k other generated samples. How many points the
data would put there follows from p_data; that count against k is p_data / p_G (Kozachenko and Leonenko 1987; Wang,
Kulkarni and Verdú 2009, with the density in place of a second sample). Its logarithm, averaged over real samples, is
KL(data || G), over generated ones minus KL(G || data), and bent by `softplus` over both it is Jensen-Shannon. Where the
data are thin their density is exact, so that no tail of the generator is overlooked.

Where G is thin its own samples say little. There the nearest one alone is asked instead of k: given the large ball, its
distance is as fair as theirs, and sees finer. In the tails a second sample, from latent points far out, takes over
wherever it is the denser one; each of its points counts by how much rarer it would be among ordinary ones (importance
sampling).

What is left is the change of p_data / p_G within a ball, which `report` takes off as far as real samples show it too.
"""

from __future__ import annotations

from math import inf, log, pi
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma

from ganviz.metrics.neighbours import Reach, neighbours
from ganviz.metrics.samples import Floats, Sample
from ganviz.metrics.softplus import softplus

NEAREST = {1: 12, 2: 5}
"""k by dimension: the fewer, the finer the detail and the larger the noise."""
_FAR_NEAREST, _FAR_RIM = 4, 2
_THIN = 1.0
_GAP, _MISSED = 20.0, 0.01
# Samples are single precision: what is nearer than this to a real one, in units, has only been rounded onto it.
_ROUNDING = 1e-7


class Rated(NamedTuple):
    """Samples and what p_data says of them: x, shape (n, dim), and log p_data at each, shape (n,)."""

    x: Sample
    log_p: Floats


class Far(NamedTuple):
    """Samples of G from latent points far out.

    Attributes:
        x: shape (f, dim).
        log_weight: how much likelier each latent point was in the latent distribution than in the draw, shape (f,).
    """

    x: Sample
    log_weight: Floats


class Generated(NamedTuple):
    """What G made.

    Attributes:
        x: samples, shape (m, dim).
        log_p: log p_data at the first n of them, shape (n,).
        far: more of them, from the tails; None where the latent distribution has none.
    """

    x: Sample
    log_p: Floats
    far: Far | None = None


class Divergences(NamedTuple):
    """Divergences of G from the data in nats, as estimated.

    Attributes:
        js: Jensen-Shannon, at most log 2.
        kl_forward: KL(data || G); infinite where at least 1 % of the data lie where G does not go: the nearest k
            generated samples are then all about equally far, within a twentieth of their distance.
        kl_reverse: KL(G || data); infinite where one generated sample lies where p_data is zero, or where more than k
            of them coincide.
        dimension: along how many axes G's samples spread out locally: for a density, that of the space; 1 on a curve.
    """

    js: float
    kl_forward: float
    kl_reverse: float
    dimension: float


def divergences(real: Rated, generated: Generated, unit: Floats) -> Divergences:
    """Estimate the divergences between the data and G.

    Args:
        real: n real samples.
        generated: more than 16 generated samples in 1-D, more than 5 in 2-D.
        unit: lengths that count alike, one for each axis, shape (dim,): the data's standard deviations.
    """
    m, dim = generated.x.shape
    k, n = NEAREST[dim], len(generated.log_p)
    cloud = neighbours(generated.x / unit)
    to_real = _rounded(cloud.reach(real.x / unit, k))
    to_fake = cloud.reach_others(generated.x[:n] / unit, k)
    at_real = _log_ratio(real.log_p, to_real.last, m, k, unit)
    at_fake = _log_ratio(generated.log_p, to_fake.last, m - 1, k, unit)
    js = log(2) - (softplus(at_real, k) - at_real).mean() / 2 - softplus(at_fake, k).mean() / 2
    at_real = np.where(at_real > _THIN, _log_ratio(real.log_p, to_real.first, m, 1, unit), at_real)
    missed = _beyond(to_real)
    if generated.far is not None:
        at_real, beyond = _with_tails(at_real, real, generated.far, k / m, unit)
        missed &= beyond
    forward = inf if missed.mean() >= _MISSED else float(at_real.mean())
    return Divergences(float(js), forward, float(-at_fake.mean()), _dimension(to_fake, k))


def _log_ratio(log_p: Floats, radius: Floats, m: int, k: int, unit: Floats) -> Floats:
    """log p_data / p_G where the k-th of m generated samples lies ``radius`` units off; -inf where they coincide."""
    volume = (log(2) if len(unit) == 1 else log(pi)) + float(np.log(unit).sum())
    with np.errstate(divide="ignore"):
        return np.asarray(log_p + len(unit) * np.log(radius) + (log(m) + volume - digamma(k)))


def _with_tails(at_real: Floats, real: Rated, far: Far, share: float, unit: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """The log ratio where the far samples are the denser ones, and the real samples that they don't reach either."""
    distances, members = neighbours(far.x / unit).nearest(real.x / unit, _FAR_NEAREST)
    distances = np.maximum(distances, _ROUNDING)
    # In a tail the density bends so much that only a small ball is fair: one point on its rim, and one inside, which
    # lends it its weight.
    log_weight = far.log_weight[members[:, 0]]
    in_tail = _log_ratio(real.log_p, distances[:, _FAR_RIM - 1], len(far.x), _FAR_RIM, unit) - log_weight
    denser = log_weight < log(share * len(far.x) / _FAR_NEAREST / 2)
    return np.where(denser, in_tail, at_real), _beyond(Reach(distances[:, 0], distances[:, -1]))


def _rounded(reach: Reach) -> Reach:
    return Reach(*(np.maximum(distance, _ROUNDING) for distance in reach))


def _beyond(reach: Reach) -> NDArray[np.bool_]:
    """Whether the sample, seen from each point, is a far-off thing instead of the point's surroundings."""
    return reach.first > _GAP * (reach.last - reach.first)


def _dimension(reach: Reach, k: int) -> float:
    """From how much farther off the k-th neighbour is than the first (after Levina and Bickel 2004)."""
    apart = reach.first > 0
    growth = float(np.log(reach.last[apart] / reach.first[apart]).mean()) if apart.any() else 0.0
    return float(digamma(k) - digamma(1)) / growth if growth > 0 else inf
