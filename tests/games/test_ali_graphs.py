"""The rules of ALI as a graph: what it does to a state is what the rules do, sub-step by sub-step."""

from __future__ import annotations

import pytest
import torch
from alis import EVERYTHING, ali

from ganviz.games.ali_trace import trace_iteration
from ganviz.training.engine.captured import CapturedCode
from ganviz.training.engine.policy import compiled, eager, policy_of

CASES = {
    "default": {},
    "plain": {"pairing": "plain"},
    "everything": {**EVERYTHING, "dropout_e": 0.1, "problem": "blobs"},
    "supervised": {"labels": "supervised", "problem": "blobs", "reconstruction": 0.5, "optimizer_d": "rmsprop",
                   "optimizer_g": "sgd", "activation_d": "silu", "instance_noise": 0.1},
    "paper": {"pairing": "plain", "r1": 0.0, "r2": 0.0, "dropout_d": 0.3, "encoder": "deterministic"},
}


class Graph:
    """Plays by the graph of a game, uncompiled."""

    def __init__(self, settings):
        traced = trace_iteration(settings.of_code())
        self.measured, self.graph = traced.measured, traced.program.module()

    def play(self, game):
        ((turn, numbers),) = game.due("both")
        return dict(zip(self.measured, self.graph(*game.spans, *turn.drawn, numbers), strict=True))


def same_iteration(game, twin, graph):
    """Both play one iteration from the same state; their states and what they measure agree."""
    twin.put_back(game.present())
    for _ in game.play("both"):
        pass
    raw = graph.play(twin)
    torch.testing.assert_close(twin.state.tensor, game.state.tensor, rtol=1e-4, atol=1e-6)
    assert twin.info() == game.info()
    torch.testing.assert_close(raw, game.raw, rtol=1e-5, atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_an_iteration_by_its_graph_equals_one_by_the_rules(case):
    game = ali(**CASES[case])
    graph = Graph(game.settings)
    for _ in range(3):
        same_iteration(game, game.twin(), graph)


def test_what_steers_a_game_reaches_the_same_graph():
    game = ali(pairing="plain")
    twin, graph = game.twin(), Graph(game.settings)
    for values in ({}, {"learning_rate_d": 0.03, "beta1_g": 0.5}, {"beta2_d": 0.9, "ema_g": 0.5, "r1": 2.0},
                   {"schedule_g": "constant", "schedule_iterations": 50, "penalty_end": 0.5, "penalty_fall": 0.3}):
        for each in (game, twin):
            each.use(each.settings.changed(values))
        same_iteration(game, twin, graph)


def test_what_steers_a_game_is_no_part_of_its_code():
    plain = ali().settings
    same = {"problem": "moons", "data_scale": 4.0, "learning_rate_g": 0.1, "r1": 5.0, "penalty_end": 0.5, "ema_g": 0.5}
    assert plain.changed(same).of_code() == plain.of_code()
    for values in ({"r1": 0.0, "r2": 0.0}, {"dropout_e": 0.1}, {"labels": "conditional"}, {"width_e": 9},
                   {"batch_size": 20}, {"pairing": "plain"}, {"instance_noise": 0.1}):
        assert plain.changed(values).of_code() != plain.of_code(), values


def test_images_are_played_eagerly_whatever_the_engine():
    images = ali().settings.changed({"problem": "images", "data": "demo:digits", "engine": "compiled"})
    assert policy_of(images) == eager
    assert policy_of(images.changed({"problem": "moons"})) == compiled


def again_and_again(work):
    """Repeats work by doing it once more; the results are written where the first ones are."""
    results = work()

    def repeat():
        for old, new in zip(results, work(), strict=True):
            for name, tensor in new.items():
                old[name].copy_(tensor)

    return repeat, results


@pytest.mark.parametrize("case", CASES)
def test_recorded_iterations_equal_those_of_the_rules(case):
    game = ali(**CASES[case])
    twin, code = game.twin(), CapturedCode(again_and_again)
    for players in ("both", "d", "g", "both"):
        for _ in game.play(players):
            pass
        (raw,) = code.play(twin, players, 1)
        torch.testing.assert_close(twin.state.tensor, game.state.tensor, rtol=1e-4, atol=1e-6)
        assert raw.keys() == game.raw.keys()
    assert twin.info() == game.info()
