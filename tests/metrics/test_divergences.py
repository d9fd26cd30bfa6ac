"""Divergences of samples against closed forms.

Tolerances are those of the estimator at n = 5,000, averaged over seeds where a single draw is too noisy: the
expected loss inside the cells plus three standard errors of what was drawn.
"""

from __future__ import annotations

from math import inf, log

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from ganviz.metrics.divergences import divergences

N = 5_000


def _js(p, q, low, high):
    def integrand(x):
        a, b = p(x), q(x)
        return (a * log(2 * a / (a + b)) + b * log(2 * b / (a + b))) / 2

    return quad(integrand, low, high, limit=200)[0]


def _normal(mean, deviation):
    return lambda rng: rng.normal(mean, deviation, N)


def _round(x, y):
    return lambda rng: rng.normal((x, y), 1.0, (N, 2))


def _mean_of(data, generated, seeds=10):
    found = [divergences(data(np.random.default_rng(s)), generated(np.random.default_rng(s + 999)))
             for s in range(seeds)]
    return np.mean(found, axis=0)


JS_SHIFT = _js(norm(0, 1).pdf, norm(1, 1).pdf, -8, 9)
JS_SCALE = _js(norm(0, 1).pdf, norm(0, 2).pdf, -16, 16)
HALF_IN_HALF = log(4 / 3) / 2 + log(2 / 3) / 4 + log(2) / 4
"""JS of U(0, 1) and U(0, 2): means of log(1 / (3/4)), of log(1/2 / (3/4)) and of log(1/2 / (1/4))."""


def test_shifted_normals():
    js, forward, reverse = _mean_of(_normal(0, 1), _normal(1, 1))
    assert js == pytest.approx(JS_SHIFT, rel=0.04)
    assert forward == pytest.approx(0.5, rel=0.05)
    assert reverse == pytest.approx(0.5, rel=0.05)


def test_a_generator_that_is_too_wide():
    js, forward, _ = _mean_of(_normal(0, 1), _normal(0, 2))
    assert js == pytest.approx(JS_SCALE, rel=0.04)
    assert forward == pytest.approx(log(2) + 1 / 8 - 1 / 2, rel=0.05)


def test_a_generator_that_is_too_narrow():
    """KL(data || G) lives where G has next to no samples: the estimate is up to a fifth low, never high."""
    found = _mean_of(_normal(0, 1.5), _normal(0, 1))
    truth = (1.5**2 - 1) / 2 - log(1.5)
    assert 0.8 * truth <= found[1] <= truth
    assert found[2] == pytest.approx(log(1.5) + 1 / (2 * 1.5**2) - 1 / 2, rel=0.05)


def test_exponentials():
    js, forward, reverse = _mean_of(lambda r: r.exponential(1, N), lambda r: r.exponential(2, N))
    truth = _js(lambda x: np.exp(-x), lambda x: np.exp(-x / 2) / 2, 0, 60)
    assert js == pytest.approx(truth, rel=0.06)
    assert forward == pytest.approx(log(2) - 1 / 2, rel=0.06)
    assert reverse == pytest.approx(1 - log(2), rel=0.07)


@pytest.mark.parametrize("seed", range(5))
def test_uniform_inside_uniform(seed):
    """One KL is infinite, in each single draw; the others are finite."""
    rng = np.random.default_rng(seed)
    inner, outer = rng.random(N), 2 * rng.random(N)
    js, forward, reverse = divergences(inner, outer)
    assert js == pytest.approx(HALF_IN_HALF, abs=0.016)
    assert forward == pytest.approx(log(2), abs=0.055)
    assert reverse == inf
    assert divergences(outer, inner).kl_forward == inf


def test_uniforms_that_overlap_by_half():
    rng = np.random.default_rng(0)
    js, forward, reverse = divergences(rng.random(N), 0.5 + rng.random(N))
    assert js == pytest.approx(log(2) / 2, abs=0.02)
    assert forward == reverse == inf


