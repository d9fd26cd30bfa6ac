"""The measures of a game, and what they are compared with."""

from __future__ import annotations

from dataclasses import replace
from math import inf, isnan, log

import numpy as np
import pytest
from known_distributions import Known, generated, kl_normal, normal, rated, ring8, uniform

from ganviz.metrics.about import about
from ganviz.metrics.report import Draw, Units, baseline, distance, is_finite, measure, missing
from ganviz.metrics.wasserstein import directions, sliced_wasserstein, wasserstein_1d


def _draw(data, fakes, seed):
    real, made = rated(data, seed), generated(data, fakes, seed)
    return Draw(real.x, made.x[:len(real.x)], real, made)


def _itself(data):
    return Known(data.dim, data.sample, data.log_density)


def _base(data, units, first=50):
    return baseline((_draw(data, _itself(data), first + seed) for seed in range(16)), units)


def _units(data, distance_unit=None):
    ones = np.ones(data.dim)
    return Units(rated(data, 0).x.std(axis=0), ones if distance_unit is None else distance_unit)


@pytest.mark.parametrize(("dim", "name"), [(1, "w1"), (2, "sw")])
def test_names_and_values(dim, name):
    data = normal(0.0, 1.0, dim)
    units, draw = _units(data), _draw(data, normal([1.0, 0.0][:dim], 1.0, dim), 0)
    found = measure(draw, units, _base(data, units))
    assert list(found) == ["js", "kl_forward", "kl_reverse", name]
    assert found["kl_forward"] == pytest.approx(kl_normal(1, 1), rel=0.15 * dim)
    assert found["kl_reverse"] == pytest.approx(kl_normal(1, 1), rel=0.15 * dim)
    exact = wasserstein_1d(draw.rows, draw.fake) if dim == 1 else sliced_wasserstein(
        draw.rows, draw.fake, directions(8, 2))
    assert found[name] == pytest.approx(exact, rel=1e-9)
    words = about(dim, "units", True)
    assert set(found) <= set(words)


def test_forward_is_the_data_against_g():
    """G is too wide: that costs more in KL(G || data)."""
    data = normal(0.0, 1.0)
    units = _units(data)
    found = measure(_draw(data, normal(0.0, 2.0), 0), units, _base(data, units))
    assert found["kl_forward"] == pytest.approx(kl_normal(0, 0.5), rel=0.1)
    assert found["kl_reverse"] == pytest.approx(kl_normal(0, 2.0), rel=0.1)


@pytest.mark.parametrize("data", [normal(0.0, 1.0), uniform(0.0, 1.0, 2), ring8(0.01)])
def test_a_perfect_generator_stays_within_the_floors(data):
    """Over 20 seeds: within the floors on average, never four of them away, and not at zero each time."""
    units = _units(data)
    base = _base(data, units)
    found = [measure(_draw(data, _itself(data), seed), units, base) for seed in range(20)]
    for name in ("js", "kl_forward", "kl_reverse"):
        values = np.array([each[name] for each in found])
        assert np.all(values >= 0)
        assert values.mean() <= 1.2 * base.floor[name]
        assert values.max() <= 4 * base.floor[name]
        assert np.count_nonzero(values) >= 3


def test_the_floor_of_a_distance_is_its_root_mean_square():
    data = normal(0.0, 1.0)
    units, draws = _units(data), [_draw(data, _itself(data), seed) for seed in range(4)]
    values = [distance(draw.rows, draw.fake, units.distance)[1] for draw in draws]
    assert baseline(draws, units).floor["w1"] == pytest.approx(np.sqrt(np.mean(np.square(values))))
    with pytest.raises(ValueError, match="at least two"):
        baseline(draws[:1], units)


def test_jensen_shannon_ends_at_log_two():
    data = ring8(0.01)
    units = _units(data)
    away = replace(normal([50.0, 0.0], 1.0, 2), far=None)
    found = measure(_draw(data, away, 0), units, _base(data, units))
    assert log(2) - 0.005 < found["js"] <= log(2)
    assert found["kl_forward"] == inf


@pytest.mark.parametrize("turned", [False, True])
def test_samples_on_a_line_have_no_density(turned):
    """Both KL are infinite; a thin cloud that is as thin as the data is not taken for a line."""
    def line(rng, n):
        t = rng.normal(size=n)
        return np.stack([t, t] if turned else [t, 0 * t], axis=1)

    data = normal(0.0, 1.0, 2)
    units = _units(data)
    found = measure(_draw(data, Known(2, line, None), 0), units, _base(data, units))
    assert found["kl_forward"] == found["kl_reverse"] == inf
    thin = normal(0.0, [1.0, 1e-3], 2)
    units = Units(np.ones(2), np.ones(2))
    found = measure(_draw(thin, thin, 0), units, _base(thin, units))
    assert found["kl_reverse"] < 0.1


@pytest.mark.parametrize("unit", [[1.0, 1.0], [50.0, 0.002]])
def test_the_sliced_distance_has_its_own_units(unit):
    rng, unit = np.random.default_rng(0), np.array(unit)
    a, b = rng.normal(size=(500, 2)) * unit, (rng.normal(size=(500, 2)) + np.array([1.0, 0.0])) * unit
    expected = sliced_wasserstein(a / unit, b / unit, directions(8, 2))
    assert distance(a, b, unit) == ("sw", pytest.approx(expected))


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf, 1e300])
def test_a_generator_that_diverged_has_no_measures(broken):
    x = np.zeros((5, 2))
    assert is_finite(x)
    x[2, 1] = broken
    assert not is_finite(x)
    for dim, name in ((1, "w1"), (2, "sw")):
        assert list(missing(dim)) == ["js", "kl_forward", "kl_reverse", name]
        assert all(isnan(value) for value in missing(dim).values())
