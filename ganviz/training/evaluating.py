"""How good a run is: its measures at one checkpoint, read without touching the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ganviz.games.protocol import Game
from ganviz.problems.images.watching import Watch
from ganviz.settings.errors import UserError
from ganviz.settings.names import facts_of
from ganviz.training.build import begun_with, build_game
from ganviz.training.classes import check_classes
from ganviz.training.device import missing, on_hand
from ganviz.training.diagnosing import findings, in_words
from ganviz.training.engine.codes import codes_for, wait_for_ever
from ganviz.training.folder.checkpoints import Checkpoint
from ganviz.training.folder.folder import RunFolder
from ganviz.training.opening import rebuilt
from ganviz.training.past import Past
from ganviz.training.provenance import changed_dataset
from ganviz.training.saving import best_place, check_fit, from_checkpoint


def evaluate(folder: Path, data: str = "", best: bool = False, leave_out: bool = False,
             watch: Watch | None = None) -> dict[str, Any]:
    """The measures of a run at its newest checkpoint, or at its best one.

    Args:
        folder: the run folder.
        data: other images to measure with than the run's own.
        best: take the best checkpoint.
        leave_out: measure without the images that can't be used.
        watch: who looks on while images are read, and while they are measured, as one stage of unknown length.

    Raises:
        UserError: if the folder holds no run, a damaged one, no whole checkpoint or none known to be the best, or there
            are no images, they can't be used, or they have other classes than those whose labels the run learned.
    """
    with RunFolder.open(folder, write=False) as run:
        run.history.read()  # refused here too, where it is of another game
        settings, stored_run = begun_with(run)
        chosen = on_hand(stored_run)
        settings = _on_images(run, settings, data, leave_out)
        watch = watch or Watch()
        game = (build_game(run.manifest.game, settings, chosen, watch) if data
                else rebuilt(run.manifest, settings, chosen, watch))
        codes = codes_for(run.manifest.game, game.device, chosen.threads, wait_for_ever)
        past = Past(run, game, chosen.history_megabytes, codes)
        stored = _stored(run, past, best)
        state = from_checkpoint(stored)
        check_classes(run.manifest, game, data)
        check_fit(state, game, folder)
        game.use(settings.changed(past.tree.settings_at(stored.branch, stored.iteration, {})))
        game.put_back(state)
        watch.step("measure", 0, 0)
        report = game.evaluate()
        if "diagnosis" in report:
            report["diagnosis"] = _in_words(run, past, game, stored, report["diagnosis"])
        changed = "" if data else changed_dataset(run.manifest, game.fingerprint)
        warnings = [each for each in (changed, missing(stored_run, game.device, "measured")) if each]
    told = {"warnings": warnings} if warnings else {}
    return {"folder": str(folder), "iteration": stored.iteration, "branch": stored.branch, **report, **told}


def _in_words(run: RunFolder, past: Past, game: Game, stored: Checkpoint, figures: Any) -> dict[str, Any]:
    """The diagnosis of a checkpoint, from the figures of its pictures and what the history says up to it."""
    rows = run.history.read()
    parts = [rows[(rows[:, 0] == part.branch) & (rows[:, 1] <= min(stored.iteration, part.end or stored.iteration))]
             for part in past.tree.lineage(stored.branch)]
    columns = dict(zip(run.history.columns, np.concatenate(parts).T, strict=True))
    return in_words(findings(figures, columns, game.settings.model_dump(), stored.iteration))


def _on_images(run: RunFolder, settings: Any, data: str, leave_out: bool) -> Any:
    """The settings for the run's own images, or for others."""
    facts = facts_of(run.manifest.game, settings)
    if not facts.get("images", False):
        _refuse(data=bool(data), leave_out=leave_out)
        return settings
    if not data:
        if not settings.data:
            raise UserError(f"{run.path} has no images of its own to measure with; name some, as in: ganviz evaluate "
                            "RUN --data IMAGES")
        return settings.changed({"leave_out": leave_out or settings.leave_out})
    whole = {"held_out": 0.0} if "kind" in facts else {}  # one that has no splits of its own is measured as it is
    other = {"data": data, "data_b": "", "layout": "auto", "leave_out": leave_out, **whole}
    return settings.changed({name: value for name, value in other.items() if name in type(settings).model_fields})


def _refuse(**given: bool) -> None:
    for name, is_given in given.items():
        if is_given:
            raise UserError(f"--{name.replace('_', '-')}: this run learns from no images; leave it out")


def _stored(run: RunFolder, past: Past, best: bool) -> Checkpoint:
    if best:
        return run.checkpoints.load(*best_place(run.checkpoints))
    found = run.checkpoints.nearest(past.tree.lineage(past.branch))
    if found is None:
        raise UserError(f"{run.path} has no whole checkpoint; train it first")
    return found
