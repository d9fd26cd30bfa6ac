"""Divergences between two distributions of which only samples are known, in nats.

The plug-in estimate over cells of equal count (Wang, Kulkarni and Verdú 2005, "Divergence estimation of
continuous distributions based on data-dependent partitions"), with the logarithms of counts replaced by
digamma functions: for a binomial count k of m trials with probability p, E[k psi(k)] = m p (psi(m) + log p)
and E[psi(k + 1)] = psi(m + 1) + log p, up to terms of order (1 - p)^m. So the estimates are unbiased for the
divergences *between the cells*. What happens inside a cell is lost, which makes them low where the log ratio
of the densities changes much within one, as in a long tail over a thin one. They are not clipped at zero:
two samples of one distribution scatter around it, on both sides.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganviz.metrics.partition import Counts, Sample, share_cells


class Divergences(NamedTuple):
    """Divergences of G from the data, in nats.

    Attributes:
        js: Jensen-Shannon, at most log 2, reached by samples that share no cell.
        kl_forward: KL(data || G); infinite where G never goes to a block of cells that has data.
        kl_reverse: KL(G || data); infinite where there are no data in a block of cells that G goes to.
    """

    js: float
    kl_forward: float
    kl_reverse: float


def divergences(data: Sample, generated: Sample) -> Divergences:
    """Estimate the divergences from two samples of the same shape, (n,), (n, 1) or (n, 2) with n >= 2.

    A KL is infinite if one block of neighbouring cells (1/32 of the pooled sample in 1-D and 1/36 in 2-D for
    n = 5,000) is empty of the other sample. A smaller gap can't be told from a thin tail and stays finite.

    Raises:
        ValueError: for other shapes.
    """
    d, g = share_cells(data, generated)
    return Divergences(_js(d, g), _kl(d, g), _kl(g, d))


def _kl(p: Counts, q: Counts) -> float:
    if np.any(q.sum(axis=1) == 0):
        return inf
    n = int(p.sum())
    psi = _digamma(n + 1)
    # psi(n + 1) - psi(n) = 1 / n is what is left of the two sample sizes.
    return float((p * (psi[p] - psi[q + 1])).sum() + 1) / n


def _js(p: Counts, q: Counts) -> float:
    pooled = p + q
    n = int(p.sum())
    psi = _digamma(2 * n)
    # psi(2 n) - psi(n), log 2 as counts see it, lies 1 / 4n above: exact where noise counts, cut at the top.
    most = float(psi[2 * n] - psi[n])
    return min(most + float((p * psi[p] + q * psi[q] - pooled * psi[pooled]).sum()) / (2 * n), log(2))


@lru_cache(maxsize=8)
def _digamma(last: int) -> NDArray[np.float64]:
    """psi(0), ..., psi(last) from the harmonic numbers; psi(0), only met in 0 * psi(0), is zero here."""
    harmonic = np.concatenate(([0.0], np.cumsum(1 / np.arange(1, last))))
    table = np.concatenate(([0.0], harmonic - np.euler_gamma))
    table.flags.writeable = False
    return table
