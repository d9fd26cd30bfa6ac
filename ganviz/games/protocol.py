"""The one protocol of every game, and the layers that a snapshot can be asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.settings.field import Settings


class Substep(NamedTuple):
    """What one sub-step just did: its id and the tensors it computed (not copies; read them before going on)."""

    id: str
    tensors: Mapping[str, torch.Tensor]


class Game(Protocol):
    """A rule book. It knows no loop, no file and no window.

    One flat float tensor holds everything that training changes (weights, buffers, optimiser moments, the average),
    so that a state can be kept, compared and put back with a single copy.
    """

    iteration: int
    settings: Settings

    def play(self, players: str) -> Iterator[Substep]:
        """Play the next iteration as named sub-steps; it counts once the iterator is exhausted."""
        ...

    def facts(self) -> dict[str, Any]:
        """What the views need to know once: see `ganviz.games.toy`."""
        ...

    def snapshot(self, layers: Mapping[str, Mapping[str, Any]]) -> dict[str, NDArray[np.generic]]:
        """Arrays for the named layers; touches nothing that training sees."""
        ...


@dataclass(frozen=True, slots=True)
class StateInfo:
    """The whole numbers beside the flat tensor."""

    iteration: int
    updates_d: int
    updates_g: int
