"""The measures of a game, each with its noise floor."""

from __future__ import annotations

from math import inf, isnan

import numpy as np
import pytest

from ganviz.metrics.divergences import divergences
from ganviz.metrics.report import measure
from ganviz.metrics.wasserstein import directions, sliced_wasserstein, wasserstein_1d

N = 2_000


def _samples(dim, shift, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, dim)), rng.normal(size=(N, dim)), shift + rng.normal(size=(N, dim))


@pytest.mark.parametrize(("dim", "distance"), [(1, "w1"), (2, "sw")])
def test_names_values_and_floors(dim, distance):
    a, b, fake = _samples(dim, 1.0)
    found = measure(a, b, fake)
    assert list(found) == ["js", "kl_forward", "kl_reverse", distance]
    value, floor = divergences(a, fake), divergences(a, b)
    for name, expected, noise in zip(value._fields, value, floor, strict=True):
        assert found[name] == pytest.approx((expected, abs(noise)))
    if dim == 1:
        exact = wasserstein_1d(a, fake), wasserstein_1d(a, b)
    else:
        exact = tuple(sliced_wasserstein(a, x, directions(8, 2)) for x in (fake, b))
    assert found[distance] == pytest.approx(exact, rel=1e-5)


@pytest.mark.parametrize("dim", [1, 2])
def test_a_perfect_generator_stays_near_the_floors(dim):
    """Each value is zero or above, and over 20 seeds no larger on average than three average floors."""
    found = [measure(*_samples(dim, 0.0, seed)) for seed in range(20)]
    for name in found[0]:
        values, floors = np.array([report[name] for report in found]).T
        assert np.all(values >= 0)
        assert np.all(floors >= 0)
        assert values.mean() <= 3 * floors.mean()


def test_a_missing_half_is_infinite():
    a, b, fake = _samples(1, 0.0)
    found = measure(a, b, np.abs(fake))
    assert found["kl_forward"][0] == inf
    assert np.isfinite([found["kl_forward"][1], found["kl_reverse"][0]]).all()


def test_units_with_a_large_offset_keep_their_digits():
    a, b, fake = _samples(1, 0.5)
    plain, far = measure(a, b, fake), measure(a + 1.7e9, b + 1.7e9, fake + 1.7e9)
    for name in plain:
        assert far[name] == pytest.approx(plain[name], rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("broken", [np.nan, np.inf, 1e300])
@pytest.mark.parametrize("dim", [1, 2])
def test_a_generator_that_diverged_has_no_measures(broken, dim):
    a, b, fake = _samples(dim, 0.0)
    fake[7, 0] = broken
    found = measure(a, b, fake)
    assert all(isnan(value) and np.isfinite(floor) for value, floor in found.values())


@pytest.mark.parametrize("shape", [(N,), (N, 3), (N - 1, 1)])
def test_other_shapes_are_refused(shape):
    a, b, _ = _samples(1, 0.0)
    with pytest.raises(ValueError, match="needed"):
        measure(a, b, np.zeros(shape))
