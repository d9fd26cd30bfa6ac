"""The one protocol of every game, and the layers that a snapshot can be asked for.

Layers of the toy games (options -> arrays; everything in the user's units, ranges in the user's units, rows of a
picture ascend with y; D's values are shown ones: probabilities for the logistic family, raw values for others):

=================  ===================================  ======================================================
layer              options                              arrays
=================  ===================================  ======================================================
data_density       range, size                          .x (m,) .y (m,)  |  2-D: .values (m, m)
generated_density  range, size                          .x (m,) .y (m,)  |  2-D: .values (m, m)
discriminator      range, size (1-D)                    .x (m,) .y (m,)
optimal            range, size (1-D)                    .x (m,) .y (m,): the optimal D for these densities
latent             n (1-D)                              .z (n,) .x (n,)
samples            n                                    .real (n, dim) .fake (n, dim)
surface            range, size (2-D)                    .values (m, m)
gradient           n (2-D)                              .x (n, 2) .v (n, 2): where G's own loss moves each sample
grid               size (2-D)                           .x (m, m, 2): G of a square grid of latent points
probe              x: the point under the pointer       .d .p_data .p_g .optimal, each of shape ()
measures           (none)                               .js .kl_forward .kl_reverse and .w1 or .sw: [value, floor]
=================  ===================================  ======================================================

A range is (low, high) in 1-D and (x low, x high, y low, y high) in 2-D; an optional ``size`` counts points per axis;
values belong to the centres of as many equal cells.

Facts of the toy games: ``dim``, ``axes`` (names), ``extent`` ((low, high) per axis), ``latent``, ``latent_dim``,
``exact_density``, ``neutral`` (D's neutral level), ``shown_range`` (low, high), ``shown_name`` ("probability" or
"raw value"), ``loss_d_equilibrium``, ``loss_g_equilibrium``, ``loss_d_label``, ``loss_g_label``, ``substeps`` (ids
in the order of one iteration).

Ids of the sub-steps: d.draw_z, d.generate, d.judge_real, d.judge_fake, d.gradient, d.update, g.draw_z, g.generate,
g.judge_fake, g.gradient, g.update; their arrays: ``z``, ``fake``, ``real``, ``d_real``, ``d_fake`` (shown values),
``v`` (the move that G's loss wants for each ``fake``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.state import FlatState


class Substep(NamedTuple):
    """What one sub-step just did: its id and the tensors it computed (not copies; read them before going on)."""

    id: str
    tensors: Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class StateInfo:
    """The whole numbers beside the flat tensor."""

    iteration: int
    updates_d: int
    updates_g: int


class Game(Protocol):
    """A rule book. It knows no loop, no file and no window.

    One flat float tensor holds everything that training changes (weights, buffers, optimiser moments, the average),
    so that a state can be kept, compared and put back with a single copy. Draws are a function of (seed, stream,
    iteration), so that no generator's state is part of it.

    Attributes:
        iteration: how many iterations are complete.
        state: the flat state with its named views.
        raw: what the newest iteration measured, by name; a player that was not updated is missing.
    """

    iteration: int
    settings: Any
    state: FlatState
    raw: dict[str, torch.Tensor]

    def play(self, players: str) -> Iterator[Substep]:
        """Play the next iteration as named sub-steps; ``players`` is both, d or g.

        It counts once the iterator is exhausted. No graph survives it.
        """
        ...

    def use(self, settings: Any) -> None:
        """Take new live settings from the next iteration on."""
        ...

    def twin(self) -> Game:
        """A second, fresh instance of the same game that shares no state with this one."""
        ...

    def measured(self, raws: list[dict[str, torch.Tensor]]) -> NDArray[np.float64]:
        """What iterations measured, as rows (n, 6) of the history's columns after branch and iteration."""
        ...

    def facts(self) -> dict[str, Any]:
        """What the views need to know once."""
        ...

    def snapshot(self, layers: Mapping[str, Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
        """Frozen arrays for the named layers; touches nothing that training sees."""
        ...

    def substep_arrays(self, substep: Substep) -> dict[str, NDArray[Any]]:
        """Frozen arrays that show what a sub-step computed."""
        ...

    def score(self) -> float:
        """How far the generator is from the data, lower being better; chooses the best checkpoint."""
        ...

    def evaluate(self) -> dict[str, Any]:
        """Measures for a report, as plain JSON values by name."""
        ...

    def info(self) -> StateInfo:
        """The whole numbers of the state."""
        ...

    def put_back(self, state: torch.Tensor, info: StateInfo) -> None:
        """Take a kept state."""
        ...
