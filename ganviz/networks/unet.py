"""The U-Net of Isola et al. 2017, with the names and shapes of its best known implementation (junyanz)."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import nn

from ganviz.networks.layers import Chain, Generator, Steered
from ganviz.networks.mlp import EVALUATION, Pass
from ganviz.networks.style import Sampling, Style

_UP = Sampling(4, 1)


class UNet(Generator):
    """From (n, inputs, H, W) to (n, outputs, H, W) in -1..1; H and W are multiples of 2^levels.

    Args:
        inputs, outputs: channels.
        levels: how often the size is halved.
        width: filters of the first convolution (ngf); 2, 4, 8 times as many in the next ones, 8 in all deeper ones.
        style: how layers are made; dropout is in the blocks from 8 to 8 times ``width`` but the innermost.
    """

    def __init__(self, inputs: int, outputs: int, levels: int, width: int, style: Style) -> None:
        super().__init__()
        self.multiple = 2**levels
        channels = [width * min(2**level, 8) for level in range(levels)]
        block: SkipBlock | None = None
        for level in range(levels - 1, 0, -1):
            outer, inner = channels[level - 1], channels[level]
            drops = style.dropout and outer == inner and block is not None
            block = SkipBlock(outer, inner, block, replace(style, dropout=drops))
        self.model = OuterBlock(inputs, outputs, width, block, style)

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        out: torch.Tensor = self.model(x, how)
        return out


class OuterBlock(Steered):
    """The outermost level: convolution, all other levels, ReLU, up, tanh."""

    def __init__(self, inputs: int, outputs: int, width: int, inside: SkipBlock | None, style: Style) -> None:
        super().__init__()
        assert inside is not None, "a U-Net has two levels at least"
        self.model = Chain(style.conv(inputs, width, 4, 2, 1), inside, nn.ReLU(inplace=True),
                           style.up(2 * width, outputs, _UP, bias=True), nn.Tanh())

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        out: torch.Tensor = self.model(x, how)
        return out


class SkipBlock(Steered):
    """A level below the outermost. Its output is its input, after the leaky ReLU, beside what came up, (n, 2 C, H, W).

    In the reference the leaky ReLU acts in place, so the skip carries its result; the same is said openly here.
    """

    def __init__(self, outer: int, inner: int, inside: SkipBlock | None, style: Style) -> None:
        super().__init__()
        norm = style.norm.make
        down = style.conv(outer, inner, 4, 2, 1)
        if inside is None:
            layers = [down, nn.ReLU(inplace=True), style.up(inner, outer, _UP), norm(outer)]
        else:
            layers = [down, norm(inner), inside, nn.ReLU(inplace=True), style.up(2 * inner, outer, _UP), norm(outer),
                      *style.dropouts()]
        self.model = Chain(nn.LeakyReLU(0.2, inplace=True), *layers)

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        activated = self.model.get_submodule("0")(x)
        return torch.cat((activated, self.model(activated, how, skip=1)), 1)


def unet_64(inputs: int, outputs: int, width: int, style: Style) -> UNet:
    """Six levels."""
    return UNet(inputs, outputs, 6, width, style)


def unet_128(inputs: int, outputs: int, width: int, style: Style) -> UNet:
    """Seven levels."""
    return UNet(inputs, outputs, 7, width, style)


def unet_256(inputs: int, outputs: int, width: int, style: Style) -> UNet:
    """Eight levels."""
    return UNet(inputs, outputs, 8, width, style)
