"""Whole iterations of the toy game against plain PyTorch."""

from __future__ import annotations

import pytest
import torch
from plain_gan import PlainGAN
from toys import toy, train

from ganviz.games.draws import Stream, stream_seed
from ganviz.settings.names import OBJECTIVES, OPTIMIZERS

COMMON = {"updates_d": 2, "updates_g": 1, "ema_g": 0.8, "schedule_d": "linear", "schedule_g": "cosine",
          "schedule_iterations": 5, "activation_g": "tanh", "activation_d": "silu"}
# Batch norm takes a bias before it out again: its gradient is rounding alone, which Adam would blow up to full steps.
BATCH_NORM = {"normalisation_d": "batch", "normalisation_g": "batch", "optimizer_d": "sgd", "optimizer_g": "sgd",
              "learning_rate_d": 0.05, "learning_rate_g": 0.05}


def compared(game, iterations=3):
    """Play the game and its plain twin side by side; assert the same losses, weights and average throughout."""
    plain, s = PlainGAN(game), game.settings
    for k in range(iterations):
        draws = game.draw_real(s.updates_d), game.draw_z("d", s.updates_d), game.draw_z("g", s.updates_g)
        losses = plain.iterate(k, *draws, stream_seed(game.seed, Stream.DROPOUT, k))
        train(game, 1)
        row = game.measured([game.raw])[0]
        assert row[:2].tolist() == pytest.approx(losses, rel=2e-5, abs=2e-6)
        same_weights(game, plain)
    return plain


def same_weights(game, plain):
    for name, module in (("G", plain.G), ("D", plain.D), ("G_ema", plain.average)):
        ours = [game.state.under(name)[key] for key in getattr(game, name[0]).mlp.parameters()]
        for mine, theirs in zip(ours, module.parameters(), strict=True):
            torch.testing.assert_close(mine, theirs.detach(), rtol=5e-5, atol=5e-6)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("dim", [1, 2])
def test_three_iterations_equal_plain_pytorch(dim, objective, optimizer):
    rates = {"learning_rate_d": 0.02, "learning_rate_g": 0.01} if optimizer == "sgd" else {}
    compared(toy(dim, objective=objective, optimizer_d=optimizer, optimizer_g=optimizer, **COMMON, **rates))


@pytest.mark.parametrize("extra", [
    {"spectral_norm_d": True},
    {"spectral_norm_d": True, "optimizer_d": "sgd", "learning_rate_d": 0.05, "updates_d": 3},
    {"normalisation_d": "layer", "normalisation_g": "layer"},
    BATCH_NORM,
    BATCH_NORM | {"spectral_norm_d": True, "ema_g": 0.0},
    BATCH_NORM | {"dropout_d": 0.2, "updates_g": 2},
    {"dropout_d": 0.3, "dropout_g": 0.2},
    {"updates_d": 1, "updates_g": 3},
    {"depth_d": 0, "depth_g": 0},
    {"latent": "uniform", "latent_dim": 5},
], ids=lambda extra: "-".join(map(str, extra)))
def test_each_regulariser_is_wired_as_in_plain_pytorch(extra):
    compared(toy(2, **COMMON | extra))


def test_running_statistics_and_their_average_equal_batch_norms():
    game = toy(2, **COMMON | BATCH_NORM)
    plain = compared(game)
    for name, module in (("G", plain.G), ("D", plain.D), ("G_ema", plain.average)):
        norms = [layer for layer in module if isinstance(layer, torch.nn.BatchNorm1d)]
        views = game.state.under(name)
        for i, norm in enumerate(norms):
            torch.testing.assert_close(views[f"{i}.running_mean"], norm.running_mean)
            torch.testing.assert_close(views[f"{i}.running_var"], norm.running_var)


def test_a_live_change_counts_from_the_next_iteration_on():
    game = toy(2)
    plain = PlainGAN(game)
    for k, rate in enumerate((1e-3, 1e-2, 1e-4)):
        game.use(game.settings.changed({"learning_rate_g": rate, "objective": "minimax" if k else "least_squares"}))
        plain.s = game.settings
        plain.iterate(k, game.draw_real(1), game.draw_z("d", 1), game.draw_z("g", 1), 0)
        train(game, 1)
        same_weights(game, plain)


def norm(module):
    return torch.linalg.vector_norm(torch.cat([p.grad.reshape(-1) for p in module.parameters()])).item()


def test_measured_gives_d_means_and_gradient_norms():
    game = toy(2)
    plain, real, z_d, z_g = PlainGAN(game), game.draw_real(1), game.draw_z("d", 1), game.draw_z("g", 1)
    with torch.no_grad():
        means = [torch.sigmoid(plain.D(x)).mean().item() for x in (real[0], plain.G(z_d[0]))]
    plain.update_d(real[0], z_d[0])
    norms = [norm(plain.D)]
    plain.update_g(z_g[0])
    norms.append(norm(plain.G))
    train(game, 1)
    row = game.measured([game.raw])[0]
    assert row[2:4].tolist() == pytest.approx(means, rel=1e-5)
    assert row[4:].tolist() == pytest.approx(norms, rel=1e-4)
