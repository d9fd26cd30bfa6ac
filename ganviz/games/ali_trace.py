"""The rules of ALI on points as a graph: the iteration of all players. A step of one side alone is not compiled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch

from ganviz.games.ali_build import build_data, build_parts, dropout_size
from ganviz.games.ali_numbers import Numbers
from ganviz.games.ali_roles import Batch
from ganviz.games.ali_rules import ALIRules, Turn
from ganviz.games.player import Player, layout
from ganviz.games.state import FlatState, PartedState, State
from ganviz.games.tracing import TracedUpdate, traced
from ganviz.games.updates import exhaust
from ganviz.networks.joint import JointNetwork
from ganviz.settings.ali import ALISettings
from ganviz.settings.names import OBJECTIVES, OPTIMIZERS, PAIRINGS

BOTH = "both"
_CPU = torch.device("cpu")


def graphs(settings: ALISettings, dim: int) -> dict[str, Callable[[], TracedUpdate]]:  # noqa: ARG001
    """What traces the iteration of both sides, by the name of whose it is."""
    return {BOTH: partial(trace_iteration, settings)}


def trace_iteration(settings: ALISettings) -> TracedUpdate:
    """The iteration of all players."""
    tracing = _Tracing(settings)
    program = traced(tracing.update, tracing.examples())
    return TracedUpdate(program, tracing.measured)


class _Tracing:
    """The rules, as a function of nothing but tensors."""

    def __init__(self, settings: ALISettings) -> None:
        self._settings = settings
        self._parts = build_parts(settings, build_data(settings), 0, _CPU)
        self._makers, self._judge = OPTIMIZERS.load(settings.optimizer_g), OPTIMIZERS.load(settings.optimizer_d)
        p = self._parts
        self._layout = (layout("E", p.encoder, self._makers, averaged=True)
                        | layout("G", p.generator, self._makers, averaged=True)
                        | layout("D", p.discriminator, self._judge, averaged=False))
        whole = FlatState(self._layout, _CPU)
        self._spans = {part: whole.span(part) for player in self._players(whole) for part in player.parts}
        self._example = self._some_turn()
        self.measured: tuple[str, ...] = ()

    def _players(self, state: State) -> tuple[Player[JointNetwork], Player[JointNetwork], Player[JointNetwork]]:
        p = self._parts
        return (Player("E", p.encoder, self._makers, state, averaged=True),
                Player("G", p.generator, self._makers, state, averaged=True),
                Player("D", p.discriminator, self._judge, state, averaged=False))

    def examples(self) -> list[torch.Tensor]:
        """Tensors of the right shapes."""
        return [*(span.clone() for span in self._spans.values()), *self._example.drawn, torch.zeros(Numbers.size())]

    def _some_turn(self) -> Turn:
        s, p = self._settings, self._parts
        n = s.batch_size
        x, y = p.source.at(0, n)
        batch = Batch(x, y, torch.zeros(n, s.latent_dim), torch.zeros(n, p.code_size))
        blurred = batch.paired if s.instance_noise else ()
        size = dropout_size(s)
        return Turn(BOTH, batch, tuple(torch.zeros(2 * n, *each.shape[1:]) for each in blurred),
                    torch.zeros(size) if size else None)

    def update(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """One iteration; returns what was measured."""
        s, p = self._settings, self._parts
        state = PartedState(self._layout, dict(zip(self._spans, inputs, strict=False)))
        rules = ALIRules(*self._players(state), p.head, p.use, OBJECTIVES.load(s.objective), PAIRINGS.load(s.pairing))
        measured = exhaust(rules.update(self._turn(inputs[len(self._spans):-1]), Numbers.read(inputs[-1], s)))
        self.measured = tuple(measured)
        return tuple(measured.values())

    def _turn(self, drawn: tuple[torch.Tensor, ...]) -> Turn:
        """The inverse of ``Turn.drawn``."""
        example, rest = self._example, iter(drawn)
        x = next(rest)
        y = None if example.batch.y is None else next(rest)
        batch = Batch(x, y, next(rest), next(rest))
        blur = tuple(next(rest) for _ in example.blur)
        return Turn(BOTH, batch, blur, next(rest, None))
