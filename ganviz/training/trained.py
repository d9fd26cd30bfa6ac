"""A trained run as it is used: its generators with the weights of one checkpoint, without images and optimisers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from torch import nn

from ganviz.networks.layers import Discriminator, Generator
from ganviz.settings.errors import UserError
from ganviz.settings.names import GAMES
from ganviz.training.build import begun_with
from ganviz.training.folder.checkpoints import CheckpointStore, Key
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.lineage import Branches
from ganviz.training.saving import best_place


@dataclass(frozen=True)
class Trained:
    """A run's networks.

    Attributes:
        folder: the run folder.
        game: the game's id.
        settings: its settings.
        place: branch and iteration of the checkpoint.
        generators, discriminators: the networks by their names in files, on the CPU; of a run that was made of
            generators alone no discriminators, since none has learned anything.
        ways: which generator goes which way, "a_to_b" or "b_to_a".
    """

    folder: Path
    game: str
    settings: Any
    place: Key
    generators: Mapping[str, Generator]
    discriminators: Mapping[str, Discriminator]
    ways: Mapping[str, str]

    @property
    def networks(self) -> Mapping[str, nn.Module]:
        """All of them."""
        return {**self.generators, **self.discriminators}


NOWHERE: Key = (-1, -1)
"""The place of networks that have no weights yet."""
LENT = -2
"""In place of the branch, where weights are those of no checkpoint."""


def trained(folder: Path, best: bool = False) -> Trained:
    """The networks of a run at its newest checkpoint, or at its best.

    Raises:
        UserError: if the folder holds no run of an image game, or no whole checkpoint, or none known to be the best.
    """
    with RunFolder.open(folder, write=False) as run:
        return _filled(_outlined(run), run, _place(run, best))


def renewed(found: Trained) -> Trained:
    """The same networks, filled with the weights of the newest checkpoint where there is a newer one.

    Raises:
        UserError: if there is no whole checkpoint any more; the networks stay as they are then.
    """
    with RunFolder.open(found.folder, write=False) as run:
        place = _place(run, best=False)
        return found if place == found.place else _filled(found, run, place)


def outlined(folder: Path) -> Trained:
    """The networks of a run before they have weights.

    Raises:
        UserError: if the folder holds no run of an image game.
    """
    with RunFolder.open(folder, write=False) as run:
        return _outlined(run)


def borrowed(found: Trained, store: CheckpointStore, number: int, iteration: int) -> Trained:
    """The same networks, the generators filled with weights that were lent; see ``ganviz.training.lending``.

    Raises:
        DamagedError: if they are gone, or not whole.
    """
    _fill(found.generators, store.weights(number, iteration), found.folder)
    return replace(found, place=(LENT, iteration))


def _outlined(run: RunFolder) -> Trained:
    settings, chosen = begun_with(run)
    game = run.manifest.game
    if not GAMES[game].facts.get("images", False):
        raise UserError(f"{run.path} is a run of the game {game}, which turns no image into another; "
                        "choose a run of pix2pix or cyclegan")
    implementation = GAMES[game].load()
    judges = implementation.discriminators(settings, chosen.seed) if run.manifest.trainable else {}
    return Trained(run.path, game, settings, NOWHERE, implementation.generators(settings, chosen.seed), judges,
                   implementation.ways)


def _place(run: RunFolder, best: bool) -> Key:
    if best:
        return best_place(run.checkpoints)
    tree = Branches(run.events.events)
    found = run.checkpoints.newest_place(tree.lineage(tree.active))
    if found is None:
        raise UserError(f"{run.path} has no whole checkpoint; train it first")
    return found


def _filled(found: Trained, run: RunFolder, place: Key) -> Trained:
    _fill(found.networks, run.checkpoints.weights(*place), run.path)
    return replace(found, place=place)


def _fill(networks: Mapping[str, nn.Module], weights: Mapping[str, NDArray[Any]], folder: Path) -> None:
    for name, network in networks.items():
        for key, tensor in network.state_dict().items():
            stored = weights.get(f"{name}.{key}")
            if stored is None or stored.shape != tuple(tensor.shape):
                raise UserError(f"the checkpoints of {folder} do not fit the networks that its run.json describes; "
                                "take run.json from a copy of the run")
            tensor.copy_(torch.from_numpy(stored))
