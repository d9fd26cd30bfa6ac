"""What codes know of classes, against a loop over pairs, clouds of known kind and a singular value decomposition."""

from __future__ import annotations

import numpy as np
import pytest

from ganviz.metrics.codes import Codes, knowledge, neighbour_accuracy, probe_accuracy
from ganviz.metrics.principal import principal


def clouds(n, apart, seed, dim=3, classes=4):
    """Round clouds of deviation 1 whose middles lie ``apart`` along the axes."""
    chance = np.random.default_rng(seed)
    labels = chance.integers(0, classes, n)
    middles = apart * np.random.default_rng(9).normal(size=(classes, dim))
    return middles[labels] + chance.normal(size=(n, dim)), labels


def test_nearest_neighbours_equal_a_loop_over_all_pairs():
    known, known_labels = clouds(60, 1.0, 1)
    codes, labels = clouds(1_100, 1.0, 2)
    right = sum(known_labels[min(range(60), key=lambda i, code=code: np.linalg.norm(known[i] - code))] == label
                for code, label in zip(codes, labels, strict=True))
    assert neighbour_accuracy(known, known_labels, codes, labels) == right / 1_100
    assert 0.3 < right / 1_100 < 0.9


def test_codes_without_labels_are_left_out():
    known, held = Codes(*clouds(60, 1.0, 1)), Codes(*clouds(40, 1.0, 2))
    some = held.labels.copy()
    some[::2] = -1
    assert knowledge(known, Codes(held.codes, some)) == knowledge(known, Codes(held.codes[1::2], held.labels[1::2]))
    assert knowledge(known, Codes(held.codes, np.full(40, -1))) == {}
    assert knowledge(Codes(known.codes, np.full(60, -1)), held) == {}


@pytest.mark.parametrize("measure", [neighbour_accuracy, probe_accuracy])
def test_clouds_far_apart_are_told_and_labels_of_chance_are_not(measure):
    known, known_labels = clouds(400, 30.0, 1)
    codes, labels = clouds(200, 30.0, 2)
    assert measure(known, known_labels, codes, labels) == 1.0
    shuffled = np.random.default_rng(3).permutation(known_labels)
    assert measure(known, shuffled, codes, labels) == pytest.approx(0.25, abs=0.12)


def test_a_probe_is_linear_and_indifferent_to_scale():
    angle = np.linspace(0, 2 * np.pi, 100, endpoint=False)
    circle = np.stack((np.cos(angle), np.sin(angle)), 1)
    ring, inside = np.concatenate((circle, 0.1 * circle)), np.repeat([0, 1], 100)
    assert probe_accuracy(ring, inside, ring, inside) <= 0.6, "no line parts a ring from what is within it"
    assert neighbour_accuracy(ring, inside, ring, inside) == 1.0
    known, labels = clouds(300, 2.0, 1)
    same = probe_accuracy(known, labels, known, labels)
    assert probe_accuracy(known * [1e4, 1e-4, 1], labels, known * [1e4, 1e-4, 1], labels) == same
    assert 0.5 < same < 1.0


def test_codes_without_labels_are_refused():
    with pytest.raises(ValueError, match=r"with a label each"):
        neighbour_accuracy(np.zeros((3, 2)), np.zeros(2, int), np.zeros((3, 2)), np.zeros(3, int))


def test_principal_axes_are_those_of_the_singular_value_decomposition():
    points = np.random.default_rng(1).normal(size=(50, 6)) * [5, 4, 3, 2, 1, 0.5] + 7
    found = principal(points, 4)
    _, values, rows = np.linalg.svd(points - points.mean(0), full_matrices=False)
    assert np.allclose(np.abs((found.axes * rows[:4]).sum(1)), 1)
    assert np.allclose(found.deviations, values[:4] / np.sqrt(50))
    assert np.allclose(found.places(points).std(0), found.deviations)
    assert (found.axes[np.arange(4), np.abs(found.axes).argmax(1)] > 0).all()


@pytest.mark.parametrize("points", [np.ones((5, 3)), np.array([[1.0, 2.0]]), np.arange(4.0)[:, None]])
def test_flat_clouds_have_axes_too(points):
    found = principal(points, 8)
    assert len(found.axes) == min(8, points.shape[1])
    assert np.isfinite(found.places(points)).all()
