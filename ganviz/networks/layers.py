"""Layers of the convolutional networks, each told how a pass is meant: no mode flag, no global generator.

A module of PyTorch hides whether it trains in a flag and draws its dropout from the global generator. Here every pass
brings its ``Pass``, so that a snapshot between two steps leaves no trace. Names and shapes of the parameters are those
of PyTorch's modules, which makes checkpoints exchangeable.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.functional import batch_norm, conv2d, instance_norm, interpolate, normalize

from ganviz.networks.dropout import dropout
from ganviz.networks.mlp import EVALUATION, Pass

_SETTLING_ITERATIONS = 15


class Steered(nn.Module):
    """A layer whose forward pass takes (x, how)."""

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward on x of shape (n, C, H, W)."""
        raise NotImplementedError


class Generator(Steered):
    """From images (n, C, H, W) in -1..1 to images.

    Attributes:
        multiple: what H and W have to be multiples of.
    """

    multiple: int


class Discriminator(Steered):
    """From images (n, C, H, W) in -1..1 to the logits of their patches (n, 1, h, w).

    Attributes:
        patch: pixels on a side of what one logit sees.
        stride: pixels between two neighbouring patches.
        least: what H and W have to be at least for one patch.
    """

    patch: int
    stride: int
    least: int


class Chain(Steered):
    """Layers one after the other, named by their place."""

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__()
        for place, layer in enumerate(layers):
            self.add_module(str(place), layer)

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION, skip: int = 0) -> torch.Tensor:
        """Run forward, without the first ``skip`` layers."""
        for place, layer in enumerate(self.children()):
            if place >= skip:
                x = layer(x, how) if isinstance(layer, Steered) else layer(x)
        return x


class BatchNorm(nn.BatchNorm2d, Steered):
    """Batch norm; in training with the batch's own statistics, which ``track`` lets into the running ones."""

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        if how.training and how.track and self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)
        running = not how.training or how.track
        return batch_norm(x, self.running_mean if running else None, self.running_var if running else None,
                          self.weight, self.bias, how.training, 0.1, self.eps)


class InstanceNorm(Steered):
    """Each channel of each image has mean 0 and variance 1; nothing is learned and nothing tracked."""

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:  # noqa: ARG002
        """Run forward."""
        return instance_norm(x)


class GroupNorm(nn.GroupNorm):
    """Groups of channels of each image have mean 0 and variance 1 (Wu and He 2018); at most 32 groups."""

    def __init__(self, channels: int) -> None:
        super().__init__(next(groups for groups in range(min(32, channels), 0, -1) if channels % groups == 0), channels)


class Dropout(Steered):
    """Silences half of the values in training, drawn from the pass's own generator."""

    share = 0.5

    def forward(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        return dropout(x, self.share, how.chance) if how.training else x


class ResizeConv(nn.Conv2d):
    """Doubles the size by repeating pixels, then convolves 3 x 3 (Odena et al. 2016): no checkerboard."""

    def __init__(self, inputs: int, outputs: int, bias: bool) -> None:
        super().__init__(inputs, outputs, 3, padding=1, bias=bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Run forward."""
        return super().forward(interpolate(x, scale_factor=2.0))


class SpectralConv(nn.Conv2d):
    """A convolution whose weight is divided by its largest singular value (Miyato et al. 2018).

    Its vectors move by ``power_iteration`` alone, once per update, never by a forward pass.
    """

    weight_u: torch.Tensor
    weight_v: torch.Tensor

    def __init__(self, inputs: int, outputs: int, size: int, stride: int, padding: int, bias: bool) -> None:
        super().__init__(inputs, outputs, size, stride, padding, bias=bias)
        self.register_buffer("weight_u", torch.empty(outputs))
        self.register_buffer("weight_v", torch.empty(inputs * size * size))

    def _matrix(self) -> torch.Tensor:
        return self.weight.flatten(1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Run forward."""
        sigma = torch.dot(self.weight_u, torch.mv(self._matrix(), self.weight_v))
        return conv2d(x, self.weight / sigma, self.bias, self.stride, self.padding)

    @torch.no_grad()
    def begin(self, generator: torch.Generator) -> None:
        """Draw the vectors and let them settle."""
        for vector in (self.weight_u, self.weight_v):
            vector.copy_(normalize(torch.randn(vector.shape, generator=generator), dim=0))
        for _ in range(_SETTLING_ITERATIONS):
            self.power_iteration()

    @torch.no_grad()
    def power_iteration(self) -> None:
        """One step of the vectors (algorithm 1)."""
        matrix = self._matrix()
        self.weight_v.copy_(normalize(torch.mv(matrix.t(), self.weight_u), dim=0))
        self.weight_u.copy_(normalize(torch.mv(matrix, self.weight_v), dim=0))


def power_iterations(network: nn.Module) -> None:
    """One step of every spectral norm in a network."""
    for layer in network.modules():
        if isinstance(layer, SpectralConv):
            layer.power_iteration()
