"""All that training changes: as named tensors for files, and, for small games, in one flat tensor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import prod

import torch

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GameState:
    """What training changes, as it stands between two iterations.

    Attributes:
        tensors: by name. Names with ``_optimizer.`` in them belong to optimisers, those that begin with ``pool.`` to
            pools of earlier samples, all others to the networks.
        numbers: whole numbers by name, ``iteration`` among them.
    """

    tensors: Mapping[str, torch.Tensor]
    numbers: Mapping[str, int]

    @property
    def iteration(self) -> int:
        """How many iterations are complete."""
        return self.numbers["iteration"]

    @property
    def nbytes(self) -> int:
        """How many bytes its tensors take."""
        return sum(tensor.nbytes for tensor in self.tensors.values())

    def copied(self) -> GameState:
        """The same state in memory of its own."""
        return GameState({name: tensor.clone() for name, tensor in self.tensors.items()}, self.numbers)

    def is_finite(self) -> bool:
        """Whether every number in it is finite."""
        return all(bool(torch.isfinite(tensor).all()) for tensor in self.tensors.values())


class FlatState:
    """One float32 tensor of shape (n,) on ``device``, laid out in named views.

    Names are dotted paths such as ``"G.0.weight"``; views share the storage, so that writing one writes the state.
    """

    def __init__(self, layout: Mapping[str, Shape], device: torch.device) -> None:
        self._spans: dict[str, tuple[int, int]] = {}
        self._layout = dict(layout)
        position = 0
        for name, shape in layout.items():
            self._spans[name] = (position, position + prod(shape))
            position += prod(shape)
        self.tensor = torch.zeros(position, device=device)
        self.views = self.named(self.tensor)

    def named(self, tensor: torch.Tensor) -> dict[str, torch.Tensor]:
        """Another tensor of this layout as named views."""
        return {name: tensor[slice(*self._spans[name])].view(shape) for name, shape in self._layout.items()}

    @torch.no_grad()
    def take(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """Copy a tensor into each view.

        Raises:
            KeyError: if one is missing; nothing is taken then.
        """
        for view, tensor in [(view, tensors[name]) for name, view in self.views.items()]:
            view.copy_(tensor)

    def under(self, prefix: str) -> dict[str, torch.Tensor]:
        """The views whose names begin with ``prefix`` and a dot, by the rest of their names."""
        start = f"{prefix}."
        return {name[len(start):]: view for name, view in self.views.items() if name.startswith(start)}

    def span(self, names: list[str]) -> torch.Tensor:
        """One flat view over neighbouring names.

        Raises:
            ValueError: if the names do not lie side by side in this order.
        """
        spans = [self._spans[name] for name in names]
        if any(a[1] != b[0] for a, b in pairwise(spans)):
            raise ValueError("only neighbouring names have a common span")
        return self.tensor[spans[0][0]:spans[-1][1]]
