"""Folders that hold no run to open, opened in the window while a run is under way: a sentence, and on it goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ganviz.training.run import Run
from tests.app_support import Driven, undisturbed
from tests.core_support import TINY, saved_state


def stored_run(folder: Path, iterations: int = 30) -> Path:
    run = Run.create("2d", TINY, {}, folder)
    while run.game.iteration < iterations:
        run.advance()
    run.save()
    run.close()
    return folder


def edited(**changes: Any) -> Callable[[Path], None]:
    """Write ``run.json`` anew with other values; a name with a dot in it lies one level deeper."""
    def edit(folder: Path) -> None:
        values = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        for name, value in changes.items():
            group, _, inner = name.rpartition("__")
            (values[group] if group else values)[inner] = value
        (folder / "run.json").write_text(json.dumps(values), encoding="utf-8")

    return edit


def cut(name: str) -> Callable[[Path], None]:
    """Cut a file of the run in half."""
    def halve(folder: Path) -> None:
        file = next(folder.glob(name))
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return halve


def emptied(folder: Path) -> None:
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()


def gone(folder: Path) -> None:
    emptied(folder)
    folder.rmdir()


BAD = {
    "not a run": (emptied, "{run} is not a ganviz run (it has no run.json); choose a folder that ganviz made"),
    "missing": (gone, "the run folder {run} does not exist; check the path"),
    "truncated": (cut("run.json"), "{run}/run.json is truncated or damaged ("),
    "newer": (edited(schema_version=7), "{run}/run.json was made by a newer ganviz (schema 7, this one reads up to 1); "
                                        "update ganviz"),
    "unknown game": (edited(game="4d"), "{run} is a run of the game '4d', which this ganviz does not know; "
                                        "update ganviz"),
    "unknown problem": (edited(game_settings__problem="cube"), "{run}/run.json: problem: unknown"),
    "unknown setting": (edited(game_settings__colour="red"), "{run}/run.json: unknown setting 'colour'"),
    "out of bounds": (edited(game_settings__learning_rate_d=5.0),
                      "{run}/run.json: learning_rate_d: 5.0 must be less than or equal to 1; "
                      "choose a value from 1e-07 to 1"),
    "run setting out of bounds": (edited(run_settings__seed=-1), "{run}/run.json: seed: -1 must be"),
    "other columns": (cut("history.csv"), ""),
    "damaged events": (lambda folder: (folder / "events.jsonl").write_text("{}\n{}\n"),
                       "{run}/events.jsonl is damaged in line 1 (unknown type of event); take the file from a copy"),
    "other width": (edited(game_settings__width_d=16), "the stored state {run}/checkpoints/0-000000030 does not fit"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_run_is_told_and_the_open_one_goes_on(driven: Driven, tmp_path: Path, name: str) -> None:
    spoil, sentence = BAD[name]
    bad = stored_run(tmp_path / "bad")
    spoil(bad)
    driven.begin()
    folder = driven.folder
    driven.play_past(30)
    driven.window.commands.files.open_run_at(str(bad))
    told = driven.until_told(str(bad))
    assert told.startswith(sentence.format(run=bad))
    assert driven.folder == folder
    reached = driven.session.iteration
    driven.until(lambda: driven.session.iteration > reached)
    stopped = driven.pause()
    driven.play_to(stopped + 20)
    driven.close()
    assert saved_state(folder, stopped + 20) == undisturbed(folder, stopped + 20)
