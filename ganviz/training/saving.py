"""Between a game's state and a checkpoint's files."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import Any

import torch

from ganviz.games.protocol import Game, Sheet
from ganviz.games.state import GameState
from ganviz.problems.images.watching import FolderGoneError
from ganviz.settings.errors import UserError
from ganviz.training.folder.checkpoints import Checkpoint, CheckpointStore, Key
from ganviz.training.folder.problems import DamagedError

_SLOTS, _POOLS = "_optimizer.", "pool."


def to_checkpoint(state: GameState, branch: int, facts: Mapping[str, Any]) -> Checkpoint:
    """A state as a checkpoint that shares its memory: each tensor in its file, ``facts`` beside the whole numbers."""
    arrays = {name: tensor.detach().cpu().numpy() for name, tensor in state.tensors.items()}
    pools = {name: array for name, array in arrays.items() if name.startswith(_POOLS)}
    optimizers = {name: array for name, array in arrays.items() if _SLOTS in name}
    return Checkpoint(
        branch=branch, iteration=state.iteration,
        weights={name: array for name, array in arrays.items() if name not in pools and name not in optimizers},
        optimizers=optimizers, state={**state.numbers, **facts}, pools=pools)


def from_checkpoint(checkpoint: Checkpoint) -> GameState:
    """The state in a checkpoint, on the CPU."""
    arrays = {**checkpoint.weights, **checkpoint.optimizers, **checkpoint.pools}
    numbers = {name: value for name, value in checkpoint.state.items() if isinstance(value, int)}
    return GameState({name: torch.from_numpy(array) for name, array in arrays.items()}, numbers)


def check_fit(state: GameState, game: Game, folder: Path) -> None:
    """See whether a stored state is one of this game; the pools of a game may have any size.

    Raises:
        DamagedError: if it is one of other networks.
    """
    for name, tensor in game.present().tensors.items():
        stored = state.tensors.get(name)
        if not name.startswith(_POOLS) and (stored is None or stored.shape != tensor.shape):
            raise DamagedError(f"the checkpoints of {folder} do not fit the networks that its run.json describes; "
                               "take run.json from a copy of the run")


def present_state(game: Game) -> GameState:
    """A copy of the game's present state; of a flat one in a single piece."""
    if game.state is None:
        return game.present().copied()
    return GameState(game.state.named(game.state.tensor.clone()), game.info())


def known_score(game: Game, store: CheckpointStore, place: Key) -> dict[str, Any]:
    """What a checkpoint keeps beside its tensors until it has its score: that of the same state, if it has been stored
    before.
    """
    facts: dict[str, Any] = {"scored_by": game.scored_by}
    try:
        stored = store.facts(*place)
    except DamagedError:  # as a rule: there is none yet
        return facts
    same = has_score(stored) and stored["scored_by"] == game.scored_by
    return {**facts, "score": stored["score"]} if same else facts


def has_score(facts: Mapping[str, Any]) -> bool:
    """Whether its score was found for a checkpoint, or that there is none."""
    return "score" in facts and "scored_by" in facts


def scored(game: Game, known: Mapping[str, Any]) -> dict[str, Any]:
    """What chooses the best checkpoint; while the images are away that would tell, what is known, or infinity."""
    try:
        return {**known, "score": game.score()}
    except FolderGoneError:
        return {"score": inf, **known}


def sheet_of(game: Game) -> Sheet | None:
    """The fixed samples as one picture; None while their images are away: weights are kept without it."""
    try:
        return game.sheet()
    except FolderGoneError:
        return None


class Best:
    """Which checkpoint has the lowest score; those of earlier sessions are read off their files.

    Scores from before the measure was changed don't count: they have another scale.
    """

    def __init__(self, store: CheckpointStore) -> None:
        self._score, self._measure = inf, ""
        self.place: Key | None = None
        for key in store.list():
            try:
                self.offer(store.facts(*key), key)
            except DamagedError:
                continue  # reported when the run looks for its newest whole checkpoint

    def offer(self, facts: Mapping[str, Any], place: Key) -> None:
        """Take note of the score in what a checkpoint keeps beside its tensors."""
        score, measure = float(facts.get("score", inf)), str(facts.get("scored_by", ""))
        if measure != self._measure:
            if self._measure:  # it was changed; checkpoints of earlier versions name none
                self._score, self.place = inf, None
            self._measure = measure
        if score < self._score:
            self._score, self.place = score, place


def best_place(store: CheckpointStore) -> Key:
    """Branch and iteration of the best checkpoint.

    Raises:
        UserError: if none has a score: the newest would be taken for what it is not.
    """
    place = Best(store).place
    if place is None:
        raise UserError(f"no checkpoint of {store.path.parent} has a score, so none is known to be the best (its "
                        "measure needs held-out images, kid at least two of each kind); take the newest one instead: "
                        "leave out --best, or choose the newest weights in the window")
    return place
