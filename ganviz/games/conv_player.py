"""A player of an image game: its networks and their one Adam.

Each weight takes its step as soon as its gradient is whole, and lets the gradient go: the gradients of a generator of
54 million weights never lie in memory together, and each is used while it is still in the processor's cache. The step
is Adam's own (Kingma and Ba 2015), fused into one pass over memory. Where several ranks play, all gradients wait until
they are averaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import torch
from torch import nn
from torch.optim.adam import adam

from ganviz.games.ranks import ALONE, Ranks

_SLOTS = ("exp_avg", "exp_avg_sq")


class _Step(NamedTuple):
    """The numbers of one step of Adam."""

    learning_rate: float
    beta1: float
    beta2: float


class ConvPlayer:
    """One or two networks that are trained together.

    Args:
        networks: by the names that their weights have in files, such as ``G`` or ``G_A``.

    Attributes:
        ranks: who else plays this player.
        updates: how many updates it has had.
        norm: the norm of its newest update's gradient, a scalar.
    """

    def __init__(self, networks: Mapping[str, nn.Module]) -> None:
        self.networks = networks
        self.ranks: Ranks = ALONE
        self._weights = {f"{name}.{key}": weight for name, network in networks.items()
                         for key, weight in network.named_parameters()}
        self._slots: dict[torch.Tensor, list[torch.Tensor]] = {
            weight: [torch.zeros_like(weight) for _ in _SLOTS] for weight in self._weights.values()}
        self.updates = 0
        self.norm = torch.empty(0)
        self._step: _Step | None = None
        self._norms: list[torch.Tensor] = []
        for weight in self._weights.values():
            weight.register_post_accumulate_grad_hook(self._on_gradient)  # type: ignore[no-untyped-call]

    def tensors(self) -> dict[str, torch.Tensor]:
        """Everything that training changes, by name; Adam's moments have ``_optimizer.`` in theirs."""
        found = {f"{name}.{key}": tensor for name, network in self.networks.items()
                 for key, tensor in network.state_dict().items()}
        for full, weight in self._weights.items():
            name, _, key = full.partition(".")
            found |= {f"{name}_optimizer.{slot}.{key}": tensor
                      for slot, tensor in zip(_SLOTS, self._slots[weight], strict=True)}
        return found

    @contextmanager
    def learning(self, learning_rate: float, beta1: float, beta2: float) -> Iterator[None]:
        """One update: the gradients of the backward passes inside, and those gathered before, are stepped along."""
        self.updates += 1
        self._step, self._norms = _Step(learning_rate, beta1, beta2), []
        try:
            yield
            self._descend_the_rest()
        finally:
            self._step = None
        self.norm = torch.linalg.vector_norm(torch.stack(self._norms))

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Gradients pass through, but none is computed for its weights."""
        for weight in self._weights.values():
            weight.requires_grad_(False)
        try:
            yield
        finally:
            for weight in self._weights.values():
                weight.requires_grad_(True)

    @torch.no_grad()
    def _descend_the_rest(self) -> None:
        """Step along the gradients that were gathered before, and along those of all ranks."""
        waiting = {weight: weight.grad for weight in self._weights.values() if weight.grad is not None}
        self.ranks.average(list(waiting.values()))
        for weight in waiting:
            self._descend(weight)

    def drop_gradients(self) -> None:
        """Forget what an iteration that was broken off half way has left behind."""
        for weight in self._slots:
            weight.grad = None

    def _on_gradient(self, weight: torch.Tensor) -> None:
        if self._step is not None and self.ranks.size == 1:
            self._descend(weight)

    @torch.no_grad()
    def _descend(self, weight: torch.Tensor) -> None:
        gradient, step = weight.grad, self._step
        assert gradient is not None
        assert step is not None
        self._norms.append(torch.linalg.vector_norm(gradient))
        mean, square = self._slots[weight]
        count = torch.tensor(float(self.updates - 1), device=weight.device)
        adam([weight], [gradient], [mean], [square], [], [count], foreach=False, fused=True, amsgrad=False,
             beta1=step.beta1, beta2=step.beta2, lr=step.learning_rate, weight_decay=0.0, eps=1e-8, maximize=False)
        weight.grad = None
