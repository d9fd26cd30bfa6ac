"""How the layers of a convolutional network are made: norm, up-sampling, dropout, spectral norm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn

from ganviz.networks.layers import BatchNorm, Dropout, GroupNorm, InstanceNorm, ResizeConv, SpectralConv

Normalise = Callable[[int], nn.Module]
UpSample = Callable[[int, int, "Sampling", bool], nn.Module]


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm for feature maps.

    Attributes:
        make: from channels to the layer.
        bias: whether convolutions before it have a bias; as in the reference, with instance norm only.
    """

    make: Normalise
    bias: bool = False


@dataclass(frozen=True, slots=True)
class Sampling:
    """The numbers of a transposed convolution of stride 2."""

    size: int
    padding: int
    output_padding: int = 0


batch = Norm(BatchNorm)
instance = Norm(lambda _channels: InstanceNorm(), bias=True)
group = Norm(GroupNorm)
none = Norm(lambda _channels: nn.Identity())


def transposed(inputs: int, outputs: int, sampling: Sampling, bias: bool) -> nn.Module:
    """A transposed convolution that doubles the size."""
    return nn.ConvTranspose2d(inputs, outputs, sampling.size, 2, sampling.padding, sampling.output_padding, bias=bias)


def resize(inputs: int, outputs: int, sampling: Sampling, bias: bool) -> nn.Module:  # noqa: ARG001
    """Repeated pixels and a plain convolution in its place."""
    return ResizeConv(inputs, outputs, bias)


@dataclass(frozen=True, slots=True)
class Style:
    """What is common to a network's layers.

    Attributes:
        norm: how feature maps are kept in range.
        up_sample: how the size is doubled.
        dropout: whether the blocks that may have dropout have it.
        spectral: whether plain convolutions have spectral norm.
    """

    norm: Norm = batch
    up_sample: UpSample = transposed
    dropout: bool = False
    spectral: bool = False

    def conv(self, inputs: int, outputs: int, size: int, stride: int = 1, padding: int = 0,
             bias: bool | None = None) -> nn.Module:
        """A convolution; its bias is the norm's choice unless it is named."""
        bias = self.norm.bias if bias is None else bias
        if self.spectral:
            return SpectralConv(inputs, outputs, size, stride, padding, bias)
        return nn.Conv2d(inputs, outputs, size, stride, padding, bias=bias)

    def up(self, inputs: int, outputs: int, sampling: Sampling, bias: bool | None = None) -> nn.Module:
        """What doubles the size."""
        return self.up_sample(inputs, outputs, sampling, self.norm.bias if bias is None else bias)

    def dropouts(self) -> list[nn.Module]:
        """A dropout layer, or none."""
        return [Dropout()] if self.dropout else []