@pytest.mark.parametrize("angle", [0.0, 0.5, np.pi / 4, np.pi / 2, 2.5])
def test_shifted_clouds_in_any_direction(angle):
    js, forward, reverse = _mean_of(_round(0, 0), _round(np.cos(angle), np.sin(angle)))
    assert js == pytest.approx(JS_SHIFT, rel=0.06)
    assert forward == pytest.approx(0.5, rel=0.09)
    assert reverse == pytest.approx(0.5, rel=0.09)


@pytest.mark.parametrize("axis", [0, 1])
def test_half_a_cloud_is_missing(axis):
    rng = np.random.default_rng(3)
    data, generated = rng.normal(size=(N, 2)), rng.normal(size=(N, 2))
    generated[:, axis] = np.abs(generated[:, axis])
    js, forward, reverse = divergences(data, generated)
    assert js == pytest.approx(HALF_IN_HALF, rel=0.12)
    assert forward == inf
    assert reverse == pytest.approx(log(2), rel=0.12)


@pytest.mark.parametrize("shape", [(N,), (N, 2)])
@pytest.mark.parametrize("size", [0.01, 1.0, 1e5])
def test_one_distribution_reads_zero(shape, size):
    """Over 20 seeds, the mean lies within its own noise, with values on both sides of zero."""
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        found.append(divergences(size * rng.standard_normal(shape), size * rng.standard_normal(shape)))
    mean, noise = np.mean(found, axis=0), np.std(found, axis=0)
    assert np.all(np.abs(mean) <= 3.5 * noise / np.sqrt(20))
    assert np.all(np.min(found, axis=0) < 0)
    assert np.all(noise < [0.0015, 0.006, 0.006])


@pytest.mark.parametrize("n", [100, 500, 2_000, 20_000])
@pytest.mark.parametrize("dim", [1, 2])
def test_one_distribution_reads_zero_at_any_size(n, dim):
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        found.append(divergences(rng.standard_normal((n, dim)), rng.standard_normal((n, dim))))
    mean, noise = np.mean(found, axis=0), np.std(found, axis=0)
    assert np.all(np.abs(mean) <= 3.5 * noise / np.sqrt(20))


def test_values_that_repeat_favour_neither_sample():
    """Real points from a file are drawn again and again; ties must not read as a difference."""
    file = np.random.default_rng(5).normal(size=(40, 2))
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        found.append(divergences(file[rng.integers(40, size=N)], file[rng.integers(40, size=N)]))
    mean, noise = np.mean(found, axis=0), np.std(found, axis=0)
    assert np.all(np.abs(mean) <= 3.5 * noise / np.sqrt(20))


@pytest.mark.parametrize("dim", [1, 2])
def test_samples_far_apart(dim):
    rng = np.random.default_rng(0)
    near, far = rng.normal(size=(N, dim)), 100 + rng.normal(size=(N, dim))
    js, forward, reverse = divergences(near, far)
    assert js == pytest.approx(log(2), abs=0.002 if dim == 1 else 0.02)
    assert js <= log(2)
    assert forward == reverse == inf


@pytest.mark.parametrize("dim", [1, 2])
def test_a_generator_that_collapsed_to_a_point(dim):
    js, forward, reverse = divergences(np.random.default_rng(0).normal(size=(N, dim)), np.full((N, dim), 0.3))
    assert forward == reverse == inf
    assert 0.6 < js <= log(2)


def test_reading_the_estimate_from_the_other_side():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=N), rng.normal(0.5, 1.0, N)
    there, back = divergences(a, b), divergences(b, a)
    assert there.js == pytest.approx(back.js)
    assert (there.kl_forward, there.kl_reverse) == pytest.approx((back.kl_reverse, back.kl_forward))


def test_a_column_is_a_line():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(N, 1)), rng.normal(size=(N, 1))
    assert divergences(a, b) == divergences(a[:, 0], b[:, 0])


@pytest.mark.parametrize(("a", "b"), [((9, 2), (8, 2)), ((9, 3), (9, 3)), ((1, 2), (1, 2)), ((9, 1), (9,))])
def test_other_shapes_are_refused(a, b):
    with pytest.raises(ValueError, match="needed"):
        divergences(np.zeros(a), np.zeros(b))
