"""``run.json``: what a run is, written when it begins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from ganviz.settings.columns import history_names
from ganviz.settings.errors import UserError
from ganviz.settings.names import GAMES, columns_of
from ganviz.training.folder.atomic import replace_file
from ganviz.training.folder.problems import DamagedError, writing

SCHEMA_VERSION = 1
"""The newest form of a run folder that this ganviz reads, and the one it writes."""

MANIFEST_NAME = "run.json"


class Manifest(BaseModel):
    """What a run is.

    Attributes:
        schema_version: the form of the folder.
        ganviz: the version of ganviz that began the run.
        game: the id of the game.
        game_settings: dump of the game's settings at iteration 0 of branch 0.
        run_settings: dump of the run's settings.
        seed: the start of every random draw.
        threads: CPU threads of the trainer; a run repeats bit for bit only with the same number.
        dataset: ``path`` and ``sha256`` of the user's data, if any, so that a changed file is noticed.
        device: where its first iteration is played, such as ``cpu``; empty in a run of before.
        classes: the names of the labels 0, 1, ... of its images; empty without labels, or in a run of before.
        libraries: versions by name.
        created: when it began, ISO 8601 with the time zone.
        title: the name that the user gave it; empty until then.
        pinned: whether it is kept out of every clean-up.
        source: the folder that it was imported from; empty for a run that began here.
        trainable: whether it can be trained on; a run made of generators alone can't.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = SCHEMA_VERSION
    ganviz: str
    game: str
    game_settings: dict[str, Any]
    run_settings: dict[str, Any]
    seed: int
    threads: int
    device: str = ""
    dataset: dict[str, str] | None = None
    classes: tuple[str, ...] = ()
    libraries: dict[str, str] = {}
    created: str
    title: str = ""
    pinned: bool = False
    source: str = ""
    trainable: bool = True


def read_manifest(folder: Path | str) -> Manifest:
    """Read ``run.json`` of a run folder.

    Raises:
        DamagedError: if the file is truncated or damaged.
        UserError: if there is no such folder, if it is not a run, or if a newer ganviz made it.
    """
    folder = Path(folder)
    values = _read_object(folder / MANIFEST_NAME, _read_text(folder))
    check_schema(values.get("schema_version"), folder / MANIFEST_NAME)
    try:
        return Manifest.model_validate(values)
    except ValidationError as error:
        detail = error.errors()[0]
        field = ".".join(str(part) for part in detail["loc"])
        raise _damaged(folder / MANIFEST_NAME, f"{field}: {detail['msg']}") from error


def columns_in(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    """The columns of the run's history.

    Raises:
        UserError: if this ganviz does not know the run's game.
    """
    if manifest.game not in GAMES:
        raise UserError(f"{folder} is a run of the game {manifest.game!r}, which this ganviz does not know; "
                        "update ganviz")
    return history_names(columns_of(manifest.game))


def write_manifest(folder: Path | str, manifest: Manifest) -> None:
    """Write ``run.json`` at once, in place of an older one.

    Raises:
        UserError: if the folder cannot be written or the disk is full.
    """
    folder = Path(folder)
    text = manifest.model_dump_json(indent=2) + "\n"
    with writing(folder):
        replace_file(folder / MANIFEST_NAME, text.encode())


def check_schema(version: object, path: Path) -> None:
    """Refuse what a newer ganviz made.

    Raises:
        UserError: if ``version`` is newer than this ganviz reads, or is no version at all.
    """
    if not isinstance(version, int) or version < 1:
        raise _damaged(path, f"its schema version is {version!r}")
    if version > SCHEMA_VERSION:
        raise UserError(f"{path} was made by a newer ganviz (schema {version}, this one reads up to "
                        f"{SCHEMA_VERSION}); update ganviz")


def _damaged(path: Path, reason: str) -> DamagedError:
    return DamagedError(f"{path} is truncated or damaged ({reason}); take it from a copy of the run")


def _read_text(folder: Path) -> str:
    if not folder.exists():
        raise UserError(f"the run folder {folder} does not exist; check the path")
    path = folder / MANIFEST_NAME
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(f"{folder} is not a ganviz run (it has no {MANIFEST_NAME}); "
                        "choose a folder that ganviz made") from None
    except UnicodeDecodeError as error:
        raise _damaged(path, "it is not text") from error
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}); allow reading it") from error


def _read_object(path: Path, text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise _damaged(path, f"line {error.lineno}: {error.msg}") from error
    if not isinstance(values, dict):
        raise _damaged(path, "it is not a JSON object")
    return values
