"""The convolutional networks of ALI: against PyTorch's modules, and the ladders against the published sizes."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from ganviz.games.ali_images import build_parts
from ganviz.networks.conv import Convolution
from ganviz.networks.joint_conv import JointConv
from ganviz.networks.mlp import Pass
from ganviz.networks.normalisation import batch, layer, none
from ganviz.settings.ali import ALISettings
from ganviz.settings.ali_names import LADDERS, SIZES

TRAINING = Pass(training=True, track=True)


class Classes:
    """All that the parts ask of images before they are drawn."""

    classes = ("a", "b", "c")


def built(**values):
    settings = ALISettings(problem="images", data="demo:digits", filters=4, latent_dim=5, **values)
    return build_parts(settings, Classes(), 1, torch.device("cpu"))


def begun(network, seed=1):
    """Its tensors, freshly begun."""
    tensors = {name: torch.empty(shape) for name, shape in (network.parameters() | network.buffers()).items()}
    network.initialise(tensors, torch.Generator().manual_seed(seed))
    return tensors


def drawn(*shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(sum(shape)))


def run(network, inputs, how=TRAINING):
    return network.bind(begun(network))(inputs, how)


@pytest.mark.parametrize("labels", ["none", "conditional", "supervised"])
@pytest.mark.parametrize("grey", [True, False])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ladder", LADDERS)
def test_every_ladder_ends_where_it_should(ladder, size, grey, labels):
    parts = built(ladder=ladder, size=size, grey=grey, labels=labels)
    x, y, z = drawn(2, 1 if grey else 3, int(size), int(size)), torch.eye(3)[:2], drawn(2, 5)
    y = None if labels == "none" else y
    code = run(parts.encoder, parts.use.for_encoder(x, y))
    assert code.shape == (2, 3 if labels == "supervised" else 10)
    made = run(parts.generator, parts.use.for_generator(z, y))
    assert made.shape == x.shape
    assert made.abs().max() <= 1
    assert run(parts.discriminator, parts.use.pair(x, parts.use.code(z, y), y)).shape == (2, 1)


def of_the_paper(size):
    """The parts by its ladder, and the shapes of each network's weights."""
    settings = ALISettings(problem="images", data="demo:digits", ladder="paper", latent_dim=256, size=size)
    parts = build_parts(settings, Classes(), 1, torch.device("cpu"))
    return parts, {name: [shape for key, shape in getattr(parts, name).parameters().items() if key.endswith("weight")]
                   for name in ("encoder", "generator", "discriminator")}


def test_the_papers_networks_of_64_pixels_have_its_sizes():
    """Dumoulin et al. 2017, table 5, the networks for CelebA: kernels, and channels from 3 and to 512."""
    _, weights = of_the_paper("64")
    down = [(64, 3, 2, 2), (128, 64, 7, 7), (256, 128, 5, 5), (256, 256, 7, 7), (512, 256, 4, 4)]
    assert weights["encoder"] == [*down, (512, 512, 1, 1)]
    assert weights["generator"] == [(256, 512, 4, 4), (512, 256, 7, 7), (256, 256, 5, 5), (256, 128, 7, 7),
                                    (128, 64, 2, 2), (3, 64, 1, 1)]
    assert weights["discriminator"] == [*down, (1024, 256, 1, 1), (1024, 1024, 1, 1), (2048, 1536, 1, 1),
                                        (2048, 2048, 1, 1), (1, 2048, 1, 1)]


def test_the_papers_networks_have_its_sizes():
    """Dumoulin et al. 2017, the table of the networks for SVHN: kernels, and channels from 3 and to 512."""
    parts, weights = of_the_paper("32")
    assert weights["encoder"] == [(32, 3, 5, 5), (64, 32, 4, 4), (128, 64, 4, 4), (256, 128, 4, 4), (512, 256, 4, 4),
                                  (512, 512, 1, 1), (512, 512, 1, 1)]
    assert weights["generator"] == [(256, 256, 4, 4), (256, 128, 4, 4), (128, 64, 4, 4), (64, 32, 4, 4),
                                    (32, 32, 5, 5), (32, 32, 1, 1), (3, 32, 1, 1)]
    assert weights["discriminator"] == [
        (32, 3, 5, 5), (64, 32, 4, 4), (128, 64, 4, 4), (256, 128, 4, 4), (512, 256, 4, 4), (512, 256, 1, 1),
        (512, 512, 1, 1), (1024, 1024, 1, 1), (1024, 1024, 1, 1), (1, 1024, 1, 1)]
    assert begun(parts.encoder)["trunk0.4.weight"].std() == pytest.approx(0.01, rel=0.01)


