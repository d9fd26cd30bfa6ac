"""Whole iterations of ALI against plain PyTorch."""

from __future__ import annotations

import pytest
import torch
from alis import ali
from plain_ali import PlainALI
from toys import train

from ganviz.games.draws import Stream, stream_seed
from ganviz.settings.names import ENCODERS, LABELS, OBJECTIVES, OPTIMIZERS, PAIRINGS

COMMON = {"ema_g": 0.8, "schedule_d": "linear", "schedule_g": "cosine", "schedule_iterations": 5, "r1": 0.3, "r2": 0.2,
          "activation_g": "tanh", "activation_e": "leaky_relu", "activation_d": "silu"}


def compared(game, iterations=3):
    """Play the game and its plain twin side by side; the same losses, gradients, weights and averages throughout."""
    plain = PlainALI(game)
    for k in range(iterations):
        turn = game._turn("both", None)
        *losses, norm_d, norm_g = plain.iterate(k, *turn.batch, turn.blur)
        train(game, 1)
        row = game.measured([game.raw])[0]
        assert row[:2].tolist() == pytest.approx(losses, rel=2e-5, abs=2e-6)
        assert row[4:].tolist() == pytest.approx([norm_d, norm_g], rel=1e-4)
        same_weights(game, plain)
    return plain


