"""The weights that a generator has at the moment, written where another process can read them."""

from __future__ import annotations

import time
from pathlib import Path

from ganviz.games.translation import TranslationGame
from ganviz.settings.errors import UserError
from ganviz.training.folder.checkpoints import Checkpoint, CheckpointStore
from ganviz.training.messages import Lend, Lent
from ganviz.training.run import Run

_KEPT = 2
"""Whoever reads the last but one has time to finish."""


def lend(run: Run, wanted: Lend) -> Lent | None:
    """Write the generators' weights, without optimisers and discriminators; None where the folder is gone.

    They are a stored state whose place is the loan's number, not the branch, so that newer ones have a higher place.
    """
    began, folder = time.monotonic(), Path(wanted.folder)
    if not folder.is_dir():
        return None
    try:
        _write(run, CheckpointStore(folder, durable=False), wanted.number)
        failure = ""
    except UserError as error:
        failure = str(error)
    return Lent(wanted.folder, wanted.number, run.game.iteration, time.monotonic() - began, failure)


def _write(run: Run, store: CheckpointStore, number: int) -> None:
    game = run.game
    if not isinstance(game, TranslationGame):
        raise UserError(f"a run of {run.folder.manifest.game} has no generator that turns images into others; choose "
                        "a run of pix2pix or cyclegan")
    weights = {f"{name}.{key}": tensor.cpu().numpy() for name, network in game.player_g.networks.items()
               for key, tensor in network.state_dict().items()}
    store.save(Checkpoint(number, game.iteration, weights, {}, {}))
    store.remove(store.list()[:-_KEPT])
