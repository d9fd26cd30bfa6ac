"""The weights that a generator has at the moment, written where another process can read them."""

from __future__ import annotations

import time
from pathlib import Path

from ganviz.games.translation import TranslationGame
from ganviz.settings.errors import UserError
from ganviz.training.folder.checkpoints import Checkpoint, CheckpointStore
from ganviz.training.messages import Lent
from ganviz.training.run import Run

_KEPT = 2
"""Whoever reads the last but one has time to finish."""


def lend(run: Run, folder: Path) -> Lent:
    """Write the generators' weights, without optimisers and discriminators, as a stored state in ``folder``.

    Raises:
        UserError: if the game has no generator of images, or the folder can't be written.
    """
    began = time.monotonic()
    game, branch = run.game, run.branch
    if not isinstance(game, TranslationGame):
        raise UserError(f"a run of {run.folder.manifest.game} has no generator that turns images into others")
    weights = {f"{name}.{key}": tensor.cpu().numpy() for name, network in game.player_g.networks.items()
               for key, tensor in network.state_dict().items()}
    store = CheckpointStore(folder, durable=False)
    store.save(Checkpoint(branch, game.iteration, weights, {}, {}))
    store.prune(_KEPT)
    return Lent(str(folder), branch, game.iteration, time.monotonic() - began)
