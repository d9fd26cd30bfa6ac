"""Three successive training steps equal an independent plain implementation: losses and every weight."""

from __future__ import annotations

import pytest
import torch
from image_sets import cyclegan, pix2pix, train
from plain_image_games import PlainCycleGAN, PlainPix2Pix

from ganviz.games.draws import Stream, generator

STEPS = 3


class Draws:
    """The pool's chance in one iteration, as the game draws it; above one half means an earlier image."""

    def __init__(self, seed, stream, iteration):
        self.source = generator(seed, stream, iteration)

    def chance(self):
        return 1 - torch.rand((), generator=self.source).item() - 1e-9

    def place(self, size):
        return int(torch.randint(size, (), generator=self.source))


def flipped(draws):
    """The game keeps the fresh image below one half."""
    draws.chance = lambda: torch.rand((), generator=draws.source).item()
    return draws


@pytest.fixture(params=[torch.float64, torch.float32], ids=["float64", "float32"])
def precision(request):
    """In float64 every weight has to agree; in float32 those whose gradient is more than rounding."""
    torch.set_default_dtype(request.param)
    yield request.param
    torch.set_default_dtype(torch.float32)


def compare(game, plain, losses, precision):
    rounding = 1e-9 if precision is torch.float64 else 2e-4
    for name, value in losses.items():
        assert game.raw[name].item() == pytest.approx(value, rel=rounding, abs=rounding / 100), name
    for name, network in plain.networks().items():
        ours = game.named()[name].state_dict()
        for key, tensor in network.state_dict().items():
            if precision is torch.float64:
                torch.testing.assert_close(ours[key], tensor, rtol=0, atol=1e-9)
            elif key.endswith("weight"):
                # Adam divides by the gradient's size: where that is mere rounding, the step is of full size either way.
                assert (ours[key] - tensor).abs().mean() < 0.1 * game.settings.learning_rate_g, (name, key)


@pytest.mark.parametrize("values", [
    {},
    {"objective": "lsgan", "normalisation_g": "instance", "normalisation_d": "instance", "batch_size": 2},
    {"generator": "resnet_6blocks", "weight_l1": 10.0, "learning_rate_d": 1e-4},
], ids=["the defaults", "least squares, instance norm", "ResNet"])
def test_pix2pix_equals_the_plain_one(values, precision):
    game = pix2pix(dropout=False, **values)
    plain = PlainPix2Pix(game.settings)
    plain.load(game.named())
    for k in range(STEPS):
        batch = game.images.batch(k, game.settings.batch_size)
        losses = plain.step(batch.a, batch.b)
        train(game, 1)
        compare(game, plain, losses, precision)


@pytest.mark.parametrize("values", [
    {"generator": "resnet_6blocks"},
    {"generator": "resnet_6blocks", "pool_size": 1, "batch_size": 2},
    {"objective": "vanilla", "normalisation_g": "batch", "weight_cycle_a": 4.0, "weight_identity": 0.2},
], ids=["the defaults", "a full pool", "U-Net, batch norm, weights"])
def test_cyclegan_equals_the_plain_one(values, precision):
    game = cyclegan(**values)
    plain = PlainCycleGAN(game.settings)
    plain.load(game.named())
    for k in range(STEPS):
        batch = game.images.batch(k, game.settings.batch_size)
        draws = {name: flipped(Draws(game.seed, stream, k))
                 for name, stream in (("A", Stream.POOL_A), ("B", Stream.POOL_B))}
        losses = plain.step(batch.a, batch.b, draws)
        train(game, 1)
        compare(game, plain, losses, precision)
