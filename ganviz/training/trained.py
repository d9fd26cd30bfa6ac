"""A trained run as it is used: its generators with the weights of one checkpoint, without images and optimisers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ganviz.networks.layers import Discriminator, Generator
from ganviz.settings.errors import UserError
from ganviz.settings.names import GAMES
from ganviz.training.build import begun_with
from ganviz.training.folder.checkpoints import Key
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.lineage import Branches
from ganviz.training.saving import Best


@dataclass(frozen=True)
class Trained:
    """A run's networks.

    Attributes:
        folder: the run folder.
        game: the game's id.
        settings: its settings.
        place: branch and iteration of the checkpoint.
        generators, discriminators: the networks by their names in files, on the CPU.
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


def trained(folder: Path, best: bool = False) -> Trained:
    """The networks of a run at its newest checkpoint, or at its best.

    Raises:
        UserError: if the folder holds no run of an image game, or no whole checkpoint.
    """
    with RunFolder.open(folder, write=False) as run:
        settings, chosen = begun_with(run)
        game = run.manifest.game
        if not GAMES[game].facts.get("images", False):
            raise UserError(f"{folder} is a run of the game {game}, which turns no image into another; "
                            "choose a run of pix2pix or cyclegan")
        implementation = GAMES[game].load()
        found = Trained(folder, game, settings, _place(run, best), implementation.generators(settings, chosen.seed),
                        implementation.discriminators(settings, chosen.seed), implementation.ways)
        _fill(found, run)
    return found


def renewed(found: Trained) -> Trained:
    """The same networks, filled with the weights of the newest checkpoint where there is a newer one.

    Raises:
        UserError: if there is no whole checkpoint any more; the networks stay as they are then.
    """
    with RunFolder.open(found.folder, write=False) as run:
        place = _place(run, best=False)
        if place == found.place:
            return found
        fresh = replace(found, place=place)
        _fill(fresh, run)
    return fresh


def _place(run: RunFolder, best: bool) -> Key:
    found = Best(run.checkpoints).place if best else None
    if found is None:
        tree = Branches(run.events.events)
        found = run.checkpoints.newest_place(tree.lineage(tree.active))
    if found is None:
        raise UserError(f"{run.path} has no whole checkpoint; train it first")
    return found


def _fill(found: Trained, run: RunFolder) -> None:
    weights = run.checkpoints.weights(*found.place)
    for name, network in found.networks.items():
        for key, tensor in network.state_dict().items():
            stored = weights.get(f"{name}.{key}")
            if stored is None or stored.shape != tuple(tensor.shape):
                raise UserError(f"the checkpoints of {run.path} do not fit the networks that its run.json describes; "
                                "take run.json from a copy of the run")
            tensor.copy_(torch.from_numpy(stored))
