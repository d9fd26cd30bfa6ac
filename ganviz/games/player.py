"""A player: its network, its share of the state, its gradient and its optimiser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, Generic, TypeVar

import torch

from ganviz.games.optimizers import Optimizer, Rates
from ganviz.games.state import State
from ganviz.networks.dropout import Number
from ganviz.networks.network import Network, Shape

Bound = TypeVar("Bound")

Part = tuple[str, ...]
"""Names that lie side by side, so that they are moved in one piece."""


def layout(name: str, network: Network[Bound], optimizer: type[Optimizer], averaged: bool) -> dict[str, Shape]:
    """The part of the flat state that a player takes: weights, buffers, slots and, if wanted, their average."""
    own = {f"{name}.{key}": shape for key, shape in (network.parameters() | network.buffers()).items()}
    average = {f"{name}_ema.{key}": shape for key, shape in (network.parameters() | network.buffers()).items()}
    size = sum(prod(shape) for shape in network.parameters().values())
    slots = {f"{name}_optimizer.{slot}": (size,) for slot in optimizer.slots}
    return own | (average if averaged else {}) | slots


class Player(Generic[Bound]):
    """One of the networks as it is trained.

    Attributes:
        mlp: the network without its tensors.
        tensors: its learned and tracked tensors by name.
        network: the bound network; its learned tensors are autograd leaves that share the state.
        average: the network with the running average of its weights, or None.
        parts: every part of the state that is the player's.
        updates: how many updates it has had.
    """

    def __init__(self, name: str, mlp: Network[Bound], optimizer: type[Optimizer], state: State,
                 averaged: bool) -> None:
        own = state.under(name)
        leaves = {key: own[key].detach().requires_grad_() for key in mlp.parameters()}
        self.mlp = mlp
        self.tensors = own | leaves
        self.network = mlp.bind(self.tensors)
        self.leaves = list(leaves.values())
        self.average = mlp.bind(state.under(f"{name}_ema")) if averaged else None
        self.updates = 0
        weights, *buffers = _parts(name, mlp)
        averages = _parts(f"{name}_ema", mlp) if averaged else []
        slots = [(f"{name}_optimizer.{slot}",) for slot in optimizer.slots]
        self.parts: list[Part] = [weights, *buffers, *averages, *slots]
        self._weights = state.span(weights)
        self._average = [(state.span(part), state.span(of))
                         for part, of in zip(averages, (weights, *buffers), strict=False)]
        self._slots: Mapping[str, torch.Tensor] = state.under(f"{name}_optimizer")
        self._optimizer = optimizer

    def initialise(self, generator: torch.Generator) -> None:
        """Start afresh, the average at the start's weights."""
        self.mlp.initialise(self.tensors, generator)
        for average, own in self._average:
            average.copy_(own)

    def gradient(self, loss: torch.Tensor, *others: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """The gradient of ``loss`` by the weights as one flat tensor (n,), then by each of ``others``."""
        found = torch.autograd.grad(loss, (*self.leaves, *others))
        return flat(found[: len(self.leaves)]), *found[len(self.leaves):]

    @torch.no_grad()
    def update(self, gradient: torch.Tensor, now: Rates) -> None:
        """One optimiser step in place."""
        self._optimizer.step(self._weights, gradient, self._slots, now)

    @torch.no_grad()
    def follow(self, gain: Number) -> None:
        """Let the average follow the weights and buffers: average = (1 - gain) average + gain weights."""
        for average, own in self._average:
            average.lerp_(own, gain)


def _parts(prefix: str, mlp: Network[Any]) -> list[Part]:
    """The learned tensors, and those that are tracked, if any."""
    groups = mlp.parameters(), mlp.buffers()
    return [tuple(f"{prefix}.{key}" for key in group) for group in groups if group]


def joint_gradient(loss: torch.Tensor, players: Sequence[Player[Any]], others: Sequence[torch.Tensor] = (),
                   retain_graph: bool = False) -> list[torch.Tensor]:
    """The gradient of one loss by the weights of each player as a flat tensor, then by each of ``others``."""
    leaves = [leaf for player in players for leaf in player.leaves]
    found = iter(torch.autograd.grad(loss, (*leaves, *others), retain_graph=retain_graph))
    return [*(flat([next(found) for _ in player.leaves]) for player in players), *found]


def flat(gradients: Sequence[torch.Tensor]) -> torch.Tensor:
    """Tensors of any shapes as one (n,), one after the other."""
    return torch.cat([gradient.reshape(-1) for gradient in gradients])
