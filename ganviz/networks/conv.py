"""One convolution as a pure function of named tensors, as ``ganviz.networks.mlp`` is of a whole network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import torch
from torch.nn.functional import conv2d, conv_transpose2d, linear, normalize

from ganviz.networks.dropout import dropout
from ganviz.networks.mlp import Pass
from ganviz.networks.network import Shape, Tensors
from ganviz.networks.normalisation import Normalisation, none

_SETTLING_ITERATIONS = 15


def identity(x: torch.Tensor) -> torch.Tensor:
    """``x`` as it is."""
    return x


@dataclass(frozen=True)
class Convolution:
    """Dropout, a convolution, a normalisation and an activation, in this order.

    Attributes:
        inputs, outputs: channels.
        kernel, stride, padding: of the convolution, alike in both directions.
        up: transposed; it undoes the sizes of the convolution of the same numbers.
        normalisation: what follows; one that shifts takes the place of the bias.
        activation: what bends the result.
        spectral_norm: divide the weight, as a matrix of a row for each output, by its largest singular value.
        deviation: the standard deviation that weights begin with; 0 chooses He et al. 2015's by the inputs.
    """

    inputs: int
    outputs: int
    kernel: int = 1
    stride: int = 1
    padding: int = 0
    up: bool = False
    normalisation: Normalisation = none
    activation: Callable[[torch.Tensor], torch.Tensor] = identity
    spectral_norm: bool = False
    deviation: float = 0.0

    @property
    def _shape(self) -> Shape:
        channels = (self.inputs, self.outputs) if self.up else (self.outputs, self.inputs)
        return (*channels, self.kernel, self.kernel)

    def parameters(self) -> dict[str, Shape]:
        """Names and shapes of the learned tensors."""
        own = dict.fromkeys(self.normalisation.parameters, (self.outputs,)) or {"bias": (self.outputs,)}
        return {"weight": self._shape, **own}

    def buffers(self) -> dict[str, Shape]:
        """Names and shapes of the tensors that are tracked but not learned."""
        shapes: dict[str, Shape] = dict.fromkeys(self.normalisation.buffers, (self.outputs,))
        if self.spectral_norm:
            rows, *rest = self._shape
            shapes |= {"u": (rows,), "v": (rest[0] * rest[1] * rest[2],)}
        return shapes

    @torch.no_grad()
    def initialise(self, tensors: Tensors, generator: torch.Generator) -> None:
        """Normal weights, biases 0, scales 1; drawn on the CPU."""
        seen = self.inputs * self.kernel**2 / (self.stride**2 if self.up else 1)
        deviation = self.deviation or sqrt(2 / seen)
        tensors["weight"].copy_(torch.randn(self._shape, generator=generator) * deviation)
        for name, value in ({"bias": 0.0} | {**self.normalisation.parameters, **self.normalisation.buffers}).items():
            if name in tensors:
                tensors[name].fill_(value)
        if self.spectral_norm:
            for name in ("u", "v"):
                tensors[name].copy_(normalize(torch.randn(tensors[name].shape, generator=generator), dim=0))
            for _ in range(_SETTLING_ITERATIONS):
                self.power_iteration(tensors)

    @torch.no_grad()
    def power_iteration(self, tensors: Tensors) -> None:
        """One step of the singular vectors (Miyato et al. 2018, algorithm 1)."""
        if self.spectral_norm:
            matrix, u, v = tensors["weight"].flatten(1), tensors["u"], tensors["v"]
            v.copy_(normalize(torch.mv(matrix.t(), u), dim=0))
            u.copy_(normalize(torch.mv(matrix, v), dim=0))

    def __call__(self, x: torch.Tensor, tensors: Tensors, how: Pass) -> torch.Tensor:
        """From (n, inputs, H, W) to (n, outputs, H', W')."""
        if how.drops:
            x = dropout(x, how.dropout, how.chance)
        h = self._convolved(x, self._weight(tensors))
        if "bias" in tensors:
            h = h + tensors["bias"].view(1, -1, 1, 1)
        return self.activation(self.normalisation.apply(h, tensors, how.training, how.track))

    def _weight(self, tensors: Tensors) -> torch.Tensor:
        weight = tensors["weight"]
        if not self.spectral_norm:
            return weight
        return weight / torch.dot(tensors["u"], torch.mv(weight.flatten(1), tensors["v"]))

    def _convolved(self, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        """A convolution from or to a single pixel is one matrix product, and several times as fast as one."""
        single = x.shape[2:] == (1, 1) if self.up else x.shape[2:] == (self.kernel, self.kernel)
        if not single or self.padding:
            convolve = conv_transpose2d if self.up else conv2d
            return convolve(x, weight, None, self.stride, self.padding)
        matrix = weight.flatten(1).t() if self.up else weight.flatten(1)
        side = self.kernel if self.up else 1
        return linear(x.flatten(1), matrix).view(len(x), self.outputs, side, side)
