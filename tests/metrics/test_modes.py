"""Mode coverage against cases that can be counted by hand."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from ganviz.metrics.modes import mode_coverage

ANGLES = 2 * np.pi * np.arange(8) / 8
RING = np.stack((np.cos(ANGLES), np.sin(ANGLES)), axis=1)
SIGMA = 0.01


def test_every_mode_met_equally():
    coverage = mode_coverage(np.repeat(RING, 10, axis=0), RING, SIGMA)
    assert coverage.modes == 8
    assert coverage.high_quality == 1.0
    assert coverage.reverse_kl == pytest.approx(0.0, abs=1e-12)


def test_collapse_to_one_mode():
    coverage = mode_coverage(np.repeat(RING[2:3], 50, axis=0), RING, SIGMA)
    assert (coverage.modes, coverage.high_quality) == (1, 1.0)
    assert coverage.reverse_kl == pytest.approx(log(8))


def test_unequal_weights():
    """Three quarters on one mode and a quarter on another: ln 8 minus the entropy of (3/4, 1/4)."""
    entropy = -(0.75 * log(0.75) + 0.25 * log(0.25))
    coverage = mode_coverage(RING[[0, 0, 0, 5]], RING, SIGMA)
    assert coverage.modes == 2
    assert coverage.reverse_kl == pytest.approx(log(8) - entropy)


def test_three_sigma_is_the_edge_of_quality():
    """A poor sample captures no mode, but counts at the nearest one in the reverse KL."""
    outwards = RING[:4] * (1 + np.array([[2.9], [3.1], [0.0], [50.0]]) * SIGMA)
    coverage = mode_coverage(outwards, RING, SIGMA)
    assert (coverage.modes, coverage.high_quality) == (2, 0.5)
    assert coverage.reverse_kl == pytest.approx(log(8) - log(4))


def test_real_samples_of_the_published_ring():
    """Within 3 sigma of the centre of a round normal lie 1 - exp(-9/2) = 98.9 % of its samples."""
    rng = np.random.default_rng(0)
    samples = RING[rng.integers(8, size=20_000)] + SIGMA * rng.standard_normal((20_000, 2))
    coverage = mode_coverage(samples, RING, SIGMA)
    assert coverage.modes == 8
    assert coverage.high_quality == pytest.approx(1 - np.exp(-4.5), abs=0.003)
    assert coverage.reverse_kl < 0.001
