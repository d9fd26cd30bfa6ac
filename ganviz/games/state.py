"""All that training changes: as named tensors for files, and, for small games, in one flat tensor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import prod
from typing import Protocol

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


class State(Protocol):
    """Named tensors, and flat views over several of them."""

    def under(self, prefix: str) -> dict[str, torch.Tensor]:
        """The tensors whose names begin with ``prefix`` and a dot, by the rest of their names."""
        ...

    def span(self, names: Sequence[str]) -> torch.Tensor:
        """One flat view over neighbouring names."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """Where a named tensor lies in the flat one: elements ``start`` to ``end``, seen in ``shape``."""

    start: int
    end: int
    shape: Shape


class FlatTensors(Mapping[str, torch.Tensor]):
    """Named views of one flat tensor, each made when it is asked for: a copy of all of them is one copy.

    Attributes:
        flat: the tensor, shape (n,).
        spans: where each name lies in it.
    """

    def __init__(self, flat: torch.Tensor, spans: Mapping[str, Span]) -> None:
        self.flat = flat
        self.spans = spans

    def __getitem__(self, name: str) -> torch.Tensor:
        span = self.spans[name]
        return self.flat[span.start:span.end].view(span.shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)


class FlatState:
    """One float32 tensor of shape (n,) on ``device``, laid out in named views.

    Names are dotted paths such as ``"G.0.weight"``; views share the storage, so that writing one writes the state.
    """

    def __init__(self, layout: Mapping[str, Shape], device: torch.device) -> None:
        self._spans: dict[str, Span] = {}
        position = 0
        for name, shape in layout.items():
            self._spans[name] = Span(position, position + prod(shape), shape)
            position += prod(shape)
        self.tensor = torch.zeros(position, device=device)
        self.views = dict(self.named(self.tensor))

    def named(self, tensor: torch.Tensor) -> FlatTensors:
        """Another tensor of this layout as named views."""
        return FlatTensors(tensor, self._spans)

    @torch.no_grad()
    def take(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """Copy a tensor into each view, in one piece where they lie as here.

        Raises:
            KeyError: if one is missing; nothing is taken then.
        """
        if isinstance(tensors, FlatTensors) and tensors.spans == self._spans:
            self.tensor.copy_(tensors.flat)
            return
        for view, tensor in [(view, tensors[name]) for name, view in self.views.items()]:
            view.copy_(tensor)

    def under(self, prefix: str) -> dict[str, torch.Tensor]:
        """The views whose names begin with ``prefix`` and a dot, by the rest of their names."""
        return _under(self.views, prefix)

    def span(self, names: Sequence[str]) -> torch.Tensor:
        """One flat view over neighbouring names.

        Raises:
            ValueError: if the names do not lie side by side in this order.
        """
        spans = [self._spans[name] for name in names]
        if any(a.end != b.start for a, b in pairwise(spans)):
            raise ValueError("only neighbouring names have a common span")
        return self.tensor[spans[0].start:spans[-1].end]


class PartedState:
    """The same state, each of whose flat parts is a tensor of its own: what compiled code is traced with.

    Args:
        layout: names and shapes.
        parts: the flat tensor of each part, by the names that it holds.
    """

    def __init__(self, layout: Mapping[str, Shape], parts: Mapping[tuple[str, ...], torch.Tensor]) -> None:
        self._parts = parts
        self.views: dict[str, torch.Tensor] = {}
        for names, flat in parts.items():
            ends = accumulate(prod(layout[name]) for name in names)
            self.views |= {name: flat[end - prod(layout[name]):end].view(layout[name])
                           for name, end in zip(names, ends, strict=True)}

    def under(self, prefix: str) -> dict[str, torch.Tensor]:
        """The views whose names begin with ``prefix`` and a dot, by the rest of their names."""
        return _under(self.views, prefix)

    def span(self, names: Sequence[str]) -> torch.Tensor:
        """The part that holds exactly these names."""
        return self._parts[tuple(names)]


def _under(views: Mapping[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    start = f"{prefix}."
    return {name[len(start):]: view for name, view in views.items() if name.startswith(start)}
