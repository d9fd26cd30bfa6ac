"""The PatchGAN discriminators of Isola et al. 2017: one logit for every patch of an image."""

from __future__ import annotations

import torch
from torch import nn

from ganviz.networks.layers import Chain, Discriminator
from ganviz.networks.mlp import EVALUATION, Pass
from ganviz.networks.style import Style


class PatchGAN(Discriminator):
    """From (n, inputs, H, W) to the logits of patches, (n, 1, h, w).

    Args:
        inputs: channels.
        layers: convolutions between the first and the last; 3 make the patch of 70 pixels.
        width: filters of the first convolution (ndf).
        style: how layers are made.
    """

    def __init__(self, inputs: int, layers: int, width: int, style: Style) -> None:
        super().__init__()
        chain = [style.conv(inputs, width, 4, 2, 1, bias=True), nn.LeakyReLU(0.2, inplace=True)]
        channels = width
        for number in range(1, layers + 1):
            wider = width * min(2**number, 8)
            chain += [style.conv(channels, wider, 4, 2 if number < layers else 1, 1), style.norm.make(wider),
                      nn.LeakyReLU(0.2, inplace=True)]
            channels = wider
        self.model = Chain(*chain, style.conv(channels, 1, 4, 1, 1, bias=True))
        self.stride = 2**layers
        self.least = 3 * self.stride  # each halving rounds down, and each of the last two convolutions takes one off
        self.patch = 1
        for stride in (1, 1, *[2] * layers):
            self.patch = (self.patch - 1) * stride + 4

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        out: torch.Tensor = self.model(x, how)
        return out


class PixelGAN(Discriminator):
    """Judges every pixel by its colour alone: from (n, inputs, H, W) to logits (n, 1, H, W)."""

    patch = stride = least = 1

    def __init__(self, inputs: int, width: int, style: Style) -> None:
        super().__init__()
        self.net = Chain(style.conv(inputs, width, 1, bias=True), nn.LeakyReLU(0.2, inplace=True),
                         style.conv(width, 2 * width, 1), style.norm.make(2 * width), nn.LeakyReLU(0.2, inplace=True),
                         style.conv(2 * width, 1, 1))

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        out: torch.Tensor = self.net(x, how)
        return out


def basic(inputs: int, width: int, layers: int, style: Style) -> PatchGAN:  # noqa: ARG001
    """Patches of 70 pixels, whatever ``layers`` says."""
    return PatchGAN(inputs, 3, width, style)


def n_layers(inputs: int, width: int, layers: int, style: Style) -> PatchGAN:
    """Patches as large as ``layers`` make them."""
    return PatchGAN(inputs, layers, width, style)


def pixel(inputs: int, width: int, layers: int, style: Style) -> PixelGAN:  # noqa: ARG001
    """Patches of one pixel."""
    return PixelGAN(inputs, width, style)
