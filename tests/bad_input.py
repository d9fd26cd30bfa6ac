"""Files of points that can't be read, and folders that hold no run to go on with; each with its sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ganviz.training.run import Run
from tests.core_support import TINY


@dataclass(frozen=True)
class Bad:
    """How to make it at a path, and how the sentence about it begins; ``{path}`` stands for the path."""

    make: Callable[[Path], Any]
    sentence: str

    def said_of(self, path: Path) -> str:
        return self.sentence.format(path=path)


def _text(content: str) -> Callable[[Path], Any]:
    return lambda file: file.write_text(content, encoding="utf-8")


def _sparse(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(1_500_000_000)


FILES = {
    "missing.csv": Bad(lambda file: None, "{path}: there is no such file; check the name"),
    "empty.csv": Bad(_text(""), "{path}: the file is empty; choose one with a row for each point"),
    "huge.csv": Bad(_sparse, "{path}: 1.5 GB are more than the limit of 1 GB; keep a random part of the rows"),
    "ragged.csv": Bad(_text("1,2\n3,4\n5\n6,7\n"), "{path}: line 3 has 1 cell where the first row has 2; give every "
                                                   "row the same number of cells"),
    "words.csv": Bad(_text("1,2\n3,four\n5,6\n"), "{path}: line 2, column 'column 2': 'four' is not a number; correct "
                                                  "or delete that row, or choose other columns"),
    "nan.csv": Bad(_text("1,2\nnan,4\n5,6\n"), "{path}: 1 row holds NaN or infinity (the first is line 2); delete or "
                                               "fill them"),
    "one_column.csv": Bad(_text("x\n1\n2\n3\n"), "{path}: only 1 column of numbers ('x') where 2 are needed; choose a "
                                                 "file that has 2, or the 1-D game"),
    "one_column.npy": Bad(lambda file: np.save(file, np.arange(9.0)),
                          "{path}: only 1 column of numbers ('column 1') where 2 are needed; choose a file that has 2, "
                          "or the 1-D game"),
    "cut_off.npy": Bad(lambda file: file.write_bytes(b"\x93NUMPY\x01\x00v\x00"),
                       "{path}: this is not a whole NPY array; write it again with numpy.save"),
}


def stored_run(folder: Path, iterations: int = 30) -> Path:
    """A run of the tiny 2-D game that was saved and closed."""
    run = Run.create("2d", TINY, {}, folder)
    while run.game.iteration < iterations:
        run.advance()
    run.save()
    run.close()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def _with(**values: Any) -> Callable[[Path], None]:
    """A run whose ``run.json`` has other values; what stands before two underscores is the group they are in."""
    def make(folder: Path) -> None:
        file = stored_run(folder) / "run.json"
        written = json.loads(file.read_text(encoding="utf-8"))
        for name, value in values.items():
            group, _, inner = name.rpartition("__")
            (written[group] if group else written)[inner] = value
        file.write_text(json.dumps(written), encoding="utf-8")

    return make


def _rewritten(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """A run with one file changed."""
    def make(folder: Path) -> None:
        file = stored_run(folder) / name
        file.write_bytes(change(file.read_bytes()))

    return make


RUNS = {
    "missing": Bad(lambda folder: None, "the run folder {path} does not exist; check the path"),
    "not a run": Bad(lambda folder: folder.mkdir(), "{path} is not a ganviz run (it has no run.json); choose a folder "
                                                    "that ganviz made"),
    "a file": Bad(lambda folder: folder.touch(), "{path} is not a ganviz run (it has no run.json); choose a folder "
                                                 "that ganviz made"),
    "truncated": Bad(_rewritten("run.json", lambda data: data[: len(data) // 2]),
                     "{path}/run.json is truncated or damaged (line "),
    "newer schema": Bad(_with(schema_version=7), "{path}/run.json was made by a newer ganviz (schema 7, this one reads "
                                                 "up to 1); update ganviz"),
    "unknown game": Bad(_with(game="4d"), "{path} is a run of the game '4d', which this ganviz does not know; update "
                                          "ganviz"),
    "unknown problem": Bad(_with(game_settings__problem="cube"), "{path}/run.json: problem: unknown"),
    "unknown setting": Bad(_with(game_settings__colour="red"), "{path}/run.json: unknown setting 'colour'"),
    "out of bounds": Bad(_with(game_settings__learning_rate_d=5.0),
                         "{path}/run.json: learning_rate_d: 5.0 must be less than or equal to 1; choose a value from "
                         "1e-07 to 1"),
    "a seed out of bounds": Bad(_with(run_settings__seed=-1), "{path}/run.json: seed: -1 must be greater than or equal "
                                                              "to 0; choose a value from 0 to 2147483647"),
    "other networks": Bad(_with(game_settings__width_d=16), "the checkpoints of {path} do not fit the networks that "
                                                            "its run.json describes; take run.json from a copy of the "
                                                            "run"),
    "another table": Bad(_rewritten("history.csv", lambda _: b"a,b\n1,2\n"),
                         "{path}/history.csv is no history of this ganviz (its first line should be branch,"),
    "damaged events": Bad(_rewritten("events.jsonl", lambda _: b"{}\n{}\n"),
                          "{path}/events.jsonl is damaged in line 1 (unknown type of event); take the file from a "
                          "copy"),
}
"""What is refused when it is opened; the run that is open stays."""
