"""Wasserstein-1 distances against closed forms and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import wasserstein_distance

from ganviz.metrics.wasserstein import directions, sliced_wasserstein, wasserstein_1d


@pytest.mark.parametrize(("n", "m"), [(1, 1), (50, 50), (7, 50), (50, 7), (120, 90), (333, 1000), (1, 20)])
def test_the_exact_distance_between_samples(n, m):
    rng = np.random.default_rng(n + m)
    a, b = rng.normal(size=n), rng.exponential(size=m)
    assert wasserstein_1d(a, b) == pytest.approx(wasserstein_distance(a, b), rel=1e-12)
    assert wasserstein_1d(b, a) == pytest.approx(wasserstein_1d(a, b), rel=1e-12)


def test_a_shifted_sample_is_as_far_as_the_shift():
    a = np.random.default_rng(0).normal(size=1000)
    assert wasserstein_1d(a, np.random.default_rng(1).permutation(a) - 0.7) == pytest.approx(0.7, rel=1e-12)
    assert wasserstein_1d(a, a) == 0.0


def test_normals_of_unlike_width():
    """W1 of N(0, 1) and N(0, s) is |s - 1| sqrt(2 / pi): their quantile functions differ by a factor."""
    found = [wasserstein_1d(np.random.default_rng(s).normal(size=10_000), 2.5 * np.random.default_rng(99 + s).normal(
        size=10_000)) for s in range(6)]
    assert np.mean(found) == pytest.approx(1.5 * np.sqrt(2 / np.pi), rel=0.01)


def test_shifted_normals():
    rng = np.random.default_rng(0)
    assert wasserstein_1d(rng.normal(size=5000), rng.normal(2.0, 1.0, 5000)) == pytest.approx(2.0, abs=0.06)


def test_uniforms_of_unlike_width():
    """U(0, 1) against U(0, 2): the integral of |u - 2u| is 1/2."""
    levels = (np.arange(5000) + 0.5) / 5000
    assert wasserstein_1d(levels, 2 * levels) == pytest.approx(0.5, rel=1e-12)


def test_single_precision_keeps_its_digits():
    a = np.random.default_rng(0).normal(size=5000)
    single = wasserstein_1d(a.astype(np.float32), (a + 0.25).astype(np.float32))
    assert single == pytest.approx(0.25, rel=1e-6)


@pytest.mark.parametrize("angle", [0.0, 0.1, 0.8, 2.0])
@pytest.mark.parametrize(("count", "tolerance"), [(8, 0.008), (64, 0.0002)])
def test_a_shift_in_the_plane(angle, count, tolerance):
    """The mean of |cos| over all directions is 2 / pi; evenly spaced ones come within 2 / (4 count^2 - 1)."""
    a = np.random.default_rng(0).normal(size=(500, 2))
    shifted = a + 3.0 * np.array([np.cos(angle), np.sin(angle)])
    found = sliced_wasserstein(a, shifted, directions(count, 2))
    assert found == pytest.approx(3.0 * 2 / np.pi, rel=tolerance)


def test_sliced_normals():
    """Along a direction at angle t, N(0, diag(a, b)^2) has the deviation sqrt(a^2 cos^2 t + b^2 sin^2 t)."""
    rng, t = np.random.default_rng(1), np.linspace(0, np.pi, 20_001)[:-1]
    first, second = np.array([1.0, 1.0]), np.array([3.0, 0.5])
    deviations = [np.hypot(each[0] * np.cos(t), each[1] * np.sin(t)) for each in (first, second)]
    truth = np.abs(deviations[1] - deviations[0]).mean() * np.sqrt(2 / np.pi)
    found = [sliced_wasserstein(rng.normal(size=(5_000, 2)) * first, rng.normal(size=(5_000, 2)) * second,
                                directions(8, 2)) for _ in range(6)]
    assert np.mean(found) == pytest.approx(truth, rel=0.02)


@pytest.mark.parametrize("m", [300, 170])
def test_slices_are_projections(m):
    rng = np.random.default_rng(0)
    a, b, along = rng.normal(size=(300, 3)), rng.normal(1.0, 2.0, (m, 3)), directions(5, 3, seed=4)
    one_by_one = [wasserstein_distance(a @ direction, b @ direction) for direction in along]
    assert sliced_wasserstein(a, b, along) == pytest.approx(np.mean(one_by_one), rel=1e-12)


@pytest.mark.parametrize("dim", [1, 2, 3, 10])
def test_directions_are_fixed_unit_vectors(dim):
    found = directions(8, dim, seed=3)
    assert found.shape == (8, dim)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0)
    np.testing.assert_array_equal(found, directions(8, dim, seed=3))


def test_directions_of_the_plane_are_evenly_spaced():
    x, y = directions(8, 2).T
    np.testing.assert_allclose(np.diff(np.arctan2(y, x)), np.pi / 8)


def test_directions_of_space_follow_the_seed():
    assert not np.allclose(directions(8, 3, seed=0), directions(8, 3, seed=1))
