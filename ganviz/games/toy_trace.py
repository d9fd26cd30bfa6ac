"""The rules of the toy game as graphs: one for an update of D, one for an update of G."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch

from ganviz.games.player import Player, layout
from ganviz.games.state import FlatState, PartedState, State
from ganviz.games.toy_build import discriminator_mlp, generator_mlp, noise_size
from ganviz.games.toy_numbers import Numbers
from ganviz.games.toy_rules import ToyRules, Turn
from ganviz.games.tracing import TracedUpdate, traced
from ganviz.games.updates import exhaust
from ganviz.networks.mlp import BoundMLP
from ganviz.settings.names import OBJECTIVES, OPTIMIZERS
from ganviz.settings.toy import ToySettings


def graphs(settings: ToySettings, dim: int) -> dict[str, Callable[[], TracedUpdate]]:
    """What traces each update, by the names of their players."""
    return {who: partial(trace_update, settings, dim, who) for who in ("d", "g")}


def trace_update(settings: ToySettings, dim: int, who: str) -> TracedUpdate:
    """The update of D ("d") or of G ("g") in a game whose samples have ``dim`` numbers."""
    tracing = _Tracing(settings, dim, who)
    program = traced(tracing.update, tracing.examples())
    return TracedUpdate(program, tracing.measured)


class _Tracing:
    """The rules, as a function of nothing but tensors."""

    def __init__(self, settings: ToySettings, dim: int, who: str) -> None:
        self._settings, self._dim, self._who = settings, dim, who
        self._g, self._d = generator_mlp(settings, dim), discriminator_mlp(settings, dim)
        self._for_g, self._for_d = OPTIMIZERS.load(settings.optimizer_g), OPTIMIZERS.load(settings.optimizer_d)
        self._layout = (layout("G", self._g, self._for_g, averaged=True)
                        | layout("D", self._d, self._for_d, averaged=False))
        whole = FlatState(self._layout, torch.device("cpu"))
        self._parts = {part: whole.span(part) for player in self._players(whole) for part in player.parts}
        self.measured: tuple[str, ...] = ()

    def _players(self, state: State) -> tuple[Player[BoundMLP], Player[BoundMLP]]:
        return (Player("G", self._g, self._for_g, state, averaged=True),
                Player("D", self._d, self._for_d, state, averaged=False))

    def examples(self) -> list[torch.Tensor]:
        """Tensors of the right shapes."""
        s = self._settings
        drawn = [torch.zeros(s.batch_size, s.latent_dim)]
        if self._who == "d":
            drawn.append(torch.zeros(s.batch_size, self._dim))
        if noise := noise_size(s, self._who, self._g, self._d):
            drawn.append(torch.zeros(noise))
        return [*(part.clone() for part in self._parts.values()), *drawn, torch.zeros(Numbers.size())]

    def update(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """One update; returns what was measured."""
        drawn = inputs[len(self._parts):-1]
        state = PartedState(self._layout, dict(zip(self._parts, inputs, strict=False)))
        rules = ToyRules(*self._players(state), OBJECTIVES.load(self._settings.objective))
        measured = exhaust(rules.update(self._turn(*drawn), Numbers.read(inputs[-1], self._settings)))
        self.measured = tuple(measured)
        return tuple(measured.values())

    def _turn(self, z: torch.Tensor, *others: torch.Tensor) -> Turn:
        real = others[0] if self._who == "d" else None
        noise = others[-1] if len(others) > (self._who == "d") else None
        return Turn(self._who, z, real, noise)
