"""The measures of a game, each with its noise floor."""

from __future__ import annotations

from math import inf, isnan

import numpy as np
import pytest

from ganviz.metrics.divergences import divergences
from ganviz.metrics.report import measure, noise_floor
from ganviz.metrics.wasserstein import directions, sliced_wasserstein, wasserstein_1d

N = 2_000


def _samples(dim, shift, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, dim)), rng.normal(size=(N, dim)), shift + rng.normal(size=(N, dim))


@pytest.mark.parametrize(("dim", "distance"), [(1, "w1"), (2, "sw")])
def test_names_and_values(dim, distance):
    a, _, fake = _samples(dim, 1.0)
    found = measure(a, fake)
    assert list(found) == ["js", "kl_forward", "kl_reverse", distance]
    for name, expected in divergences(a, fake)._asdict().items():
        assert found[name] == pytest.approx(expected)
    exact = wasserstein_1d(a, fake) if dim == 1 else sliced_wasserstein(a, fake, directions(8, 2))
    assert found[distance] == pytest.approx(exact, rel=1e-5)


@pytest.mark.parametrize("dim", [1, 2])
def test_a_floor_is_the_root_mean_square_over_pairs(dim):
    pairs = [_samples(dim, 0.0, seed)[:2] for seed in range(3)]
    floor = noise_floor(pairs)
    single = [noise_floor([pair]) for pair in pairs]
    for name, value in floor.items():
        assert value == pytest.approx(np.sqrt(np.mean([each[name] ** 2 for each in single])))
        assert value > 0


@pytest.mark.parametrize("dim", [1, 2])
def test_a_perfect_generator_stays_near_the_floors(dim):
    """Each value is zero or above, and over 20 seeds no larger on average than twice the floor."""
    draws = [_samples(dim, 0.0, seed) for seed in range(20)]
    floor = noise_floor([draw[:2] for draw in draws])
    for name, noise in floor.items():
        values = np.array([measure(a, fake)[name] for a, _, fake in draws])
        assert np.all(values >= 0)
        assert values.mean() <= 2 * noise


def test_a_missing_half_is_infinite():
    a, _, fake = _samples(1, 0.0)
    found = measure(a, np.abs(fake))
    assert found["kl_forward"] == inf
    assert np.isfinite(found["kl_reverse"])


def test_units_with_a_large_offset_keep_their_digits():
    a, _, fake = _samples(1, 0.5)
    plain, far = measure(a, fake), measure(a + 1.7e9, fake + 1.7e9)
    for name in plain:
        assert far[name] == pytest.approx(plain[name], rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("broken", [np.nan, np.inf, 1e300])
@pytest.mark.parametrize("dim", [1, 2])
def test_a_generator_that_diverged_has_no_measures(broken, dim):
    a, _, fake = _samples(dim, 0.0)
    fake[7, 0] = broken
    assert all(isnan(value) for value in measure(a, fake).values())


@pytest.mark.parametrize("shape", [(N,), (N, 3), (N - 1, 1)])
def test_other_shapes_are_refused(shape):
    a, _, _ = _samples(1, 0.0)
    with pytest.raises(ValueError, match="needed"):
        measure(a, np.zeros(shape))


def test_a_floor_needs_a_pair():
    with pytest.raises(ValueError, match="at least one pair"):
        noise_floor([])
