"""The multilayer perceptron, as a pure function of named tensors.

It owns no tensors: a game keeps all of its state in one flat tensor and hands out views of it (see
``ganviz.games.state``). So a state is kept or put back with one copy, and the same code serves a training step,
a snapshot with averaged weights, and a compiled function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import torch
from torch.nn.functional import linear, normalize

from ganviz.networks.activations import SLOPES
from ganviz.networks.dropout import Noise, Number, dropout
from ganviz.networks.network import Shape, Tensors
from ganviz.networks.normalisation import Normalisation, none
from ganviz.networks.pieces import LinearPieces

_SETTLING_ITERATIONS = 15


@dataclass(frozen=True, slots=True)
class Pass:
    """How a forward pass is meant.

    Attributes:
        training: batch statistics and dropout are in use.
        track: batch statistics enter the running ones.
        dropout: the share of hidden units that is silenced, 0 to below 1; a tensor of shape () for one above 0 that
            changes under compiled code.
        chance: where dropout draws from; needed while ``drops``.
    """

    training: bool = False
    track: bool = False
    dropout: Number = 0.0
    chance: torch.Generator | Noise | None = None

    @property
    def drops(self) -> bool:
        """Whether hidden units are silenced."""
        return self.training and (isinstance(self.dropout, torch.Tensor) or self.dropout > 0)


EVALUATION = Pass()


@dataclass(frozen=True)
class MLP:
    """``depth`` hidden layers of ``width`` units between ``inputs`` and ``outputs``; depth 0 is one linear map."""

    inputs: int
    outputs: int
    depth: int
    width: int
    activation: Callable[[torch.Tensor], torch.Tensor]
    normalisation: Normalisation
    spectral_norm: bool = False

    @property
    def mixes_samples(self) -> bool:
        """Whether a sample's value depends on the others in its batch while training."""
        return self.normalisation.mixes_samples and self.depth > 0

    @property
    def is_piecewise_linear(self) -> bool:
        """Whether nothing in it is curved but the activation's kink at zero."""
        return self.activation in SLOPES and self.normalisation is none and not self.spectral_norm

    def _sizes(self) -> Iterator[tuple[int, int]]:
        sizes = [self.inputs, *[self.width] * self.depth, self.outputs]
        return pairwise(sizes)

    def parameters(self) -> dict[str, Shape]:
        """Names and shapes of the learned tensors, such as ``"0.weight": (out, in)``."""
        shapes: dict[str, Shape] = {}
        for i, (fan_in, fan_out) in enumerate(self._sizes()):
            shapes |= {f"{i}.weight": (fan_out, fan_in), f"{i}.bias": (fan_out,)}
            if i < self.depth:
                shapes |= {f"{i}.{name}": (fan_out,) for name in self.normalisation.parameters}
        return shapes

    def buffers(self) -> dict[str, Shape]:
        """Names and shapes of the tensors that are tracked but not learned."""
        shapes: dict[str, Shape] = {}
        for i, (fan_in, fan_out) in enumerate(self._sizes()):
            if i < self.depth:
                shapes |= {f"{i}.{name}": (fan_out,) for name in self.normalisation.buffers}
            if self.spectral_norm:
                shapes |= {f"{i}.u": (fan_out,), f"{i}.v": (fan_in,)}
        return shapes

    @torch.no_grad()
    def initialise(self, tensors: Tensors, generator: torch.Generator) -> None:
        """Fill ``tensors`` with a fresh start: uniform in ±1/sqrt(fan in), as PyTorch's linear layers begin.

        The draws are made on the CPU, so that a seed means the same network on every device.
        """
        constants = {**self.normalisation.parameters, **self.normalisation.buffers}
        for i, (fan_in, _) in enumerate(self._sizes()):
            for name in ("weight", "bias"):
                tensor = tensors[f"{i}.{name}"]
                tensor.copy_((torch.rand(tensor.shape, generator=generator) * 2 - 1) / sqrt(fan_in))
            for name, value in constants.items() if i < self.depth else ():
                tensors[f"{i}.{name}"].fill_(value)
            for name in ("u", "v") if self.spectral_norm else ():
                tensor = tensors[f"{i}.{name}"]
                tensor.copy_(normalize(torch.randn(tensor.shape, generator=generator), dim=0))
        for _ in range(_SETTLING_ITERATIONS):
            self.power_iteration(tensors)

    @torch.no_grad()
    def power_iteration(self, tensors: Tensors) -> None:
        """One step of every spectral norm's singular vectors (Miyato et al. 2018, algorithm 1); once per update."""
        if not self.spectral_norm:
            return
        for i in range(self.depth + 1):
            weight, u, v = (tensors[f"{i}.{name}"] for name in ("weight", "u", "v"))
            v.copy_(normalize(torch.mv(weight.t(), u), dim=0))
            u.copy_(normalize(torch.mv(weight, v), dim=0))

    def noise(self, samples: int) -> int:
        """How many random numbers dropout takes in a forward pass of so many samples."""
        return samples * self.depth * self.width

    def bind(self, tensors: Tensors) -> BoundMLP:
        """The function that these tensors make of it."""
        return BoundMLP(self, tensors)


class BoundMLP:
    """An MLP with its tensors: callable on ``x`` of shape (n, inputs), giving (n, outputs)."""

    def __init__(self, mlp: MLP, tensors: Tensors) -> None:
        self.mlp = mlp
        self.tensors = tensors
        self._layers = [
            {name.partition(".")[2]: tensor for name, tensor in tensors.items() if name.startswith(f"{i}.")}
            for i in range(mlp.depth + 1)
        ]

    def __call__(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward; tensors are read anew at every call."""
        return self.output(self.hidden(x, how))

    def hidden(self, x: torch.Tensor, how: Pass = EVALUATION) -> torch.Tensor:
        """The last hidden layer's values (n, width), or ``x`` itself where there is none."""
        activation, normalise, drops = self.mlp.activation, self.mlp.normalisation.apply, how.drops
        for layer in self._layers[:-1]:
            h = linear(x, self._weight(layer), layer["bias"])
            x = activation(normalise(h, layer, how.training, how.track))
            if drops:
                x = dropout(x, how.dropout, how.chance)
        return x

    def output(self, hidden: torch.Tensor) -> torch.Tensor:
        """The last, linear layer on what ``hidden`` gave: (n, outputs)."""
        last = self._layers[-1]
        return linear(hidden, self._weight(last), last["bias"])

    def pieces(self, x: torch.Tensor) -> LinearPieces | None:
        """A pass that knows its own derivatives; None unless the MLP is linear piece by piece and has one output."""
        if not self.mlp.is_piecewise_linear or self.mlp.outputs != 1:
            return None
        return LinearPieces([(layer["weight"], layer["bias"]) for layer in self._layers],
                            SLOPES[self.mlp.activation], x)

    def _weight(self, layer: Tensors) -> torch.Tensor:
        weight = layer["weight"]
        if not self.mlp.spectral_norm:
            return weight
        return weight / torch.dot(layer["u"], torch.mv(weight, layer["v"]))
