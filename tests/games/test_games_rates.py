"""Schedules of learning rates: each position's factor, and a plateau that is found."""

from __future__ import annotations

import pytest
import torch
from image_sets import Pairs, pix2pix, train

from ganviz.games import rates
from ganviz.games.rates import Plateau
from ganviz.settings.pix2pix import Pix2PixSettings


def settings(**values):
    return Pix2PixSettings(data="demo:icons", **values)


def test_linear_wastes_neither_its_first_nor_its_last_epoch():
    s = settings(schedule_constant=3, schedule_decay=4)
    found = [rates.linear(epoch, s) for epoch in range(8)]
    assert found == pytest.approx([1, 1, 1, 0.8, 0.6, 0.4, 0.2, 0])


def test_cosine_falls_along_half_a_cosine():
    s = settings(schedule_constant=0, schedule_decay=3)
    found = [rates.cosine(epoch, s) for epoch in range(4)]
    assert found == pytest.approx([0.5 + 2**-1.5, 0.5, 0.5 - 2**-1.5, 0])


def test_step_multiplies_at_regular_intervals():
    s = settings(schedule_step=2, schedule_factor=0.1)
    assert [rates.step(epoch, s) for epoch in range(5)] == pytest.approx([1, 1, 0.1, 0.1, 0.01])


def test_positions_are_counted_in_epochs_or_iterations():
    assert rates.by_epoch(17, 3.99) == 3
    assert rates.by_iteration(17, 3.99) == 17


def test_a_plateau_lowers_the_rate_only_when_patience_is_over():
    s, plateau = settings(schedule="plateau", schedule_step=1, schedule_factor=0.5, schedule_patience=1), Plateau()
    found = []
    for position, loss in enumerate([5.0, 4.0, 4.0, 3.99, 3.0, 3.0, 3.0, 3.0], 1):
        plateau.note(torch.tensor(loss), position, position - plateau.looked, s)
        found.append(plateau.factor)
    assert found == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]


def test_a_plateau_looks_at_the_mean_between_two_looks():
    s, plateau = settings(schedule="plateau", schedule_step=2, schedule_factor=0.5, schedule_patience=0), Plateau()
    for position, loss in enumerate([9.0, 1.0, 1.0, 9.0, 1.0, 1.0, 1.0, 1.0], 1):
        plateau.note(torch.tensor(loss), position, position - plateau.looked, s)
    assert plateau.factor == 0.25, "two of the three looks after the first one saw no gain"


class Steady(Pairs):
    """Two batches of three in an epoch, both the same; so a loss never improves, and each look but the first one
    halves the rate."""

    def batch(self, k, size):
        return self.examples("train", range(size))


def steady(**values):
    return pix2pix(images=Steady(), dropout=False, batch_size=3, width_g=4, width_d=4, learning_rate_g=1e-7,
                   **{"schedule": "plateau", "schedule_factor": 0.5, "schedule_patience": 0, **values})


def factors(game, iterations, **values):
    """What the rates of the next iterations are multiplied by, with live settings changed before them."""
    game.use(game.settings.changed(values))
    found = []
    for _ in range(iterations):
        train(game, 1)
        found.append(game.raw["learning_rate"].item() / game.settings.learning_rate_g)
    return pytest.approx(found)


def test_a_longer_interval_counts_from_the_last_look():
    game = steady(schedule_by="iteration", schedule_step=1)
    assert factors(game, 5) == [1, 1, 1, 0.5, 0.25]
    assert factors(game, 6, schedule_step=3) == [0.125] * 3 + [0.0625] * 3


def test_another_pace_counts_from_the_last_look():
    game = steady(schedule_by="iteration", schedule_step=4)
    assert factors(game, 9) == [1] * 9, "looks after iterations 4 and 8"
    assert factors(game, 6, schedule_by="epoch", schedule_step=1) == [1 / 2, 1 / 2, 1 / 4, 1 / 4, 1 / 8, 1 / 8]
    assert factors(game, 5, schedule_by="iteration", schedule_step=4) == [1 / 16] * 4 + [1 / 32], "14 was the last one"


def test_a_plateau_that_is_chosen_later_begins_then():
    game = steady(schedule="constant")
    assert factors(game, 4) == [1] * 4
    assert factors(game, 10, schedule="plateau", schedule_step=2) == [1] * 9 + [0.5], "looks in epochs 4 and 6"


def test_a_constant_rate_is_the_one_that_is_set_whatever_a_plateau_made_of_it():
    game = steady(schedule_by="iteration", schedule_step=1)
    assert factors(game, 4) == [1, 1, 1, 0.5]
    assert factors(game, 2, schedule="constant") == [1, 1]
    assert factors(game, 4, schedule="plateau") == [1, 1, 1, 0.5]


@pytest.mark.parametrize(("schedule", "expected"), [
    ("constant", [1, 1, 1, 1, 1, 1]), ("linear", [1, 1, 0.5, 0.5, 0, 0]), ("step", [1, 1, 0.1, 0.1, 0.01, 0.01])])
def test_the_game_s_rate_follows_its_schedule(schedule, expected):
    game = pix2pix(schedule=schedule, schedule_constant=1, schedule_decay=1, schedule_step=1, batch_size=3, width_g=4,
                   width_d=4)
    seen = []
    for _ in expected:
        train(game, 1)
        seen.append(game.raw["learning_rate"].item() / game.settings.learning_rate_g)
    assert seen == pytest.approx(expected)


def test_a_rate_of_zero_moves_nothing():
    game = train(pix2pix(schedule="linear", schedule_by="iteration", schedule_constant=0, schedule_decay=1), 1)
    before = game.present().copied()
    train(game, 1)
    weights = [name for name, weight in game.G.named_parameters()]
    assert all(torch.equal(before.tensors[f"G.{name}"], game.present().tensors[f"G.{name}"]) for name in weights)
