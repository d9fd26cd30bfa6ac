"""The rules of play: the order of sub-steps, one player alone, slow against fast, replay, and no graph that stays."""

from __future__ import annotations

import gc
import weakref
from functools import partial

import numpy as np
import pytest
import torch
from alis import EVERYTHING as ALI_EVERYTHING
from alis import ali
from toys import EVERYTHING, toy, train

from ganviz.games.toy import ToyGame
from ganviz.settings.errors import UserError
from ganviz.settings.toy import Game2DSettings

D_STEPS = ["d.draw_z", "d.generate", "d.judge_real", "d.judge_fake", "d.gradient", "d.update"]
G_STEPS = ["g.draw_z", "g.generate", "g.judge_fake", "g.gradient", "g.update"]
ALI_STEPS = ["pair.draw", "pair.encode", "pair.generate", "pair.judge", "d.gradient", "g.gradient", "d.update",
             "g.update"]
EVERY_GAME = {"toy": toy, "toy with everything": partial(toy, **EVERYTHING),
              "ali": ali, "ali with everything": partial(ali, **ALI_EVERYTHING)}
MADE = pytest.mark.parametrize("made", EVERY_GAME.values(), ids=EVERY_GAME)
WATCHED = {"toy": {"samples": {"n": 50}, "gradient": {"n": 8}}, "ali": {"pairs": {"n": 50}, "trips": {"n": 5}}}


def same(a, b):
    return torch.equal(a.state.tensor, b.state.tensor) and a.info() == b.info()


@pytest.mark.parametrize(("players", "expected"), [
    ("both", D_STEPS * 2 + G_STEPS * 3), ("d", D_STEPS * 2), ("g", G_STEPS * 3)])
def test_sub_steps_come_in_the_documented_order(players, expected):
    game = toy(updates_d=2, updates_g=3)
    assert [step.id for step in game.play(players)] == expected
    if players == "both":
        assert game.facts()["substeps"] == expected


@pytest.mark.parametrize(("players", "others"), [("both", ()), ("d", ("g.",)), ("g", ("d.",))])
def test_ali_plays_both_from_one_forward_pass(players, others):
    game = ali()
    assert [step.id for step in game.play(players)] == [name for name in ALI_STEPS if not name.startswith(others)]
    assert game.facts()["substeps"] == ALI_STEPS


def test_an_iteration_counts_once_it_is_whole():
    game = toy()
    playing = game.play("both")
    for _ in range(len(D_STEPS + G_STEPS)):
        next(playing)
        assert game.iteration == 0
    assert list(playing) == []
    assert game.iteration == 1


@MADE
def test_a_slow_iteration_that_is_watched_equals_a_fast_one(made):
    slow, fast = made(), made()
    layers = WATCHED["toy" if isinstance(slow, ToyGame) else "ali"]
    for _ in range(3):
        for substep in slow.play("both"):
            slow.substep_arrays(substep)
            slow.snapshot(layers)
        slow.snapshot({"measures": {}})
    assert same(slow, train(fast, 3))


@pytest.mark.parametrize(("players", "others"), [("d", ("G", "E")), ("g", "D")])
@pytest.mark.parametrize("game", [toy(**EVERYTHING, updates_g=2), ali(**ALI_EVERYTHING)], ids=["toy", "ali"])
def test_one_player_alone_leaves_the_other_as_it_was(game, players, others):
    counts = game.info()
    before = {name: view.clone() for name, view in game.state.views.items()}
    train(game, 1, players)
    moved = {name.partition(".")[0] for name, view in game.state.views.items() if not torch.equal(view, before[name])}
    assert moved
    assert all(not name.startswith(others) for name in moved)
    each = 2 if isinstance(game, ToyGame) else 1
    gained = {name: number - counts[name] for name, number in game.info().items()}
    assert gained == {"iteration": 1, f"updates_{players}": each, f"updates_{'g' if players == 'd' else 'd'}": 0}


@pytest.mark.parametrize("made", [toy, ali])
def test_a_step_of_one_player_measures_that_player_alone(made):
    game, rows = made(), []
    for players in ("d", "g", "both"):
        train(game, 1, players)
        rows.append(game.raw)
    read = game.measured(rows)
    assert read.shape == (3, 6)
    assert np.isfinite(read).tolist() == [[True, False, True, True, True, False],
                                          [False, True, False, False, False, True], [True] * 6]


@pytest.mark.parametrize("who", ["d", "g"])
def test_no_updates_means_no_steps(who):
    game = toy(**{f"updates_{who}": 0})
    assert all(not step.id.startswith(who) for step in game.play("both"))
    assert game.iteration == 1


@MADE
def test_no_graph_and_no_activation_survives_an_iteration(made):
    game = made()
    # Some kinds of autograd nodes take no weak references; the tensors that hold them do.
    held = [weakref.ref(t) for step in game.play("both") for t in step.tensors.values() if t.grad_fn is not None]
    gc.collect()
    assert held
    assert all(reference() is None for reference in held)
    assert all(tensor.grad_fn is None and not tensor.requires_grad for tensor in game.raw.values())
    assert all(leaf.grad is None for player in (game.G, game.D) for leaf in player.leaves)
    assert not game.state.tensor.requires_grad


@MADE
def test_a_state_put_back_replays_to_the_same_bits_in_any_instance(made):
    game = train(made(), 3)
    kept = game.present().copied()
    train(game, 4)
    twin = game.twin()
    assert not torch.equal(twin.state.tensor, game.state.tensor)
    twin.put_back(kept)
    assert same(train(twin, 4), game)
    later = game.state.tensor.clone()
    game.put_back(kept)
    assert torch.equal(train(game, 4).state.tensor, later)


@MADE
def test_a_twin_shares_no_memory_and_starts_as_the_game_did(made):
    game = made()
    twin = game.twin()
    assert same(game, twin)
    train(twin, 1)
    assert not same(game, twin)
    assert same(train(game, 1), twin)


@MADE
def test_the_seed_decides_everything_and_the_global_generator_nothing(made):
    before = torch.get_rng_state()
    a, b, c = (train(made(seed=seed), 3) for seed in (5, 5, 6))
    assert torch.equal(torch.get_rng_state(), before)
    assert same(a, b)
    assert not same(a, c)


def test_every_weight_and_buffer_lies_in_the_flat_state():
    game = toy(**EVERYTHING)
    low = game.state.tensor.data_ptr()
    high = low + game.state.tensor.numel() * 4
    for network in (game.G.network, game.D.network, game.G.average):
        assert all(low <= tensor.data_ptr() < high for tensor in network.tensors.values())
    assert sum(view.numel() for view in game.state.views.values()) == game.state.tensor.numel()


def test_the_state_names_only_neighbours_as_a_span():
    with pytest.raises(ValueError, match="neighbouring"):
        toy().state.span(["G.0.weight", "D.0.weight"])


def test_a_change_of_the_batch_is_taken_live():
    game = train(toy(), 1)
    game.use(game.settings.changed({"batch_size": 5}))
    steps = {step.id: step.tensors for step in game.play("both")}
    assert steps["d.judge_real"]["real"].shape == (5, 2)


def test_a_missing_file_is_told_by_name():
    settings = Game2DSettings(problem="points", data="nowhere/at_all.csv")
    with pytest.raises(UserError, match=r"at_all\.csv"):
        ToyGame(settings, 1, torch.device("cpu"))


def test_the_count_of_operations_grows_with_the_work():
    small, large = toy().settings, toy(width_d=64, width_g=64).settings
    assert 0 < ToyGame.operations(small) < ToyGame.operations(large)
