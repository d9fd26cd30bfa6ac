"""The matrix products of an iteration by themselves: what a game would cost if all else were free."""

from __future__ import annotations

from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from ganviz.games.toy import ToyGame

Pair = tuple[torch.Tensor, torch.Tensor]

_PRODUCTS = (torch.ops.aten.mm.default, torch.ops.aten.addmm.default)


class _Listener(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Takes down the factors of every product, laid out as they are."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.factors: list[Pair] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func in _PRODUCTS:
            a, b = args[-2:]
            self.factors.append((_like(a), _like(b)))
        return func(*args, **(kwargs or {}))


class Products:
    """The products of one iteration of a game, on tensors of their own.

    Attributes:
        operations: floating-point operations of all of them.
    """

    def __init__(self, game: ToyGame) -> None:
        with _Listener() as heard:
            for _ in game.play():
                pass
        self._work = [(a, b, torch.empty(len(a), b.shape[1])) for a, b in heard.factors]
        self.operations = sum(2 * a.numel() * b.shape[1] for a, b in heard.factors)

    @torch.no_grad()
    def advance(self, iterations: int) -> None:
        """Compute the products of so many iterations, at the machine's own rate for these shapes."""
        for _ in range(iterations):
            for a, b, out in self._work:
                torch.mm(a, b, out=out)


def _like(tensor: torch.Tensor) -> torch.Tensor:
    return torch.empty_strided(tensor.shape, tensor.stride()).normal_()
