"""Images of the user's translated in a process of its own. No Qt, and no torch here.

Results lie in a scratch folder until they are saved elsewhere under their names. Ending the process cancels.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from ganviz.settings.errors import UserError
from ganviz.training.child import ChildProcess, begin_child
from ganviz.training.folder.problems import writing
from ganviz.training.inference import Untranslated

RESULTS, INPUTS = "results", "inputs"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be translated.

    Attributes:
        run: the run's folder.
        sources: images, and folders of images.
        scratch: an empty folder for results and for copies of the inputs as the generator was given them.
        way: "a_to_b" or "b_to_a"; empty for the run's first way.
        best: whether the best checkpoint is used instead of the newest.
        as_in_training: batch norm and dropout as in training, instead of evaluation mode.
    """

    run: Path
    sources: tuple[Path, ...]
    scratch: Path
    way: str = ""
    best: bool = False
    as_in_training: bool = False


@dataclass(frozen=True, slots=True)
class FileDone:
    """One file is done.

    Attributes:
        file: the source.
        input: a PNG copy of it as the generator was given it; None where it was left out.
        result: its translation, below ``RESULTS``; None where it was left out.
        why: why it was left out, as a sentence that names it.
        done: how many files are done.
        total: of how many.
    """

    file: Path
    input: Path | None
    result: Path | None
    why: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class AllDone:
    """Every file is done, by the weights of an iteration."""

    iteration: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop after the present file; its answer is ``Stopped``, where the end has not come first."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The rest is left undone."""


@dataclass(frozen=True, slots=True)
class SaveTo:
    """Copy all results into a folder."""

    folder: Path


@dataclass(frozen=True, slots=True)
class SavedTo:
    """They are there."""

    folder: Path
    count: int


def _main(connection: Connection, wanted: Wanted) -> None:
    begin_child()
    from ganviz.training.user_files import translated

    try:
        for event in translated(wanted):
            connection.send(event)
            if connection.poll():
                break
        while True:
            command: Stop | SaveTo = connection.recv()
            connection.send(Stopped() if isinstance(command, Stop) else _saved(wanted.scratch / RESULTS, command))
    except (EOFError, OSError):
        return


def _saved(results: Path, command: SaveTo) -> SavedTo | Untranslated:
    try:
        return SavedTo(command.folder, copy_results(results, command.folder))
    except UserError as error:
        return Untranslated(str(error))


def copy_results(results: Path, folder: Path) -> int:
    """Copy every result into a folder under its own name; how many there are.

    Raises:
        UserError: if one would replace a file, in which case none is copied, or the folder can't be written.
    """
    places = {file: folder / file.relative_to(results) for file in sorted(results.rglob("*")) if file.is_file()}
    _refuse_to_replace(places)
    with writing(folder):
        for file, place in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
    return len(places)


def _refuse_to_replace(places: Mapping[Path, Path]) -> None:
    there = next((place for place in places.values() if place.exists()), None)
    if there is not None:
        raise UserError(f"{there} exists already; choose another folder, nothing was saved")


class TranslatingProcess(ChildProcess):
    """Tells ``FileDone`` of each file, then ``AllDone`` (or ``Untranslated``); it takes ``Stop`` meanwhile and then
    ``SaveTo``.
    """

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(_main, (wanted,), "ganviz translation")
