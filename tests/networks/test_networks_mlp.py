"""The MLP against an independent ``nn.Sequential`` with the same weights, and its gradients against differences."""

from __future__ import annotations

from collections import OrderedDict

import pytest
import torch
from torch import nn

from ganviz.networks import normalisation as norms
from ganviz.networks.mlp import MLP, Pass
from ganviz.settings.names import ACTIVATIONS, NORMALISATIONS


class Sine(nn.Module):
    def forward(self, x):
        return torch.sin(x)


MODULES = {"relu": nn.ReLU, "leaky_relu": lambda: nn.LeakyReLU(0.2),
           "barely_leaky_relu": lambda: nn.LeakyReLU(0.01), "tanh": nn.Tanh, "silu": nn.SiLU,
           "gelu": nn.GELU, "sine": Sine}
NORM_MODULES = {"batch": nn.BatchNorm1d, "layer": nn.LayerNorm}
X = torch.randn(33, 3, generator=torch.Generator().manual_seed(5))


def zeros(mlp):
    return {name: torch.zeros(shape) for name, shape in (mlp.parameters() | mlp.buffers()).items()}


def started(mlp, seed=1):
    tensors = zeros(mlp)
    mlp.initialise(tensors, torch.Generator().manual_seed(seed))
    return tensors


def twin_module(mlp, tensors, activation, normalisation):
    """The same network as PyTorch's own modules."""
    sizes = [mlp.inputs, *[mlp.width] * mlp.depth, mlp.outputs]
    layers = OrderedDict()
    for i in range(mlp.depth + 1):
        linear = nn.Linear(sizes[i], sizes[i + 1])
        linear.weight.data.copy_(tensors[f"{i}.weight"])
        linear.bias.data.copy_(tensors[f"{i}.bias"])
        layers[f"linear{i}"] = linear
        if i < mlp.depth:
            if normalisation != "none":
                norm = NORM_MODULES[normalisation](sizes[i + 1])
                norm.weight.data.copy_(tensors[f"{i}.scale"])
                norm.bias.data.copy_(tensors[f"{i}.shift"])
                layers[f"norm{i}"] = norm
            layers[f"activation{i}"] = MODULES[activation]()
    return nn.Sequential(layers)


def shaken(mlp, tensors, seed=9):
    """Learned scales and shifts away from their start, so that a forgotten one is seen."""
    source = torch.Generator().manual_seed(seed)
    for name, tensor in tensors.items():
        if name.endswith(("scale", "shift")):
            tensor.add_(torch.rand(tensor.shape, generator=source))
    return tensors


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_the_mlp_equals_a_sequential_of_modules_in_training_and_in_evaluation(depth, activation, normalisation):
    mlp = MLP(3, 2, depth, 7, ACTIVATIONS.load(activation), NORMALISATIONS.load(normalisation))
    tensors = shaken(mlp, started(mlp))
    bound, module = mlp.bind(tensors), twin_module(mlp, tensors, activation, normalisation)
    for k in range(3):
        torch.testing.assert_close(bound(X + k, Pass(training=True, track=True)), module(X + k))
    for i in range(depth) if normalisation == "batch" else ():
        norm = module.get_submodule(f"norm{i}")
        torch.testing.assert_close(tensors[f"{i}.running_mean"], norm.running_mean)
        torch.testing.assert_close(tensors[f"{i}.running_var"], norm.running_var)
    torch.testing.assert_close(bound(X), module.eval()(X))


def test_a_training_pass_that_is_not_tracked_uses_the_batch_but_leaves_the_running_statistics():
    mlp = MLP(3, 2, 2, 7, torch.tanh, norms.batch)
    tensors = started(mlp)
    before = {name: tensor.clone() for name, tensor in tensors.items()}
    bound = mlp.bind(tensors)
    still = bound(X, Pass(training=True))
    assert all(torch.equal(tensors[name], before[name]) for name in tensors)
    assert torch.equal(still, bound(X, Pass(training=True, track=True)))
    assert not torch.equal(tensors["0.running_mean"], before["0.running_mean"])


def test_evaluation_treats_each_sample_alone():
    mlp = MLP(3, 2, 2, 7, torch.tanh, norms.batch)
    bound = mlp.bind(started(mlp))
    bound(X, Pass(training=True, track=True))
    torch.testing.assert_close(bound(X[:1]), bound(X)[:1])


def test_only_batch_norm_says_that_it_mixes_samples():
    assert {name for name in NORMALISATIONS if NORMALISATIONS.load(name).mixes_samples} == {"batch"}


@pytest.mark.parametrize("spectral_norm", [False, True])
@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_agree_with_float64_differences(activation, normalisation, spectral_norm):
    mlp = MLP(2, 1, 2, 4, ACTIVATIONS.load(activation), NORMALISATIONS.load(normalisation), spectral_norm)
    tensors = {name: tensor.double() for name, tensor in shaken(mlp, started(mlp)).items()}
    names = list(mlp.parameters())
    x = torch.randn(5, 2, generator=torch.Generator().manual_seed(3), dtype=torch.float64)

    def function(x, *learned):
        return mlp.bind({**tensors, **dict(zip(names, learned, strict=True))})(x, Pass(training=True))

    inputs = [x, *(tensors[name] for name in names)]
    assert torch.autograd.gradcheck(function, [tensor.clone().requires_grad_() for tensor in inputs])


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
def test_a_fresh_start_is_uniform_within_one_over_the_root_of_the_fan_in(normalisation):
    mlp = MLP(4, 2, 2, 400, torch.relu, NORMALISATIONS.load(normalisation))
    tensors = started(mlp)
    for i, fan_in in enumerate((4, 400, 400)):
        edge = fan_in**-0.5
        for values in (tensors[f"{i}.weight"], tensors[f"{i}.bias"]):
            assert values.abs().max() <= edge
        weight = tensors[f"{i}.weight"] / edge
        assert weight.abs().max() > 0.98
        assert abs(weight.mean()) < 4 / (3 * weight.numel()) ** 0.5
        assert abs(weight.square().mean() - 1 / 3) < 4 * (4 / 45 / weight.numel()) ** 0.5
    for name, value in (*mlp.normalisation.parameters.items(), *mlp.normalisation.buffers.items()):
        assert all((tensors[f"{i}.{name}"] == value).all() for i in range(2))


def test_a_start_is_a_function_of_its_generator_and_leaves_the_global_one_alone():
    mlp = MLP(2, 1, 2, 8, torch.relu, norms.none, spectral_norm=True)
    before = torch.get_rng_state()
    a, b, c = started(mlp, 1), started(mlp, 1), started(mlp, 2)
    assert torch.equal(torch.get_rng_state(), before)
    assert all(torch.equal(a[name], b[name]) for name in a)
    assert not torch.equal(a["1.weight"], c["1.weight"])


def test_names_and_shapes_are_the_documented_ones():
    mlp = MLP(2, 1, 1, 5, torch.relu, norms.batch, spectral_norm=True)
    assert mlp.parameters() == {"0.weight": (5, 2), "0.bias": (5,), "0.scale": (5,), "0.shift": (5,),
                                "1.weight": (1, 5), "1.bias": (1,)}
    assert mlp.buffers() == {"0.running_mean": (5,), "0.running_var": (5,), "0.u": (5,), "0.v": (2,),
                             "1.u": (1,), "1.v": (5,)}
