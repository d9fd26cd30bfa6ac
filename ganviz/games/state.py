"""All that training changes, in one flat tensor with named views."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import prod

import torch

Shape = tuple[int, ...]


class FlatState:
    """One float32 tensor of shape (n,) on ``device``, laid out in named views.

    Names are dotted paths such as ``"G.0.weight"``; views share the storage, so that writing one writes the state.
    """

    def __init__(self, layout: Mapping[str, Shape], device: torch.device) -> None:
        self._spans: dict[str, tuple[int, int]] = {}
        position = 0
        for name, shape in layout.items():
            self._spans[name] = (position, position + prod(shape))
            position += prod(shape)
        self.tensor = torch.zeros(position, device=device)
        self.views = {name: self.tensor[slice(*self._spans[name])].view(shape) for name, shape in layout.items()}

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
