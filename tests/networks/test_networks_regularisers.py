"""Spectral norm against the singular values, dropout against the binomial distribution."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from ganviz.networks import normalisation as norms
from ganviz.networks.mlp import MLP, Pass


def started(mlp, seed=1):
    tensors = {name: torch.zeros(shape) for name, shape in (mlp.parameters() | mlp.buffers()).items()}
    mlp.initialise(tensors, torch.Generator().manual_seed(seed))
    return tensors


def slope(mlp, tensors):
    """The weight of a linear map as it acts: the response to unit inputs, less that to zero."""
    bound = mlp.bind(tensors)
    return (bound(torch.eye(mlp.inputs)) - bound(torch.zeros(1, mlp.inputs))).T


@pytest.mark.parametrize(("inputs", "outputs"), [(12, 9), (2, 1), (64, 64)])
def test_after_settling_the_largest_singular_value_is_one(inputs, outputs):
    mlp = MLP(inputs, outputs, 0, 1, torch.relu, norms.none, spectral_norm=True)
    tensors = started(mlp)
    for _ in range(400):
        mlp.power_iteration(tensors)
    assert torch.linalg.matrix_norm(slope(mlp, tensors), ord=2).item() == pytest.approx(1, abs=1e-3)


def test_a_fresh_network_is_nearly_settled():
    mlp = MLP(8, 8, 0, 1, torch.relu, norms.none, spectral_norm=True)
    assert torch.linalg.matrix_norm(slope(mlp, started(mlp)), ord=2).item() == pytest.approx(1, abs=0.1)


def test_spectral_norm_equals_pytorchs_own_through_ten_power_iterations():
    mlp = MLP(3, 1, 2, 16, torch.tanh, norms.none, spectral_norm=True)
    tensors = started(mlp)
    layers = []
    for i, (a, b) in enumerate(pairwise([3, 16, 16, 1])):
        layer = spectral_norm(nn.Linear(a, b), eps=1e-12)
        layer.parametrizations.weight.original.data.copy_(tensors[f"{i}.weight"])
        layer.bias.data.copy_(tensors[f"{i}.bias"])
        layer.parametrizations.weight[0]._u.copy_(tensors[f"{i}.u"])
        layer.parametrizations.weight[0]._v.copy_(tensors[f"{i}.v"])
        layers += [layer, nn.Tanh()]
    theirs = nn.Sequential(*layers[:-1])
    x = torch.randn(20, 3, generator=torch.Generator().manual_seed(2))
    torch.testing.assert_close(mlp.bind(tensors)(x), theirs.eval()(x), atol=1e-5, rtol=1e-4)
    for _ in range(200):
        mlp.power_iteration(tensors)
        theirs.train()(x)
    torch.testing.assert_close(mlp.bind(tensors)(x), theirs.eval()(x), atol=1e-5, rtol=1e-4)


def test_without_spectral_norm_a_power_iteration_is_nothing():
    mlp = MLP(2, 1, 1, 4, torch.relu, norms.none)
    tensors = started(mlp)
    before = {name: tensor.clone() for name, tensor in tensors.items()}
    mlp.power_iteration(tensors)
    assert all(torch.equal(tensors[name], before[name]) for name in before)


# --- dropout -----------------------------------------------------------------------------------------------

WIDE = MLP(1, 1, 1, 1000, torch.ones_like, norms.none)


def dropped(share, seed, training=True):
    """The mean of 1,000 hidden ones for each of 200 samples: a binomial share, scaled back."""
    tensors = started(WIDE)
    tensors["1.weight"].fill_(1 / 1000)
    tensors["1.bias"].zero_()
    how = Pass(training=training, dropout=share, chance=torch.Generator().manual_seed(seed))
    return WIDE.bind(tensors)(torch.zeros(200, 1), how)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_dropout_silences_its_share_and_keeps_the_mean(share):
    values = dropped(share, 4)
    per_unit = share / (1 - share)
    assert abs(values.mean() - 1) < 5 * (per_unit / values.numel() / 1000) ** 0.5
    assert values.var().item() == pytest.approx(per_unit / 1000, rel=0.4)


def test_dropout_is_a_function_of_its_generator_and_off_in_evaluation():
    before = torch.get_rng_state()
    assert torch.equal(dropped(0.5, 4), dropped(0.5, 4))
    assert not torch.equal(dropped(0.5, 4), dropped(0.5, 5))
    torch.testing.assert_close(dropped(0.5, 4, training=False), torch.ones(200, 1))
    assert torch.equal(torch.get_rng_state(), before)
