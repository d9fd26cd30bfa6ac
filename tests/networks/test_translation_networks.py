"""Generators and discriminators of image games: the reference's names, shapes and values, and what it has not."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from ganviz.networks import initialisation, patchgan, resnet, style, unet
from ganviz.networks.layers import SpectralConv, power_iterations
from ganviz.networks.mlp import Pass
from ganviz.networks.style import Style
from ganviz.settings.translation_names import GENERATORS
from tests.networks.plain_translation import PlainPatchGAN, PlainPixel, PlainResNet, PlainUNet

NORMS = {"batch": style.batch, "instance": style.instance, "none": style.none}
TRAINING = Pass(training=True, track=True)


def built(make, seed=1, fill=initialisation.normal):
    return initialisation.built(make, fill, torch.Generator().manual_seed(seed))


def images(*shape, seed=2):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


CASES = {
    **{f"unet_{2**levels}-{norm}": (lambda s, f=f: f(3, 3, 8, s), lambda n, k=levels: PlainUNet(k, n, False, ngf=8),
                                    norm, 2**levels)
       for levels, f in ((6, unet.unet_64), (7, unet.unet_128), (8, unet.unet_256)) for norm in NORMS},
    "resnet_6blocks": (lambda s: resnet.resnet_6blocks(3, 1, 8, s),
                       lambda n: PlainResNet(6, n, outputs=1, ngf=8), "instance", 32),
    "resnet_9blocks": (lambda s: resnet.resnet_9blocks(1, 3, 8, s),
                       lambda n: PlainResNet(9, n, inputs=1, ngf=8), "batch", 20),
    "basic": (lambda s: patchgan.basic(6, 8, 5, s), lambda n: PlainPatchGAN(6, n, 3, 8), "batch", 64),
    "n_layers": (lambda s: patchgan.n_layers(3, 8, 5, s), lambda n: PlainPatchGAN(3, n, 5, 8), "instance", 128),
    "pixel": (lambda s: patchgan.pixel(6, 8, 3, s), lambda n: PlainPixel(6, n, 8), "instance", 16),
}


@pytest.mark.parametrize("case", CASES)
def test_names_shapes_and_values_are_the_reference_s(case):
    make, plain, norm, size = CASES[case]
    ours, theirs = built(lambda: make(Style(NORMS[norm]))), plain(norm)
    assert {n: t.shape for n, t in ours.state_dict().items()} == {n: t.shape for n, t in theirs.state_dict().items()}
    theirs.load_state_dict(ours.state_dict())
    inputs = next(parameter.shape[1] for parameter in ours.parameters())
    x = images(2, inputs, size, size)
    for how, training in ((TRAINING, True), (Pass(), False)):
        theirs.train(training)
        if norm == "instance":
            theirs.train()  # instance norm knows no other way
        torch.testing.assert_close(ours(x.clone(), how), theirs(x.clone()), rtol=1e-4, atol=1e-5)
    for name, tensor in theirs.state_dict().items():
        torch.testing.assert_close(ours.state_dict()[name], tensor, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", list(GENERATORS))
def test_a_generator_takes_the_multiples_that_its_entry_names(name):
    assert built(lambda: GENERATORS.load(name)(3, 3, 8, Style())).multiple == GENERATORS[name].facts["multiple"]


def test_dropout_sits_where_the_reference_has_it():
    def places(network, kind):
        return [name for name, layer in network.named_modules() if type(layer).__name__ == kind]

    ours = built(lambda: unet.unet_256(3, 3, 8, Style(dropout=True)))
    assert places(ours, "Dropout") == places(PlainUNet(8, "batch", True, ngf=8), "Dropout")
    assert len(places(ours, "Dropout")) == 3
    ours = built(lambda: resnet.resnet_6blocks(3, 3, 8, Style(style.instance, dropout=True)))
    theirs = PlainResNet(6, "instance", True, ngf=8)
    assert places(ours, "Dropout") == places(theirs, "Dropout")
    assert list(ours.state_dict()) == list(theirs.state_dict())


def test_dropout_draws_from_the_pass_and_not_at_evaluation():
    network = built(lambda: unet.unet_64(3, 3, 8, Style(dropout=True)))
    x = images(1, 3, 64, 64)

    def at(seed):
        return network(x, Pass(True, False, 0.5, torch.Generator().manual_seed(seed)))

    before = torch.get_rng_state()
    assert torch.equal(at(1), at(1))
    assert not torch.equal(at(1), at(2))
    assert torch.equal(network(x), network(x))
    assert torch.equal(torch.get_rng_state(), before)


def test_a_pass_that_does_not_track_leaves_the_running_statistics_alone():
    network = built(lambda: patchgan.basic(3, 8, 3, Style()))
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    network(images(2, 3, 64, 64), Pass(training=True))
    network(images(2, 3, 64, 64))
    assert all(torch.equal(before[name], tensor) for name, tensor in network.state_dict().items())
    network(images(2, 3, 64, 64), TRAINING)
    changed = {name.rpartition(".")[2] for name, tensor in network.state_dict().items()
               if not torch.equal(before[name], tensor)}
    assert changed == {"running_mean", "running_var", "num_batches_tracked"}


@pytest.mark.parametrize("make", [lambda s: unet.unet_64(3, 3, 8, s), lambda s: resnet.resnet_6blocks(3, 3, 8, s)])
def test_resize_convolution_gives_the_same_size_and_no_checkerboard(make):
    x = torch.full((1, 3, 64, 64), 0.3)
    network = built(lambda: make(Style(style.none, style.resize)), fill=initialisation.kaiming)
    assert network(x).shape == x.shape
    layer = style.resize(4, 2, style.Sampling(4, 1), True)
    nn.init.normal_(layer.weight, generator=torch.Generator().manual_seed(3))
    flat = layer(torch.ones(1, 4, 8, 8))[..., 2:-2, 2:-2]
    assert flat.std(dim=(2, 3)).max() < 1e-5, "a constant stays constant"
    layer = style.transposed(4, 2, style.Sampling(3, 1, 1), True)
    nn.init.normal_(layer.weight, generator=torch.Generator().manual_seed(3))
    assert layer(torch.ones(1, 4, 8, 8))[..., 2:-2, 2:-2].std(dim=(2, 3)).min() > 0.1


def test_group_norm_takes_any_width():
    for channels in (1, 6, 7, 64, 48):
        assert style.group.make(channels)(images(2, channels, 4, 4)).shape == (2, channels, 4, 4)


@pytest.mark.parametrize(("make", "patch", "stride"), [
    (lambda: patchgan.basic(3, 4, 3, Style(style.none)), 70, 8),
    (lambda: patchgan.n_layers(3, 4, 1, Style(style.none)), 16, 2),
    (lambda: patchgan.n_layers(3, 4, 4, Style(style.none)), 142, 16),
    (lambda: patchgan.pixel(3, 4, 3, Style(style.none)), 1, 1)])
def test_a_patch_is_as_large_as_it_says(make, patch, stride):
    network = built(make, fill=initialisation.kaiming)
    assert (network.patch, network.stride) == (patch, stride)
    x = images(1, 3, 256, 256).requires_grad_()
    logits = network(x)
    row, column = logits.shape[2] // 2, logits.shape[3] // 2
    (gradient,) = torch.autograd.grad(logits[0, 0, row, column], x)
    seen = gradient.abs().sum((0, 1)).nonzero()
    assert (seen.max(0).values - seen.min(0).values + 1).tolist() == [patch, patch]


def test_spectral_norm_holds_the_largest_singular_value_at_one():
    network = built(lambda: patchgan.basic(3, 16, 3, Style(style.none, spectral=True)), fill=initialisation.kaiming)
    for layer in network.modules():
        if isinstance(layer, SpectralConv):
            for _ in range(200):
                layer.power_iteration()
            sigma = torch.dot(layer.weight_u, torch.mv(layer.weight.flatten(1), layer.weight_v))
            torch.testing.assert_close(sigma, torch.linalg.matrix_norm(layer.weight.flatten(1), 2), rtol=1e-3, atol=0)
    before = [buffer.clone() for buffer in network.buffers()]
    network(images(1, 3, 64, 64), TRAINING)
    assert all(torch.equal(a, b) for a, b in zip(before, network.buffers(), strict=True))
    nn.init.normal_(next(network.parameters()), generator=torch.Generator().manual_seed(3))
    power_iterations(network)
    assert not all(torch.equal(a, b) for a, b in zip(before, network.buffers(), strict=True))


SPREADS = {"normal": lambda fan_in, fan_out: 0.02,
           "xavier": lambda fan_in, fan_out: 0.02 * (2 / (fan_in + fan_out)) ** 0.5,
           "kaiming": lambda fan_in, fan_out: (2 / fan_in) ** 0.5}


@pytest.mark.parametrize("name", SPREADS)
def test_weights_begin_with_the_spread_that_the_name_says(name):
    network = built(lambda: patchgan.basic(3, 64, 3, Style()), fill=getattr(initialisation, name))
    weight = network.get_submodule("model.5").weight
    assert weight.std().item() == pytest.approx(SPREADS[name](128 * 16, 256 * 16), rel=0.01)
    norm = network.get_submodule("model.6")
    assert norm.weight.mean().item() == pytest.approx(1, abs=0.01)
    assert norm.weight.std().item() == pytest.approx(0.02, rel=0.2)
    assert not norm.bias.any()
    assert not network.get_submodule("model.0").bias.any()


def test_orthogonal_weights_are_orthogonal():
    weight = built(lambda: patchgan.basic(3, 16, 3, Style()), fill=initialisation.orthogonal)
    matrix = weight.get_submodule("model.5").weight.flatten(1)
    torch.testing.assert_close(matrix @ matrix.t(), 4e-4 * torch.eye(len(matrix)), rtol=0, atol=1e-8)


def test_a_network_is_a_function_of_its_seed_and_touches_no_global_generator():
    before = torch.get_rng_state()
    a, b, c = (built(lambda: unet.unet_64(3, 3, 8, Style()), seed) for seed in (4, 4, 5))
    assert torch.equal(torch.get_rng_state(), before)
    same = [all(torch.equal(x, y) for x, y in zip(a.parameters(), other.parameters(), strict=True)) for other in (b, c)]
    assert same == [True, False]
