"""``ganviz train``: play a game without a window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from ganviz.cli.interruption import Interruption
from ganviz.cli.output import number, print_json
from ganviz.cli.progress import Show, progress_bar
from ganviz.cli.ranks import follow, leading, own_rank, several
from ganviz.settings.errors import UserError

if TYPE_CHECKING:
    from ganviz.cli.choices import Chosen
    from ganviz.training.elsewhere import Elsewhere
    from ganviz.training.headless import Outcome
    from ganviz.training.messages import Inspected

DEFAULT_ITERATIONS = 10_000
_BESIDE = {**dict.fromkeys(("round_trip", "reconstruction", "reconstruction_ratio"), "random pairs"), "modes": "of",
           "high_quality": "data", **dict.fromkeys(("neighbour", "probe"), "guess"),
           **dict.fromkeys(("l1", "psnr", "ssim", "kid", "cycle", "kid_a_to_b", "kid_b_to_a",
                           "truth_a_to_b", "truth_b_to_a"), "copying the input")}
"""What stands beside a measure; beside all others it is the noise floor."""

_Work = Callable[[Show, Callable[[], bool]], "Outcome"]


def train(game: str | None = None, /, *, data: Path | None = None, data_b: Path | None = None,
          columns: str | None = None, iterations: int | None = None, seed: int | None = None,
          device: Literal["auto", "cpu", "cuda", "mps"] | None = None, out: Path | None = None,
          preset: str | None = None,
          set_: Annotated[list[str] | None, Parameter(name="--set", negative=())] = None,
          resume: Path | None = None, leave_out: Annotated[bool, Parameter(negative=())] = False,
          json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Train a game without a window, or go on with a run. Ctrl+C saves and ends.

    Parameters
    ----------
    game:
        1d, 2d, ali, pix2pix or cyclegan.
    data:
        Learn the points in this CSV, TSV, NPY or NPZ file, or the images in this folder (or demo:NAME). With
        --resume: where those of the run lie now, if they or the run were moved, or the images of a run that was
        imported without.
    data_b:
        Learn from two folders, of which this holds the images of side B. With --resume: where that lies now.
    columns:
        The columns of the file, by name or by number from 1, with commas between.
    iterations:
        How many iterations the run has in the end (default: the preset's, the length of the schedule
        where a rate falls, or 10000; with --resume: the length of the schedule, or 10000 more where no rate falls).
    seed:
        The start of every random draw.
    device:
        Where to compute; with --resume, where to go on.
    out:
        The new run folder (default: GAME-DATE-TIME in the folder that ganviz info names).
    preset:
        Start from a named preset.
    set_:
        Change a setting, as name=value; may be given many times. The settings are listed below. A new run of
        50000 iterations or more that names no engine is compiled, where this computer can do that.
    resume:
        Go on with the run in this folder.
    leave_out:
        Train on the good images where some files can't be used.
    json:
        Print the outcome as one JSON object.
    """
    if own_rank() > 0:
        return follow()
    options = {"data": data, "data_b": data_b, "columns": columns, "seed": seed, "device": device,
               "leave_out": leave_out or None}
    given = {name: value for name, value in options.items() if value is not None}
    if iterations is not None and iterations < 1:
        raise UserError(f"--iterations {iterations}: choose 1 or more")
    if resume is not None:
        _refuse_beside_resume(list(_named(columns=columns, seed=seed, game=game, out=out, preset=preset, set=set_)))
        goal = iterations or _further(resume)
        return _run(_resuming(resume, goal, _elsewhere(data, data_b, device, leave_out)), goal, json)
    if game is None:
        raise UserError("train what? name a game, such as: ganviz train 2d; or go on with --resume RUN")
    chosen = _chosen(game, preset, given, set_ or [])
    total = iterations or _meant(chosen)
    return _run(_beginning(chosen, out, total), total, json)


def _meant(chosen: Chosen) -> int | None:
    """How long the preset is meant to train, or until rates that fall have fallen; None where the images will tell."""
    from ganviz.settings.presets import preset

    planned = preset(chosen.game, chosen.preset).iterations if chosen.preset is not None else None
    return planned or _scheduled(chosen.game_settings.model_dump())


def _scheduled(settings: Mapping[str, Any]) -> int | None:
    from ganviz.settings.schedule import end, falls, toy_end

    return end(settings, 0.0) if falls(settings) else toy_end(settings) or DEFAULT_ITERATIONS


def _named(**values: Any) -> Iterator[str]:
    return (name for name, value in values.items() if value is not None)


