"""Neighbours against all distances, sorted."""

from __future__ import annotations

import numpy as np
import pytest

from ganviz.metrics.neighbours import neighbours


def _all(sample, x):
    return np.sort(np.linalg.norm(x[:, None] - sample, axis=2), axis=1)


@pytest.mark.parametrize("dim", [1, 2])
@pytest.mark.parametrize("decimals", [9, 1, 0])
@pytest.mark.parametrize("k", [2, 3, 16, 59, 60])
def test_neighbours_are_the_nearest_of_all(dim, decimals, k):
    """Values that repeat included, and points outside of the sample."""
    rng = np.random.default_rng(k)
    sample, x = rng.normal(size=(60, dim)).round(decimals), 2 * rng.normal(size=(40, dim))
    found, every = neighbours(sample), _all(sample, x)
    reach = found.reach(x, k)
    np.testing.assert_allclose(reach.first, every[:, 0], atol=1e-12)
    np.testing.assert_allclose(reach.last, every[:, k - 1], atol=1e-12)
    distances, members = found.nearest(x, k)
    np.testing.assert_allclose(distances, every[:, :k], atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(sample[members] - x[:, None], axis=2), distances, atol=1e-12)


@pytest.mark.parametrize("dim", [1, 2])
@pytest.mark.parametrize("decimals", [9, 0])
@pytest.mark.parametrize("k", [2, 16, 59])
def test_no_point_is_its_own_neighbour(dim, decimals, k):
    sample = np.random.default_rng(k).normal(size=(60, dim)).round(decimals)
    reach, every = neighbours(sample).reach_others(sample[:30], k), _all(sample, sample[:30])
    np.testing.assert_allclose(reach.first, every[:, 1], atol=1e-12)
    np.testing.assert_allclose(reach.last, every[:, k], atol=1e-12)
