"""Measures of data that repeat their values, or are all but two points."""

from __future__ import annotations

import numpy as np
import pytest
from toys import toy, train


@pytest.mark.parametrize("dim", [1, 2])
@pytest.mark.parametrize("decimals", [0, 1])
def test_points_that_repeat_their_values_have_finite_measures(tmp_path, dim, decimals):
    rows = np.random.default_rng(3).normal(size=(2_000, dim)).round(decimals)
    path = tmp_path / "points.csv"
    np.savetxt(path, rows, delimiter=",")
    game = train(toy(dim, problem="points", data=str(path)), 3)
    measures = game.snapshot({"measures": {}})
    for name, (value, floor) in measures.items():
        assert value >= 0, name
        assert 0 < floor < np.inf, name
    assert np.isfinite(measures["measures.kl_reverse"][0])
    assert 0 < measures["measures.js"][0] <= np.log(2)


def test_two_deltas_are_far_from_a_fresh_generator():
    game = toy(1, problem="two_deltas", latent="uniform")
    measures = game.snapshot({"measures": {}})
    assert measures["measures.js"][0] == pytest.approx(np.log(2), abs=0.05)
    assert measures["measures.kl_reverse"][0] > 10
    assert all(0 < floor < 0.05 for _, floor in measures.values())
