"""The estimate of log(1 + p/q), integrated over the distribution of the counts that it is made for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import digamma
from scipy.stats import gamma

from ganviz.metrics.softplus import softplus


@pytest.mark.parametrize("k", [2, 5, 16])
@pytest.mark.parametrize("ratio", [1e-6, 0.01, 0.3, 1.0, 4.0, 200.0, 1e6])
def test_its_mean_is_the_truth(k, ratio):
    """The count u is the ratio p/q times a gamma variable of shape k."""
    log_count = np.linspace(-30, 5, 200_001)
    mass = np.exp(log_count + gamma.logpdf(np.exp(log_count), k))
    mean = np.trapezoid(mass * softplus(log_count + np.log(ratio) - digamma(k), k), log_count)
    assert mean == pytest.approx(np.log1p(ratio), rel=2e-3, abs=1e-7)


@pytest.mark.parametrize("k", [5, 16])
def test_far_out_it_is_zero_or_the_ratio(k):
    at = np.array([-np.inf, -1e4, -30.0, 30.0, 1e4])
    np.testing.assert_allclose(softplus(at, k), np.maximum(at, 0), atol=1e-7)
    assert np.all(softplus(np.linspace(-30, 30, 999), k) >= 0)
