"""The kernel inception distance (Bińkowski et al. 2018), on whatever features it is given."""

from __future__ import annotations

import torch


def kernel_distance(x: torch.Tensor, y: torch.Tensor, *, paired: bool = False) -> float:
    """The squared maximum mean discrepancy of features (n, d) and (m, d) with the kernel (x . y / d + 1)³, unbiased.

    Near zero, and as often below as above, where both are samples of one distribution. NaN below two samples each.
    Where they are ``paired``, row by row, no pair is compared with itself: its two are alike whatever the
    distributions (Gretton et al. 2012, equation 4).
    """
    n, m = len(x), len(y)
    if min(n, m) < 2:
        return float("nan")
    among_x, among_y, between = _kernel(x, x), _kernel(y, y), _kernel(x, y)
    within = ((among_x.sum() - among_x.trace()) / (n * (n - 1)) + (among_y.sum() - among_y.trace()) / (m * (m - 1)))
    across = (between.sum() - between.trace()) / (n * (n - 1)) if paired else between.mean()
    return float(within - 2 * across)


def _kernel(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return (x @ y.t() / x.shape[1] + 1) ** 3
