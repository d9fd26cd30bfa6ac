"""MMD²: against the double sum, unbiased, and growing with a shift."""

from __future__ import annotations

import numpy as np
import pytest

from ganviz.metrics.mmd import mmd2


def by_hand(a, b):
    def kernel(u, v):
        return np.exp(-np.sum((u - v) ** 2) / (2 * a.shape[1]))

    def within(s):
        pairs = [kernel(s[i], s[j]) for i in range(len(s)) for j in range(len(s)) if i != j]
        return np.mean(pairs)

    return within(a) + within(b) - 2 * np.mean([kernel(u, v) for u in a for v in b])


@pytest.mark.parametrize("dim", [1, 2, 5])
def test_it_equals_the_double_sum(dim):
    source = np.random.default_rng(1)
    a, b = source.normal(size=(12, dim)), source.normal(0.5, 2, size=(9, dim))
    assert mmd2(a, b) == pytest.approx(by_hand(a, b), abs=1e-12)


def test_between_samples_of_one_distribution_it_scatters_around_zero():
    source = np.random.default_rng(2)
    found = [mmd2(source.normal(size=(200, 2)), source.normal(size=(200, 2))) for _ in range(60)]
    assert abs(np.mean(found)) < 3 * np.std(found) / np.sqrt(60)
    assert min(found) < 0 < max(found)


def test_it_equals_the_closed_form_for_shifted_normals():
    # With kernel width s² = dim and unit normals, E k = (dim / (dim + 2))^(dim/2) exp(-shift² / 2 (dim + 2)).
    source, shift = np.random.default_rng(3), 1.5
    found = mmd2(source.normal(size=(4000, 2)), source.normal((shift, 0), size=(4000, 2)))
    expected = 2 * 0.5 * (1 - np.exp(-(shift**2) / 8))
    assert found == pytest.approx(expected, rel=0.05)


def test_single_precision_and_equal_points_are_no_trouble():
    points = np.full((50, 2), 1e3, dtype=np.float32)
    assert mmd2(points, points) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(("a", "b"), [((5, 2), (5, 3)), ((1, 2), (5, 2)), ((5,), (5,))])
def test_other_shapes_are_refused(a, b):
    with pytest.raises(ValueError, match="two samples"):
        mmd2(np.zeros(a), np.zeros(b))
