"""Which layers an answer brings along, and in which portions the others are computed."""

from __future__ import annotations

import pytest

from ganviz.training.observing.costs import Costs


@pytest.fixture
def costs():
    made = Costs()
    for name, seconds in {"surface": 0.0008, "samples": 0.0004, "density": 0.006, "optimal": 0.005,
                          "measures": 0.02}.items():
        made.note([name], seconds)
    return made


def named(*names):
    return {name: {"of": name} for name in names}


def test_what_is_quick_together_comes_along(costs):
    now, later = costs.split(named("measures", "surface", "density", "samples"))
    assert now == named("surface", "samples")
    assert later == named("measures", "density")


def test_what_was_never_computed_may_take_long(costs):
    assert costs.split(named("grid")) == ({}, named("grid"))
    assert Costs().split(named("grid", "surface")) == ({}, named("grid", "surface"))


def test_many_quick_layers_are_not_quick_together(costs):
    for number in range(5):
        costs.note([f"quick {number}"], 0.0007)
    now, later = costs.split(named("surface", *(f"quick {number}" for number in range(5))))
    assert len(now) == 3
    assert len(later) == 3


def test_portions_are_short_and_in_order_and_what_is_new_comes_alone(costs):
    portions = list(costs.portions(named("new", "measures", "density", "surface", "newer", "samples")))
    assert portions == [named("samples", "surface", "density"), named("measures"), named("new"), named("newer")]


def test_layers_that_share_a_part_are_cheaper_together(costs):
    for _ in range(60):
        costs.note(["density", "optimal"], 0.004)
    assert next(costs.portions(named("density", "optimal", "samples"))) == named("density", "optimal", "samples")


def test_one_slow_time_does_not_make_a_layer_slow(costs):
    costs.note(["surface"], 0.003)
    assert costs.split(named("surface"))[0] == named("surface")
    for _ in range(30):
        costs.note(["surface"], 0.003)
    assert costs.split(named("surface"))[0] == {}
