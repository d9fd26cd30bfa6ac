"""Convolutional networks of several inputs: the encoder, the generator and the discriminator of ALI on images."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from ganviz.networks.conv import Convolution
from ganviz.networks.dropout import dropout
from ganviz.networks.joint import Inputs
from ganviz.networks.mlp import EVALUATION, Pass
from ganviz.networks.network import Shape, Tensors

Layers = tuple[Convolution, ...]


@dataclass(frozen=True)
class JointConv:
    """Each input goes through a trunk of its own; what comes out, side by side, goes through a head.

    A `ganviz.networks.network.Network` of `BoundJointConv`. Inputs are (n, C, H, W) or (n, C), which is read as one
    pixel; trunks have to end at like heights and widths. An input beyond the last trunk joins the others as it is.
    """

    trunks: tuple[Layers, ...]
    head: Layers

    def layers(self) -> Iterator[tuple[str, Convolution]]:
        """Every layer with the beginning of its tensors' names."""
        for number, trunk in enumerate(self.trunks):
            yield from ((f"trunk{number}.{place}", layer) for place, layer in enumerate(trunk))
        yield from ((f"head.{place}", layer) for place, layer in enumerate(self.head))

    @property
    def mixes_samples(self) -> bool:
        """Whether a sample's value depends on the others in its batch while training."""
        return any(layer.normalisation.mixes_samples for _, layer in self.layers())

    def parameters(self) -> dict[str, Shape]:
        """Names and shapes of the learned tensors, such as ``"head.0.weight"``."""
        return {f"{at}.{name}": shape for at, layer in self.layers() for name, shape in layer.parameters().items()}

    def buffers(self) -> dict[str, Shape]:
        """Names and shapes of the tensors that are tracked but not learned."""
        return {f"{at}.{name}": shape for at, layer in self.layers() for name, shape in layer.buffers().items()}

    def initialise(self, tensors: Tensors, generator: torch.Generator) -> None:
        """Fill ``tensors`` with a fresh start."""
        for at, layer in self.layers():
            layer.initialise(_under(tensors, at), generator)

    def power_iteration(self, tensors: Tensors) -> None:
        """Renew the singular vectors of every spectral norm."""
        for at, layer in self.layers():
            layer.power_iteration(_under(tensors, at))

    def bind(self, tensors: Tensors) -> BoundJointConv:
        """The function that these tensors make of it."""
        return BoundJointConv(self, tensors)


def _under(tensors: Tensors, prefix: str) -> dict[str, torch.Tensor]:
    start = f"{prefix}."
    return {name[len(start):]: tensor for name, tensor in tensors.items() if name.startswith(start)}


Bound = tuple[Convolution, Tensors]


class BoundJointConv:
    """A `JointConv` with its tensors; a `ganviz.networks.joint.JointNetwork`."""

    def __init__(self, network: JointConv, tensors: Tensors) -> None:
        bound = iter([(layer, _under(tensors, at)) for at, layer in network.layers()])
        self._trunks: list[list[Bound]] = [[next(bound) for _ in trunk] for trunk in network.trunks]
        *self._head, self._last = bound

    def __call__(self, inputs: Inputs, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward: (n, outputs), or (n, C, H, W) where more than a pixel comes out."""
        return self.output(self.hidden(inputs, how))

    def hidden(self, inputs: Inputs, how: Pass = EVALUATION) -> torch.Tensor:
        """What the last layer is given (n, C, H, W)."""
        ends = [each if each.dim() == 4 else each[:, :, None, None] for each in inputs]
        for place, trunk in enumerate(self._trunks):
            ends[place] = _through(trunk, ends[place], how)
        found = _through(self._head, torch.cat(ends, 1) if len(ends) > 1 else ends[0], how)
        return dropout(found, how.dropout, how.chance) if how.drops else found

    def output(self, hidden: torch.Tensor) -> torch.Tensor:
        """The last layer, which has no normalisation, on these features."""
        layer, tensors = self._last
        found = layer(hidden, tensors, EVALUATION)
        return found.flatten(1) if found.shape[2:] == (1, 1) else found

    def pieces(self, inputs: Inputs) -> None:  # noqa: ARG002
        """None: convolutions have no such form here."""
        return


def _through(layers: Sequence[Bound], x: torch.Tensor, how: Pass) -> torch.Tensor:
    for layer, tensors in layers:
        x = layer(x, tensors, how)
    return x
