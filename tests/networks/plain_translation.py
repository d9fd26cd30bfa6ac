"""The reference's networks written plainly with PyTorch's own modules, from the names and shapes of its files alone."""

from __future__ import annotations

import functools

import torch
from torch import nn

NORMS = {"batch": nn.BatchNorm2d, "instance": nn.InstanceNorm2d, "none": lambda channels: nn.Identity()}


class Level(nn.Module):
    """One level of the U-Net; its first activation works in place, so the skip carries the activated input."""

    def __init__(self, *layers, outermost=False):
        super().__init__()
        self.model = nn.Sequential(*layers)
        self.outermost = outermost

    def forward(self, x):
        return self.model(x) if self.outermost else torch.cat([x, self.model(x)], 1)


class PlainUNet(nn.Module):
    def __init__(self, levels, norm, dropout, inputs=3, outputs=3, ngf=64):
        super().__init__()
        bias, make = norm == "instance", NORMS[norm]
        down = functools.partial(nn.Conv2d, kernel_size=4, stride=2, padding=1, bias=bias)
        up = functools.partial(nn.ConvTranspose2d, kernel_size=4, stride=2, padding=1, bias=bias)
        wide = 8 * ngf
        block = Level(nn.LeakyReLU(0.2, True), down(wide, wide), nn.ReLU(True), up(wide, wide), make(wide))
        for _ in range(levels - 5):
            drops = [nn.Dropout(0.5)] if dropout else []
            block = Level(nn.LeakyReLU(0.2, True), down(wide, wide), make(wide), block, nn.ReLU(True),
                          up(2 * wide, wide), make(wide), *drops)
        for outer, inner in ((4 * ngf, 8 * ngf), (2 * ngf, 4 * ngf), (ngf, 2 * ngf)):
            block = Level(nn.LeakyReLU(0.2, True), down(outer, inner), make(inner), block, nn.ReLU(True),
                          up(2 * inner, outer), make(outer))
        last = nn.ConvTranspose2d(2 * ngf, outputs, 4, 2, 1)
        self.model = Level(down(inputs, ngf), block, nn.ReLU(True), last, nn.Tanh(), outermost=True)

    def forward(self, x):
        return self.model(x)


class Residual(nn.Module):
    def __init__(self, channels, bias, make, dropout):
        super().__init__()
        drops = [nn.Dropout(0.5)] if dropout else []
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=bias), make(channels), nn.ReLU(True), *drops,
            nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=bias), make(channels))

    def forward(self, x):
        return x + self.conv_block(x)


class PlainResNet(nn.Module):
    def __init__(self, blocks, norm, dropout=False, inputs=3, outputs=3, ngf=64):
        super().__init__()
        bias, make = norm == "instance", NORMS[norm]
        layers = [nn.ReflectionPad2d(3), nn.Conv2d(inputs, ngf, 7, bias=bias), make(ngf), nn.ReLU(True)]
        for size in (ngf, 2 * ngf):
            layers += [nn.Conv2d(size, 2 * size, 3, 2, 1, bias=bias), make(2 * size), nn.ReLU(True)]
        layers += [Residual(4 * ngf, bias, make, dropout) for _ in range(blocks)]
        for size in (4 * ngf, 2 * ngf):
            layers += [nn.ConvTranspose2d(size, size // 2, 3, 2, 1, 1, bias=bias), make(size // 2), nn.ReLU(True)]
        self.model = nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(ngf, outputs, 7), nn.Tanh())

    def forward(self, x):
        return self.model(x)


class PlainPatchGAN(nn.Module):
    def __init__(self, inputs, norm, layers=3, ndf=64):
        super().__init__()
        bias, make = norm == "instance", NORMS[norm]
        chain = [nn.Conv2d(inputs, ndf, 4, 2, 1), nn.LeakyReLU(0.2, True)]
        channels = ndf
        for number in range(1, layers + 1):
            wider = min(2**number, 8) * ndf
            chain += [nn.Conv2d(channels, wider, 4, 1 if number == layers else 2, 1, bias=bias), make(wider),
                      nn.LeakyReLU(0.2, True)]
            channels = wider
        self.model = nn.Sequential(*chain, nn.Conv2d(channels, 1, 4, 1, 1))

    def forward(self, x):
        return self.model(x)


class PlainPixel(nn.Module):
    def __init__(self, inputs, norm, ndf=64):
        super().__init__()
        bias, make = norm == "instance", NORMS[norm]
        self.net = nn.Sequential(nn.Conv2d(inputs, ndf, 1), nn.LeakyReLU(0.2, True),
                                 nn.Conv2d(ndf, 2 * ndf, 1, bias=bias), make(2 * ndf), nn.LeakyReLU(0.2, True),
                                 nn.Conv2d(2 * ndf, 1, 1, bias=bias))

    def forward(self, x):
        return self.net(x)
