"""What an iteration has to compute is counted without networks: the count is that of the networks themselves."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from ganviz.games.cyclegan import CycleGANGame
from ganviz.games.pix2pix import Pix2PixGame
from ganviz.settings.cyclegan import CycleGANSettings
from ganviz.settings.multiply_adds import both_ways, cyclegan, pix2pix
from ganviz.settings.pix2pix import Pix2PixSettings

SMALL = {"width_g": 4, "width_d": 4, "grey_b": True, "batch_size": 2}


def counted(network: nn.Module, *shape: int) -> int:
    """The multiply-adds of a pass."""
    found = []

    def note(layer: nn.Module, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> None:
        size = layer.kernel_size[0] ** 2
        each = inputs[0].numel() * layer.out_channels if isinstance(layer, nn.ConvTranspose2d) else (
            output.numel() * layer.in_channels)
        found.append(each * size)

    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            layer.register_forward_hook(note)
    with torch.no_grad():
        network(torch.zeros(1, *shape))
    return sum(found)


@pytest.mark.parametrize("values", [
    {"generator": "unet_64", "crop_size": 64}, {"generator": "unet_128", "crop_size": 128, "up_sampling": "resize"},
    {"generator": "resnet_6blocks", "crop_size": 64, "discriminator": "n_layers", "layers_d": 2},
    {"generator": "resnet_9blocks", "crop_size": 60, "up_sampling": "resize", "discriminator": "pixel"},
    {"generator": "unet_64", "crop_size": 64, "weight_gan": 0.0}])
def test_an_iteration_of_pix2pix(values: dict[str, object]) -> None:
    settings, side = Pix2PixSettings(**SMALL, **values), values["crop_size"]
    g = counted(Pix2PixGame.generators(settings, 1)["G"], 3, side, side)
    d = counted(Pix2PixGame.discriminators(settings, 1)["D"], 4, side, side)
    assert pix2pix(settings.model_dump()) == 2 * (3 * g + (8 * d if settings.weight_gan else 0))


@pytest.mark.parametrize("identity", [0.0, 0.5])
def test_an_iteration_of_cyclegan(identity: float) -> None:
    values = {**SMALL, "grey_b": identity == 0}
    settings = CycleGANSettings(**values, generator="resnet_6blocks", crop_size=64, weight_identity=identity)
    b = 1 if settings.grey_b else 3
    generators, judges = CycleGANGame.generators(settings, 1), CycleGANGame.discriminators(settings, 1)
    ways = counted(generators["G_A"], 3, 64, 64) + counted(generators["G_B"], b, 64, 64)
    judged = counted(judges["D_A"], b, 64, 64) + counted(judges["D_B"], 3, 64, 64)
    assert both_ways(settings.model_dump()) == ways
    assert cyclegan(settings.model_dump()) == 2 * (3 * (3 if identity else 2) * ways + 8 * judged)
