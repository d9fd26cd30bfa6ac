"""How convolutional networks begin: weights drawn from a generator of their own, biases 0, norms around 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import nn

from ganviz.networks.layers import SpectralConv

_GAIN = 0.02

Network = TypeVar("Network", bound=nn.Module)
Fill = Callable[[torch.Tensor, torch.Generator], object]


def normal(weight: torch.Tensor, generator: torch.Generator) -> None:
    """N(0, 0.02), as in Radford et al. 2016."""
    nn.init.normal_(weight, 0.0, _GAIN, generator=generator)


def xavier(weight: torch.Tensor, generator: torch.Generator) -> None:
    """Glorot and Bengio 2010, normal, gain 0.02."""
    nn.init.xavier_normal_(weight, _GAIN, generator=generator)


def kaiming(weight: torch.Tensor, generator: torch.Generator) -> None:
    """He et al. 2015, normal, by the inputs."""
    nn.init.kaiming_normal_(weight, generator=generator)


def orthogonal(weight: torch.Tensor, generator: torch.Generator) -> None:
    """Saxe et al. 2014, gain 0.02."""
    nn.init.orthogonal_(weight, _GAIN, generator=generator)


@torch.no_grad()
def begin(network: nn.Module, fill: Fill, generator: torch.Generator) -> None:
    """Fill a network that has memory on the CPU but no values yet.

    Convolutions by ``fill``, their biases 0; batch norm N(1, 0.02) and 0, as in the reference; group norm 1 and 0.
    """
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            fill(layer.weight, generator)
            if layer.bias is not None:
                layer.bias.zero_()
        elif isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            nn.init.normal_(layer.weight, 1.0, _GAIN, generator=generator)
            layer.bias.zero_()
        elif isinstance(layer, nn.GroupNorm):
            layer.reset_parameters()
        if isinstance(layer, SpectralConv):
            layer.begin(generator)


def built(make: Callable[[], Network], fill: Fill, generator: torch.Generator) -> Network:
    """A network on the CPU, made and begun without touching the global generator.

    Under ``torch.device("meta")`` it stays an outline without memory.
    """
    with torch.device("meta"):
        network = make()
    if torch.get_default_device().type == "meta":
        return network
    network.to_empty(device="cpu")
    begin(network, fill, generator)
    return network
