"""The closed form of a piecewise linear MLP's derivatives, against autograd in float64."""

from __future__ import annotations

import pytest
import torch

from ganviz.networks.activations import SLOPES, tanh
from ganviz.networks.mlp import MLP
from ganviz.networks.normalisation import layer, none

N, INPUTS = 40, 4


def bound(activation, depth=3, **others):
    """A network of random weights in float64."""
    mlp = MLP(INPUTS, others.pop("outputs", 1), depth, 9, activation, others.pop("normalisation", none), **others)
    tensors = {name: torch.empty(shape, dtype=torch.float64, requires_grad=name in mlp.parameters())
               for name, shape in (mlp.parameters() | mlp.buffers()).items()}
    mlp.initialise(tensors, torch.Generator().manual_seed(3))
    return mlp.bind(tensors), [tensors[name] for name in mlp.parameters()]


def drawn(*shape):
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(sum(shape)))


@pytest.mark.parametrize("penalised", [False, True])
@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize("activation", SLOPES)
def test_all_derivatives_are_those_of_autograd(activation, depth, penalised):
    network, weights = bound(activation, depth)
    x, by_logits, share = drawn(N, INPUTS).requires_grad_(), drawn(N, 1), drawn(N, 1).abs()
    logits = network(x)
    (by_inputs,) = torch.autograd.grad(logits.sum(), x, create_graph=True)
    value = (logits * by_logits).sum()
    if penalised:
        value = value + (share * by_inputs.square()).sum() / 2
    expected = torch.autograd.grad(value, weights, allow_unused=True, materialize_grads=True)
    pieces = network.pieces(x)
    torch.testing.assert_close(pieces.logits, logits.detach())
    torch.testing.assert_close(pieces.by_inputs, by_inputs.detach())
    torch.testing.assert_close(pieces.features, network.hidden(x).detach())
    found = pieces.by_weights(by_logits, share * pieces.by_inputs if penalised else None)
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs)


@pytest.mark.parametrize(("activation", "others"), [
    (tanh, {}), (torch.relu, {"normalisation": layer}), (torch.relu, {"spectral_norm": True}),
    (torch.relu, {"outputs": 2})], ids=["curved", "normalised", "spectral norm", "two outputs"])
def test_other_networks_have_no_such_form(activation, others):
    network, _ = bound(activation, **others)
    assert network.pieces(drawn(N, INPUTS)) is None