@pytest.mark.parametrize("how", [TRAINING, Pass()], ids=["training", "evaluation"])
def test_a_network_equals_pytorchs_modules(how):
    """Down and up again, with batch norm: values, gradients and running statistics."""
    leaky = nn.functional.leaky_relu
    network = JointConv(((Convolution(3, 4, 4, 2, 1, activation=leaky),
                          Convolution(4, 6, 3, 1, 1, normalisation=batch, activation=leaky), Convolution(6, 8, 4)),),
                        (Convolution(8, 6, 4, up=True, normalisation=batch), Convolution(6, 3, 4, 2, 1, up=True)))
    tensors = {name: tensor.requires_grad_(name in network.parameters()) for name, tensor in begun(network).items()}
    modules = nn.Sequential(
        nn.Conv2d(3, 4, 4, 2, 1), nn.LeakyReLU(0.01), nn.Conv2d(4, 6, 3, 1, 1, bias=False), nn.BatchNorm2d(6),
        nn.LeakyReLU(0.01), nn.Conv2d(6, 8, 4), nn.ConvTranspose2d(8, 6, 4, bias=False), nn.BatchNorm2d(6),
        nn.ConvTranspose2d(6, 3, 4, 2, 1)).train(how.training)
    theirs = [parameter for module in modules for parameter in module.parameters()]
    with torch.no_grad():
        for mine, parameter in zip((tensors[name] for name in network.parameters()), theirs, strict=True):
            parameter.copy_(mine)
    x = drawn(5, 3, 8, 8)
    ours, expected = network.bind(tensors)([x], how), modules(x)
    torch.testing.assert_close(ours, expected)
    gradients = torch.autograd.grad(ours.square().sum(), [tensors[name] for name in network.parameters()])
    for mine, parameter in zip(gradients, torch.autograd.grad(expected.square().sum(), theirs), strict=True):
        torch.testing.assert_close(mine, parameter, rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(tensors["trunk0.1.running_mean"], modules[3].running_mean)
    torch.testing.assert_close(tensors["head.0.running_var"], modules[7].running_var)


def test_layer_norm_keeps_each_image_in_range():
    norm = Convolution(1, 4, 3, 1, 1, normalisation=layer)
    network = JointConv((), (norm, Convolution(4, 1)))
    x = drawn(3, 1, 6, 6) * torch.tensor([1, 10, 100]).view(3, 1, 1, 1)
    hidden = network.bind(begun(network)).hidden([x])
    flat = hidden.flatten(1)
    torch.testing.assert_close(flat.mean(1), torch.zeros(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(flat.std(1, correction=0), torch.ones(3), atol=1e-2, rtol=0)


def test_spectral_norm_divides_by_the_largest_singular_value():
    network = JointConv((), (Convolution(3, 8, 4, spectral_norm=True), Convolution(8, 1, spectral_norm=True)))
    tensors = begun(network)
    for _ in range(200):
        network.power_iteration(tensors)
    alone = Convolution(3, 8, 4, spectral_norm=True)
    own = {name.removeprefix("head.0."): tensor for name, tensor in tensors.items() if name.startswith("head.0.")}
    matrix = own["weight"].flatten(1)
    x = drawn(1, 3, 4, 4)
    expected = (matrix / torch.linalg.svdvals(matrix)[0]) @ x.flatten() + own["bias"]
    torch.testing.assert_close(alone(x, own, Pass()).flatten(), expected, rtol=1e-4, atol=1e-5)


def test_dropout_takes_its_share_before_every_layer():
    network = JointConv((), (Convolution(1, 1, normalisation=none), Convolution(1, 1)))
    tensors = {name: torch.full(shape, float(name.endswith("weight"))) for name, shape in network.parameters().items()}
    how = Pass(training=True, dropout=0.5, chance=torch.Generator().manual_seed(1))
    values = network.bind(tensors).hidden([torch.ones(10_000, 1)], how)
    assert set(values.unique().tolist()) == {0.0, 4.0}, "twice silenced, twice scaled"
    assert (values > 0).float().mean() == pytest.approx(0.25, abs=0.02)
