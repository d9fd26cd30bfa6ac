"""Networks of several inputs, such as the discriminator of ALI, which judges a pair (x, z)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import torch

from ganviz.networks.mlp import EVALUATION, MLP, BoundMLP, Pass
from ganviz.networks.network import Shape, Tensors
from ganviz.networks.pieces import LinearPieces

Inputs = Sequence[torch.Tensor]
"""One tensor for each input, all with the batch as their first axis."""


class JointNetwork(Protocol):
    """A network of several inputs with its tensors; ``network(inputs, how)`` is ``output(hidden(inputs, how))``."""

    def __call__(self, inputs: Inputs, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward."""
        ...

    def hidden(self, inputs: Inputs, how: Pass = EVALUATION) -> torch.Tensor:
        """The features before the last layer, shape (n, features)."""
        ...

    def output(self, hidden: torch.Tensor) -> torch.Tensor:
        """The last layer on these features."""
        ...

    def pieces(self, inputs: Inputs) -> LinearPieces | None:
        """A pass that knows its own derivatives, where the network has such a form."""
        ...


class JointMLP:
    """An MLP that is given its inputs flattened and side by side; a `Network` of `BoundJointMLP`."""

    def __init__(self, mlp: MLP) -> None:
        self._mlp = mlp
        self.initialise, self.power_iteration = mlp.initialise, mlp.power_iteration

    @property
    def mixes_samples(self) -> bool:
        """As the MLP."""
        return self._mlp.mixes_samples

    def parameters(self) -> dict[str, Shape]:
        """As the MLP's."""
        return self._mlp.parameters()

    def buffers(self) -> dict[str, Shape]:
        """As the MLP's."""
        return self._mlp.buffers()

    def bind(self, tensors: Tensors) -> BoundJointMLP:
        """The function that these tensors make of it."""
        return BoundJointMLP(self._mlp.bind(tensors))


class BoundJointMLP:
    """A `JointMLP` with its tensors; a `JointNetwork`."""

    def __init__(self, mlp: BoundMLP) -> None:
        self._mlp = mlp

    def __call__(self, inputs: Inputs, how: Pass = EVALUATION) -> torch.Tensor:
        """Run forward: (n, outputs)."""
        return self.output(self.hidden(inputs, how))

    def hidden(self, inputs: Inputs, how: Pass = EVALUATION) -> torch.Tensor:
        """The last hidden layer's values (n, width)."""
        return self._mlp.hidden(_side_by_side(inputs), how)

    def output(self, hidden: torch.Tensor) -> torch.Tensor:
        """The last, linear layer: (n, outputs)."""
        return self._mlp.output(hidden)

    def pieces(self, inputs: Inputs) -> LinearPieces | None:
        """A pass that knows its own derivatives; None unless the MLP is linear piece by piece and has one output."""
        return self._mlp.pieces(_side_by_side(inputs))


def _side_by_side(inputs: Inputs) -> torch.Tensor:
    flat = [each.flatten(1) for each in inputs]
    return torch.cat(flat, 1) if len(flat) > 1 else flat[0]
