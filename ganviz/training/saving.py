"""Between a game's state and a checkpoint's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import inf
from typing import Any

import torch

from ganviz.games.protocol import Game, StateInfo
from ganviz.training.folder.checkpoints import Checkpoint, CheckpointStore, Key
from ganviz.training.folder.problems import DamagedError
from ganviz.training.recent import KeptState

_SLOTS = "_optimizer."


def to_checkpoint(game: Game, kept: KeptState, branch: int, facts: Mapping[str, Any]) -> Checkpoint:
    """A kept state of ``game`` as a checkpoint: each named view a tensor, ``facts`` beside the whole numbers."""
    flat = kept.tensor.cpu().numpy()
    arrays = {}
    start = 0
    for name, view in game.state.views.items():
        arrays[name] = flat[start:start + view.numel()].reshape(tuple(view.shape))
        start += view.numel()
    return Checkpoint(
        branch=branch, iteration=kept.info.iteration,
        weights={name: array for name, array in arrays.items() if _SLOTS not in name},
        optimizers={name: array for name, array in arrays.items() if _SLOTS in name},
        state={**asdict(kept.info), **facts})


def from_checkpoint(game: Game, checkpoint: Checkpoint) -> KeptState:
    """The kept state in a checkpoint of ``game``.

    Raises:
        KeyError: if a tensor is missing.
    """
    tensors = {**checkpoint.weights, **checkpoint.optimizers}
    flat = torch.cat([torch.from_numpy(tensors[name]).reshape(-1) for name in game.state.views])
    state = checkpoint.state
    info = StateInfo(int(state["iteration"]), int(state["updates_d"]), int(state["updates_g"]))
    return KeptState(flat.to(game.state.tensor.device), info)


def present_state(game: Game) -> KeptState:
    """A copy of the game's present state."""
    return KeptState(game.state.tensor.clone(), game.info())


class Best:
    """Which checkpoint has the lowest score; those of earlier sessions are read off their files."""

    def __init__(self, store: CheckpointStore) -> None:
        self._score = inf
        self.place: Key | None = None
        for key in store.list():
            try:
                self.offer(float(store.load(*key).state.get("score", inf)), key)
            except DamagedError:
                continue  # reported when the run looks for its newest whole checkpoint

    def offer(self, score: float, place: Key) -> None:
        """Take note of a checkpoint's score."""
        if score < self._score:
            self._score, self.place = score, place
