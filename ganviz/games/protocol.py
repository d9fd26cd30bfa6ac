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
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.state import FlatState, GameState


class Substep(NamedTuple):
    """What one sub-step just did: its id and the tensors it computed (not copies; read them before going on)."""

    id: str
    tensors: Mapping[str, torch.Tensor]


class Sheet(NamedTuple):
    """The fixed samples as one picture.

    Attributes:
        pixels: (height, width, 3), uint8.
        results: where the results lie in it, if they are to be shown again: by their part of the layer ``samples`` the
            ``names`` of the samples, and the ``boxes`` (left, top, width, height) of their results.
    """

    pixels: NDArray[np.uint8]
    results: Mapping[str, Mapping[str, Any]]


class Game(Protocol):
    """A rule book. It knows no loop, no file and no window.

    Draws are a function of (seed, stream, iteration), so that no generator's state is part of a game's state.

    A small game lays everything that training changes (weights, buffers, optimiser moments, the average) into one flat
    tensor, so that a state is kept or put back with a single copy; then the run keeps its newest states in memory and
    earlier ones as keyframes, and any iteration is shown by a replay. A game whose state is too large for that has
    ``state`` None: exact states are there at checkpoints only.

    Attributes:
        iteration: how many iterations are complete.
        settings: the validated settings that the next iteration is played with.
        device: where it computes.
        state: the flat state with its named views, or None.
        raw: what the newest iteration measured, by the ``key`` of the game's columns; what was not measured is missing.
        watch_share: the share of the time that pictures may cost, above 0; 1 sets no limit.
        fingerprint: SHA-256 of the images that it is played with; empty for a game without images.
        scored_by: the name of what ``score`` measures.
    """

    iteration: int
    settings: Any
    device: torch.device
    raw: dict[str, torch.Tensor]

    @property
    def state(self) -> FlatState | None: ...
    @property
    def watch_share(self) -> float: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def scored_by(self) -> str: ...

    def play(self, players: str) -> Iterator[Substep]:
        """Play the next iteration as named sub-steps; ``players`` is both, d or g.

        It counts once the iterator is exhausted. No graph survives it.
        """
        ...

    def check(self, settings: Any) -> None:
        """Refuse settings that this game can't be trained with, though each is right in itself.

        Raises:
            UserError: that names the setting and what to do.
        """
        ...

    def use(self, settings: Any) -> None:
        """Take new live settings from the next iteration on."""
        ...

    def twin(self) -> Game:
        """A second, fresh instance of the same game that shares no state with this one."""
        ...

    def close(self) -> None:
        """Let go of threads that read images; its twins read them no more either."""
        ...

    def measured(self, raws: list[dict[str, torch.Tensor]]) -> NDArray[np.float64]:
        """What iterations measured, as rows (n, columns) in the order of the game's columns; NaN where missing."""
        ...

    def facts(self) -> dict[str, Any]:
        """What the views need to know once."""
        ...

    def snapshot(self, layers: Mapping[str, Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
        """Frozen arrays for the named layers; touches nothing that training sees."""
        ...

    def sheet(self) -> Sheet | None:
        """The fixed samples as one picture, kept beside each checkpoint; None for games without pictures."""
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

    def info(self) -> dict[str, int]:
        """The whole numbers of the state, ``iteration`` among them."""
        ...

    def present(self) -> GameState:
        """All that training changes; the tensors are the game's own, so read or copy them before it goes on."""
        ...

    def put_back(self, state: GameState) -> None:
        """Take a copy of a state.

        Raises:
            KeyError: if a tensor or a number is missing; nothing is taken then.
        """
        ...
