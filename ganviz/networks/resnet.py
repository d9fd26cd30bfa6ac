"""The ResNet generator of Johnson et al. 2016 and Zhu et al. 2017, with the names and shapes of the latter's code."""

from __future__ import annotations

import torch
from torch import nn

from ganviz.networks.layers import Chain, Generator, Steered
from ganviz.networks.mlp import EVALUATION, Pass
from ganviz.networks.style import Sampling, Style

_UP = Sampling(3, 1, 1)


class ResNet(Generator):
    """From (n, inputs, H, W) to (n, outputs, H, W) in -1..1; H and W are multiples of 4.

    Args:
        inputs, outputs: channels.
        blocks: residual blocks between two halvings and two doublings of the size.
        width: filters of the first convolution (ngf).
        style: how layers are made.
    """

    multiple = 4

    def __init__(self, inputs: int, outputs: int, blocks: int, width: int, style: Style) -> None:
        super().__init__()
        norm = style.norm.make
        layers: list[nn.Module] = [nn.ReflectionPad2d(3), style.conv(inputs, width, 7), norm(width),
                                   nn.ReLU(inplace=True)]
        for size in (width, 2 * width):
            layers += [style.conv(size, 2 * size, 3, 2, 1), norm(2 * size), nn.ReLU(inplace=True)]
        layers += [ResidualBlock(4 * width, style) for _ in range(blocks)]
        for size in (4 * width, 2 * width):
            layers += [style.up(size, size // 2, _UP), norm(size // 2), nn.ReLU(inplace=True)]
        layers += [nn.ReflectionPad2d(3), style.conv(width, outputs, 7, bias=True), nn.Tanh()]
        self.model = Chain(*layers)

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        out: torch.Tensor = self.model(x, how)
        return out


class ResidualBlock(Steered):
    """Two convolutions 3 x 3, added to the input."""

    def __init__(self, channels: int, style: Style) -> None:
        super().__init__()
        norm = style.norm.make
        self.conv_block = Chain(nn.ReflectionPad2d(1), style.conv(channels, channels, 3), norm(channels),
                                nn.ReLU(inplace=True), *style.dropouts(),
                                nn.ReflectionPad2d(1), style.conv(channels, channels, 3), norm(channels))

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        out: torch.Tensor = self.conv_block(x, how)
        return x + out


def resnet_6blocks(inputs: int, outputs: int, width: int, style: Style) -> ResNet:
    """Six residual blocks, for images of 128 pixels."""
    return ResNet(inputs, outputs, 6, width, style)


def resnet_9blocks(inputs: int, outputs: int, width: int, style: Style) -> ResNet:
    """Nine residual blocks, for images of 256 pixels and more."""
    return ResNet(inputs, outputs, 9, width, style)
