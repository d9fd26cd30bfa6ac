"""log(1 + p/q) without bias, from how many points p expects in a ball where q has put k.

With k points of q in a ball, the k-th on its rim, and u the number that p would put there, the count u is
distributed as (p/q) times a gamma variable of shape k. Log u - psi(k) is then an unbiased estimate L of log(p/q);
softplus(L) is not one of log(1 + p/q), for it bends. From log(1 + r) = integral of (1 - exp(-r t)) exp(-t) / t over
t > 0, with r = q/p, and from the unbiased estimate (1 - t/u)^(k - 1) of exp(-r t) for t < u, follows the one used here:

    max(L, 0) + c(L),   c = E1(u) + sum over j < k - 1 of 1F1(1; j + 2; -u) / (j + 1) - max(-L, 0).

The bump c falls to zero on both sides and takes the place of softplus's own log(1 + exp(-|L|)).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import digamma, exp1, hyp1f1

from ganviz.metrics.samples import Floats

_REACH, _POINTS = 18.0, 3001


def softplus(log_ratio: Floats, k: int) -> Floats:
    """Estimate log(1 + p/q), in nats, where log p/q has been estimated from balls of k points of q.

    Args:
        log_ratio: log u - psi(k), any shape; may be infinite.
        k: how many points of q each ball holds.
    """
    at, bump = _bump(k)
    return np.maximum(log_ratio, 0) + np.interp(log_ratio, at, bump)


@lru_cache(maxsize=8)
def _bump(k: int) -> tuple[Floats, Floats]:
    at = np.linspace(-_REACH, _REACH, _POINTS)
    u = np.exp(at + digamma(k))
    series = sum((hyp1f1(1, j + 2, -u) / (j + 1) for j in range(k - 1)), start=np.zeros(_POINTS))
    bump = exp1(u) + series - np.maximum(-at, 0)
    bump.flags.writeable = False
    return at, bump