def _refuse_beside_resume(names: list[str]) -> None:
    if names:
        named = ", ".join("GAME" if name == "game" else f"--{name}" for name in names)
        raise UserError(f"{named}: a resumed run keeps its own; leave it out, or begin a new run without --resume")


def _chosen(game: str, preset: str | None, options: dict[str, Any], pairs: list[str]) -> Chosen:
    from ganviz.cli.choices import choose, preset_for, problem_of, settings_model

    if "data" in options and "problem" in settings_model(game).model_fields:
        problem = problem_of(game, preset, options["data"])
        preset, options = preset or preset_for(game, problem, options["data"]), {"problem": problem, **options}
    elif "columns" in options:
        raise UserError("--columns: these are the columns of a file; name it with --data")
    if "leave_out" in options and "leave_out" not in settings_model(game).model_fields:
        raise UserError(f"--leave-out: the game {game} learns from no images; leave it out")
    if "data_b" in options and "data_b" not in settings_model(game).model_fields:
        raise UserError(f"--data-b: the game {game} learns from no two folders; leave it out")
    return choose(game, preset, options, pairs)


def _beginning(chosen: Chosen, out: Path | None, total: int | None) -> _Work:
    from ganviz.training import headless
    from ganviz.training.engine.lasting import engine_for
    from ganviz.training.folder.folder import default_folder

    folder = out.expanduser().absolute() if out else default_folder(chosen.game, datetime.now())
    settings = engine_for(chosen.game, chosen.game_settings, chosen.run_settings, total or 0)
    return lambda show, stop: headless.train(
        chosen.game, settings, chosen.run_settings, folder, total, show.training, stop, show.waiting)


def _further(folder: Path) -> int | None:
    """How far a run goes on from the newest checkpoint of its active branch; None where its schedule says it."""
    from ganviz.settings.schedule import falls, toy_end
    from ganviz.training.folder.folder import RunFolder
    from ganviz.training.folder.lineage import Branches

    with RunFolder.open(folder, write=False) as run:
        tree = Branches(run.events.events)
        stored = run.checkpoints.nearest(tree.lineage(tree.active))
        reached = stored.iteration if stored is not None else 0
        present = max([reached, *(event.iteration for event in run.events.events)])  # what is on record is repeated
        settings = tree.settings_at(tree.active, present, run.manifest.game_settings)
    return None if falls(settings) or toy_end(settings) else reached + DEFAULT_ITERATIONS


def _elsewhere(data: Path | None, data_b: Path | None, device: str | None, leave_out: bool) -> Elsewhere:
    from ganviz.cli.choices import absolute
    from ganviz.training.elsewhere import Elsewhere

    places = {name: absolute(place) for name, place in (("data", data), ("data_b", data_b)) if place}
    return Elsewhere(device=device or "", leave_out=leave_out, **places)


def _resuming(folder: Path, iterations: int | None, elsewhere: Elsewhere) -> _Work:
    from ganviz.training import headless

    return lambda show, stop: headless.resume(folder, iterations, show.training, stop, show.waiting, elsewhere)


def _run(work: _Work, total: int | None, as_json: bool) -> int:
    from ganviz.training.headless import NeverBegunError

    # torchrun passes on a signal that this process may have had already, and ends it by force if it takes too long.
    with Interruption(patient=several()) as interruption, leading(), progress_bar(total) as show:
        try:
            outcome = work(show, interruption.asked)
        except NeverBegunError as error:
            print(f"ganviz: {error}", file=sys.stderr)
            return interruption.status
    _print(outcome, as_json)
    return interruption.status


def _print(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        print_json({"folder": outcome.folder, "iteration": outcome.iteration, "stopped": outcome.stopped,
                    "measures": outcome.measures, **_of_images(outcome.images, outcome.warnings)})
        return
    for warning in outcome.warnings:
        print(f"note: {warning}")
    measures = "".join(f"; {name} {number(value)}{_beside(name, beside)}"
                       for name, (value, beside) in outcome.measures.items())
    print(f"{'stopped' if outcome.stopped else 'done'} at iteration {outcome.iteration}: {outcome.folder}{measures}")


def _of_images(images: Inspected | None, warnings: Sequence[str]) -> dict[str, Any]:
    """The warnings, before them those of the images' report, which is beside them with each file that was left out."""
    if images is None:
        return {"warnings": warnings}
    return {"report": images.sentences, "left_out": images.left_out, "warnings": [*images.cautions, *warnings]}


def _beside(name: str, value: float) -> str:
    """What a measure compares with, in brackets; nothing where there is nothing to compare with."""
    return "" if isnan(value) else f" ({_BESIDE.get(name, 'noise')} {number(value)})"
