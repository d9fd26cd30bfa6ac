"""Reconstruction: distances, the error per number, and the ratio to random pairs."""

from __future__ import annotations

import numpy as np
import pytest

from ganviz.metrics.reconstruction import reconstruction, reconstruction_of


def test_distance_and_error_are_those_of_the_samples():
    x = np.array([[0.0, 0.0], [10.0, 0.0]])
    found = reconstruction(x, x + np.array([[3.0, 4.0], [0.0, 0.0]]))
    assert found.distance == pytest.approx(2.5)
    assert found.error == pytest.approx(25 / 4)
    assert found.random == pytest.approx(10)
    assert found.ratio == pytest.approx(0.25)


def test_a_perfect_reconstruction_has_ratio_zero_and_that_of_another_sample_one():
    x = np.random.default_rng(1).normal(size=(4000, 3, 4))
    assert reconstruction(x, x).ratio == 0
    assert reconstruction(x, np.roll(x, 7, axis=0)).ratio == pytest.approx(1, rel=0.02)


def test_equal_samples_have_no_random_distance_and_no_ratio():
    assert reconstruction(np.ones((3, 2)), np.ones((3, 2))).ratio == 0


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match="one shape"):
        reconstruction(np.zeros((3, 2)), np.zeros((3, 3)))
    with pytest.raises(ValueError, match="n >= 2"):
        reconstruction(np.zeros((1, 2)), np.zeros((1, 2)))


def test_parts_together_are_the_whole():
    chance = np.random.default_rng(4)
    x, again = chance.normal(size=(2, 11, 3, 4))
    cuts = [(x[at:at + 4], again[at:at + 4]) for at in range(0, 11, 4)]
    assert reconstruction_of(cuts) == pytest.approx(reconstruction(x, again), rel=1e-12)
    flat = x.reshape(11, -1)
    assert reconstruction(x, again).random == pytest.approx(
        np.linalg.norm(flat - np.roll(flat, 1, axis=0), axis=1).mean())