def same_weights(game, plain):
    modules = {"E": plain.E, "G": plain.G, "D": plain.D, "E_ema": plain.averages["E"], "G_ema": plain.averages["G"]}
    for name, module in modules.items():
        ours = [game.state.under(name)[key] for key in getattr(game, name[0]).mlp.parameters()]
        both = list(zip(ours, module.parameters(), strict=True))
        if name == "D" and game.settings.pairing == "relativistic":
            both.pop()  # margins know nothing of D's last bias: its gradient is rounding, which Adam blows up to steps
        for mine, theirs in both:
            torch.testing.assert_close(mine, theirs.detach(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("pairing", PAIRINGS)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_three_iterations_equal_plain_pytorch(objective, pairing, encoder):
    compared(ali(objective=objective, pairing=pairing, encoder=encoder, **COMMON))


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("extra", [{"reconstruction": 0.7}, {"feature_matching": 3.0}, {"instance_noise": 0.4}],
                         ids=["alice", "features", "noise"])
def test_labels_and_what_is_added_to_losses_and_pairs_are_wired_as_in_plain_pytorch(labels, extra):
    compared(ali(labels=labels, problem="blobs", **COMMON | extra))


@pytest.mark.parametrize("extra", [
    {"r1": 0.0}, {"r2": 0.0}, {"r1": 0.0, "r2": 0.0}, {"penalty_end": 0.01, "penalty_fall": 0.3},
    {"spectral_norm_d": True, "r1": 1.0},
    {"normalisation_d": "layer", "normalisation_g": "layer", "normalisation_e": "layer"},
    {"depth_d": 0, "depth_g": 0, "depth_e": 0}, {"latent": "uniform", "latent_dim": 5}, {"data_scale": 3.0},
], ids=lambda extra: "-".join(map(str, extra)))
def test_each_part_is_wired_as_in_plain_pytorch(extra):
    compared(ali(**COMMON | extra))


@pytest.mark.parametrize("players", ["both", "d", "g"])
@pytest.mark.parametrize("extra", [
    {}, {"pairing": "plain", "objective": "least_squares"}, {"r1": 0.0}, {"r1": 0.0, "r2": 0.0}, {"depth_d": 0},
    {"depth_d": 4, "activation_d": "relu"}, {"labels": "conditional", "problem": "blobs"}, {"reconstruction": 0.7},
    {"labels": "supervised", "problem": "blobs"}, {"instance_noise": 0.3},
    {"labels": "conditional", "problem": "blobs", "instance_noise": 0.3},
    {"latent_dim": 3, "encoder": "deterministic"},
], ids=lambda extra: "-".join(map(str, extra.values())) or "plain")
def test_gradients_of_a_piecewise_linear_discriminator_are_those_of_autograd(monkeypatch, extra, players):
    values = COMMON | {"activation_d": "leaky_relu"} | extra
    closed, by_autograd = ali(**values), ali(**values)
    monkeypatch.setattr(by_autograd.D, "network", WithoutPieces(by_autograd.D.network))
    for _ in range(3):
        by_autograd.put_back(closed.present())
        found, expected = ({step.id: step.tensors for step in game.play(players)} for game in (closed, by_autograd))
        assert found.keys() == expected.keys()
        for step, tensors in expected.items():
            for name, tensor in tensors.items():
                torch.testing.assert_close(found[step][name], tensor, rtol=1e-4, atol=1e-6)
        torch.testing.assert_close(closed.raw, by_autograd.raw, rtol=1e-4, atol=1e-6)


class WithoutPieces:
    """A network whose closed form is hidden."""

    def __init__(self, network):
        self.hidden, self.output = network.hidden, network.output

    def pieces(self, inputs):
        return None


@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
def test_three_iterations_in_closed_form_equal_plain_pytorch(activation):
    # Plain steps: where a unit is on, or off, at every pair, its bias has a gradient of rounding, which Adam blows up.
    compared(ali(**COMMON | {"activation_d": activation, "depth_d": 3, "optimizer_d": "sgd", "learning_rate_d": 0.02}))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_each_optimiser_moves_encoder_and_generator_as_one(optimizer):
    rates = {"learning_rate_d": 0.02, "learning_rate_g": 0.01} if optimizer == "sgd" else {}
    compared(ali(optimizer_d=optimizer, optimizer_g=optimizer, beta1_d=0.5, beta1_g=0.9, **COMMON, **rates))


def test_a_live_change_counts_from_the_next_iteration_on():
    game = ali(pairing="plain")
    plain = PlainALI(game)
    for k, changes in enumerate(({"r1": 1.0}, {"pairing": "relativistic", "reconstruction": 0.5},
                                 {"beta2_d": 0.9, "r2": 0})):
        game.use(game.settings.changed(changes))
        plain.s = game.settings
        if k == 2:
            plain.for_d.param_groups[0]["betas"] = (0.0, 0.9)
        plain.iterate(k, *game.draw())
        train(game, 1)
        same_weights(game, plain)


def test_instance_noise_is_what_was_promised_and_fades_in_a_straight_line():
    game, quiet = ali(instance_noise=0.8, schedule_iterations=4, batch_size=5000), ali(batch_size=5000)
    assert torch.equal(game.draw().x, quiet.draw().x)
    turn = game._turn("both", None)
    assert [tuple(noise.shape) for noise in turn.blur] == [(10_000, 2), (10_000, 2)]
    assert [noise.std().item() for noise in turn.blur] == pytest.approx([1, 1], rel=0.02)
    told = ali(instance_noise=0.8, labels="conditional", problem="blobs")
    assert [tuple(noise.shape) for noise in told._turn("both", None).blur] == [(32, 2), (32, 2)], "no label is blurred"
    assert [game.numbers.at(k, 1, 1).noise for k in range(6)] == pytest.approx([0.8, 0.6, 0.4, 0.2, 0.0, 0.0])


def test_chance_within_an_iteration_depends_on_seed_and_iteration_alone():
    game = ali(dropout_d=0.5)
    train(game, 3)
    state = game._chance.get_state()
    again = torch.Generator().manual_seed(stream_seed(game.seed, Stream.DROPOUT, 2))
    drawn = [torch.rand(32, 8, generator=again) for _ in range(2)]
    assert torch.equal(again.get_state(), state)
    assert len(drawn) == 2


def test_means_of_d_are_those_of_the_two_kinds_of_pairs():
    plain, margin = ali(pairing="plain", data_scale=2.0), ali(data_scale=2.0)
    twin = PlainALI(plain)
    x, _, z, noise = plain.draw()
    with torch.no_grad():
        on_encoded = twin.judge(x, twin.encode(x, None, noise)[1], None)
        on_made = twin.judge(twin.generate(z, None), z, None)
    for game in (plain, margin):
        train(game, 1)
    row = plain.measured([plain.raw])[0]
    assert row[2:4].tolist() == pytest.approx([torch.sigmoid(on_encoded).mean().item(),
                                               torch.sigmoid(on_made).mean().item()], rel=1e-5)
    half = (on_encoded.mean() - on_made.mean()).item() / 2
    assert margin.measured([margin.raw])[0][2:4].tolist() == pytest.approx([half, -half], rel=1e-3, abs=1e-6)
