"""What a game knows of a network, whatever it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

import torch

Shape = tuple[int, ...]
Tensors = Mapping[str, torch.Tensor]
Bound_co = TypeVar("Bound_co", covariant=True)


class Network(Protocol[Bound_co]):
    """A network without tensors: their names and shapes, how they begin, and the function that they make of it."""

    @property
    def mixes_samples(self) -> bool:
        """Whether a sample's value depends on the others in its batch while training."""
        ...

    def parameters(self) -> dict[str, Shape]:
        """Names and shapes of the learned tensors."""
        ...

    def buffers(self) -> dict[str, Shape]:
        """Names and shapes of the tensors that are tracked but not learned."""
        ...

    def initialise(self, tensors: Tensors, generator: torch.Generator) -> None:
        """Fill ``tensors`` with a fresh start."""
        ...

    def power_iteration(self, tensors: Tensors) -> None:
        """Renew the singular vectors of every spectral norm; due once for each update."""
        ...

    def bind(self, tensors: Tensors) -> Bound_co:
        """The function that these tensors make of it."""
        ...
