"""The rules as graphs: what a graph does to a state is what the rules do, sub-step by sub-step."""

from __future__ import annotations

import pytest
import torch
from toys import CPU

from ganviz.games.toy import ToyGame
from ganviz.games.toy_trace import graphs as graphs_by_update
from ganviz.settings.names import ACTIVATIONS, NORMALISATIONS, OBJECTIVES, OPTIMIZERS, SCHEDULES
from tests.engines import COVERING, settings_of


class Graphs:
    """Plays by the graphs of a game, uncompiled."""

    def __init__(self, game: ToyGame) -> None:
        made = {who: trace() for who, trace in graphs_by_update(game.settings.of_code(), game.problem.dim).items()}
        self.parts = {who: (traced.measured, traced.program.module()) for who, traced in made.items()}

    def play(self, game, players):
        raw = {}
        for turn, numbers in game.due(players):
            names, graph = self.parts[turn.who]
            raw |= zip(names, graph(*game.spans, *turn.drawn, numbers), strict=True)
        return raw


def same_iteration(game, twin, graphs, players="both"):
    """Both play one iteration from the same state; their states and what they measure agree to 1e-5."""
    twin.put_back(game.present())
    for _ in game.play(players):
        pass
    raw = graphs.play(twin, players)
    torch.testing.assert_close(twin.state.tensor, game.state.tensor, rtol=1e-5, atol=1e-7)
    assert twin.info() == game.info()
    assert raw.keys() == game.raw.keys()
    for name, value in raw.items():
        torch.testing.assert_close(value, game.raw[name], rtol=1e-5, atol=1e-7)


@pytest.fixture(scope="module")
def graphs_of():
    """A fresh game with its twin and its graphs; each is traced once."""
    traced: dict[str, Graphs] = {}

    def made(option, **values):
        game = ToyGame(settings_of(option, **values), 1, CPU)
        if option not in traced:
            traced[option] = Graphs(game)
        return game, game.twin(), traced[option]

    return made


@pytest.mark.slow
@pytest.mark.parametrize("players", ["both", "d", "g"])
@pytest.mark.parametrize("option", COVERING)
def test_an_iteration_by_graphs_equals_one_by_the_rules(graphs_of, option, players):
    game, twin, graphs = graphs_of(option)
    for _ in range(3):
        same_iteration(game, twin, graphs, players)


def test_what_steers_a_game_reaches_the_same_graphs(graphs_of):
    game, twin, graphs = graphs_of("plain")
    same_iteration(game, twin, graphs)
    for values in ({"learning_rate_d": 0.03, "beta1_g": 0.0}, {"beta2_d": 0.9, "ema_g": 0.5, "updates_d": 3},
                   {"schedule_g": "linear", "schedule_iterations": 50}, {"updates_g": 0, "spread": 2.0}):
        for each in (game, twin):
            each.use(each.settings.changed(values))
        same_iteration(game, twin, graphs)


@pytest.mark.slow
def test_another_share_of_dropout_needs_no_other_graph(graphs_of):
    game, twin, graphs = graphs_of("regularised")
    for each in (game, twin):
        each.use(each.settings.changed({"dropout_d": 0.7}))
    same_iteration(game, twin, graphs)


@pytest.mark.parametrize(("names", "registry"), [
    (("objective",), OBJECTIVES), (("optimizer_d", "optimizer_g"), OPTIMIZERS),
    (("activation_d", "activation_g"), ACTIVATIONS), (("normalisation_d", "normalisation_g"), NORMALISATIONS),
    (("schedule_d", "schedule_g"), SCHEDULES)])
def test_the_games_of_these_tests_use_every_choice(names, registry):
    used = {getattr(settings_of(option), name) for option in COVERING for name in names}
    assert used == set(registry)
