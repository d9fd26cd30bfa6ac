"""A player: its network, its share of the flat state, its gradient and its optimiser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import torch

from ganviz.games.optimizers import Optimizer, Rates
from ganviz.games.state import FlatState
from ganviz.networks.network import Network, Shape

Bound = TypeVar("Bound")


def layout(name: str, network: Network[Bound], optimizer: type[Optimizer], averaged: bool) -> dict[str, Shape]:
    """The part of the flat state that a player takes: weights, buffers, slots and, if wanted, their average."""
    own = {f"{name}.{key}": shape for key, shape in (network.parameters() | network.buffers()).items()}
    average = {f"{name}_ema.{key}": shape for key, shape in (network.parameters() | network.buffers()).items()}
    size = sum(torch.Size(shape).numel() for shape in network.parameters().values())
    slots = {f"{name}_optimizer.{slot}": (size,) for slot in optimizer.slots}
    return own | (average if averaged else {}) | slots


class Player(Generic[Bound]):
    """One of the networks as it is trained.

    Attributes:
        mlp: the network without its tensors.
        tensors: its learned and tracked tensors by name.
        network: the bound network; its learned tensors are autograd leaves that share the flat state.
        average: the network with the running average of its weights, or None.
        updates: how many updates it has had.
    """

    def __init__(self, name: str, mlp: Network[Bound], optimizer: type[Optimizer], state: FlatState,
                 averaged: bool) -> None:
        own = state.under(name)
        leaves = {key: own[key].detach().requires_grad_() for key in mlp.parameters()}
        self.mlp = mlp
        self.tensors = own | leaves
        self.network = mlp.bind(self.tensors)
        self.leaves = list(leaves.values())
        self._flat = state.span([f"{name}.{key}" for key in mlp.parameters()])
        self._all = state.span([f"{name}.{key}" for key in own])
        self._slots: Mapping[str, torch.Tensor] = state.under(f"{name}_optimizer")
        self._optimizer = optimizer
        self.average = mlp.bind(state.under(f"{name}_ema")) if averaged else None
        self._average = state.span([f"{name}_ema.{key}" for key in own]) if averaged else None
        self.updates = 0

    def initialise(self, generator: torch.Generator) -> None:
        """Start afresh, the average at the start's weights."""
        self.mlp.initialise(self.tensors, generator)
        if self._average is not None:
            self._average.copy_(self._all)

    def gradient(self, loss: torch.Tensor, *others: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """The gradient of ``loss`` by the weights as one flat tensor (n,), then by each of ``others``."""
        found = torch.autograd.grad(loss, (*self.leaves, *others))
        return _flat(found[: len(self.leaves)]), *found[len(self.leaves):]

    @torch.no_grad()
    def update(self, gradient: torch.Tensor, learning_rate: float, beta1: float, beta2: float) -> None:
        """One optimiser step in place."""
        self.updates += 1
        self._optimizer.step(self._flat, gradient, self._slots, Rates(learning_rate, beta1, beta2, self.updates))

    @torch.no_grad()
    def follow(self, decay: float) -> None:
        """Let the average follow the weights and buffers: average = decay average + (1 - decay) weights."""
        if self._average is not None:
            self._average.lerp_(self._all, 1 - decay)


def joint_gradient(loss: torch.Tensor, players: Sequence[Player[Any]], others: Sequence[torch.Tensor] = (),
                   retain_graph: bool = False) -> list[torch.Tensor]:
    """The gradient of one loss by the weights of each player as a flat tensor, then by each of ``others``."""
    leaves = [leaf for player in players for leaf in player.leaves]
    found = iter(torch.autograd.grad(loss, (*leaves, *others), retain_graph=retain_graph))
    return [*(_flat([next(found) for _ in player.leaves]) for player in players), *found]


def _flat(gradients: Sequence[torch.Tensor]) -> torch.Tensor:
    return torch.cat([gradient.reshape(-1) for gradient in gradients])
