"""Runs of small games that were made to show a fault are told so, and a sound run is not."""

from __future__ import annotations

import pytest
import torch
from image_sets import Pairs, Piles, cyclegan, pix2pix, train

from ganviz.settings.diagnosis import FROM_ITERATION, RULES
from ganviz.training.diagnosing import findings

pytestmark = pytest.mark.slow

_HELD_OUT = 16


class Tinted(Pairs):
    """Images and the same in other colours; of 24 training pairs ``seen`` are used, 16 more are held out."""

    def __init__(self, seen=24):
        super().__init__(n=24 + _HELD_OUT)
        a = self.sides["A"]
        self.sides["B"] = torch.stack((a[:, 0], 0.3 * a[:, 1] + 0.4, 0.5 * a[:, 2]), 1)
        self.seen = seen

    def _places(self, k, size):
        return [(k * size + i) % self.seen for i in range(size)]

    def length(self, split):
        return {"train": self.seen, "val": _HELD_OUT}.get(split, 0)

    def examples(self, split, indices):
        return super().examples(split, [24 + i for i in indices] if split == "val" else indices)


def diagnosed(game, iterations):
    """Which rules hold after so many iterations in all, and every figure."""
    raws = []
    while game.iteration < iterations:
        train(game, 1)
        raws.append(game.raw)
    columns = dict(zip([column.id for column in game.columns], game.measured(raws).T, strict=True))
    found = findings(figures(game), columns, game.settings.model_dump(), game.iteration)
    return {finding.rule.id for finding in found if finding.holds}


def figures(game):
    """By rule its figure for each way of the game."""
    with torch.no_grad():
        return game.report("val", diagnose=True)["diagnosis"]


def test_a_sound_run_is_left_in_peace():
    game = pix2pix(images=Tinted(), up_sampling="resize", dropout=False, batch_size=2, learning_rate_g=1e-3)
    assert diagnosed(game, FROM_ITERATION + 20) == set()


def test_the_grid_that_a_sound_young_run_of_transposed_convolutions_has_is_no_fault():
    game = pix2pix(images=Tinted(), up_sampling="transposed", dropout=False, batch_size=2, learning_rate_g=1e-3)
    assert "checkerboard" not in diagnosed(game, FROM_ITERATION + 20)


@pytest.mark.parametrize("sound", [0.76, 1.7, 3.3])
def test_no_figure_of_the_table_s_sound_runs_is_called_a_checkerboard(sound):
    rule = next(rule for rule in RULES if rule.id == "checkerboard")
    assert not rule.holds(sound)
    assert rule.holds(9.34), "a grid that can't be overlooked is told of"


def test_a_generator_that_stands_still_collapses_with_a_checkerboard_before_a_strong_d():
    game = pix2pix(images=Tinted(), dropout=False, batch_size=2, learning_rate_g=1e-7, learning_rate_d=2e-3)
    found = diagnosed(game, 2 * FROM_ITERATION)
    assert {"collapse", "strong_d", "checkerboard"} <= found
    assert "overfitting" not in found


@pytest.mark.parametrize(("changes", "collapsed"), [({"weight_cycle_a": 0, "weight_cycle_b": 0}, True), ({}, False)],
                         ids=["without the cycle", "with it"])
def test_generators_that_have_learned_collapse_where_they_outrun_d_and_no_cycle_holds_them(changes, collapsed):
    """G finds the one picture that a D which hardly moves likes best, and makes it of everything."""
    limit = next(rule.limit for rule in RULES if rule.id == "collapse")
    game = cyclegan(images=Piles(n=24), up_sampling="resize", weight_identity=0, pool_size=0, learning_rate_g=1e-3)
    assert "collapse" not in diagnosed(game, FROM_ITERATION)
    assert min(figures(game)["collapse"]) > 3 * limit, "both have learned to make as many images as there are"

    game.use(game.settings.changed({"objective": "hinge", "learning_rate_g": 4e-3, "learning_rate_d": 1e-6, **changes}))
    assert ("collapse" in diagnosed(game, 2 * FROM_ITERATION)) is collapsed
    after = figures(game)["collapse"]
    assert max(after) < 0.8 * limit if collapsed else min(after) > 3 * limit


def test_two_training_pairs_are_learned_by_heart():
    game = pix2pix(images=Tinted(seen=2), up_sampling="resize", dropout=False, batch_size=2, weight_gan=0,
                   learning_rate_g=1e-3)
    assert diagnosed(game, FROM_ITERATION + 20) == {"overfitting"}


@pytest.mark.parametrize(("sign", "said"), [(-1, {"inversion"}), (1, set())], ids=["inverted", "upright"])
def test_a_cycle_that_began_with_inverted_colours_keeps_them(sign, said):
    """D can't tell a negative from an image where light and dark are as frequent, and both ways undo each other."""
    game = cyclegan(images=Piles(n=12), up_sampling="resize", weight_identity=0, pool_size=0)
    taught(game, sign)
    assert diagnosed(game, FROM_ITERATION) == said


def taught(game, sign, iterations=60):
    """Both generators taught to hand on their inputs, or the negatives of these."""
    networks = (game.G_A, game.G_B)
    optimizer = torch.optim.Adam([weight for network in networks for weight in network.parameters()], 2e-3)
    for k in range(iterations):
        batch = game.images.batch(k, 4)
        loss = sum((network(x, game.training()) - sign * x).abs().mean()
                   for network, x in zip(networks, (batch.a, batch.b), strict=True))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    optimizer.zero_grad()
