"""What is otherwise than when a stored run was written: another machine, folders that were moved. No torch here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings
from ganviz.settings.names import facts_of
from ganviz.training.folder.manifest import Manifest

Way = Literal["data", "leave_out"]
"""What of ``Elsewhere`` opens a run whose images can't be used."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What whoever opens a run says of it.

    Attributes:
        data: where its file of points or its images lie now; empty for where they lay.
        device: where to compute now; empty for where the run's settings say, or for what is there.
        leave_out: whether images that can't be used are left out from now on.
    """

    data: str = ""
    device: str = ""
    leave_out: bool = False


def replaced(manifest: Manifest, settings: Settings, elsewhere: Elsewhere) -> Any:
    """The settings of a run with the place where its data lie now.

    Raises:
        UserError: if the run has no data that could lie elsewhere, or no images to leave some out of.
    """
    if elsewhere.data and manifest.dataset is None:
        raise UserError("--data: this run has no data on record that could lie elsewhere; leave it out, or begin a new "
                        "run on these")
    if elsewhere.leave_out and not facts_of(manifest.game, settings).get("images", False):
        raise UserError("--leave-out: this run learns from no images; leave it out")
    values: dict[str, Any] = {"leave_out": True} if elsewhere.leave_out else {}
    if elsewhere.data:
        values |= {"data": elsewhere.data}
        if getattr(settings, "data_b", ""):
            values |= {"data_b": _beside(elsewhere.data, settings)}
    return settings.changed(values)


def _beside(data: str, settings: Any) -> str:
    """The second folder: where it lies from the first one, as before, or else where it lay."""
    try:
        way = os.path.relpath(settings.data_b, settings.data)
    except ValueError:  # on another drive
        return str(settings.data_b)
    moved = Path(os.path.normpath(Path(data) / way))
    return str(moved if moved.is_dir() else settings.data_b)


def place_on_record(manifest: Manifest, settings: Any, elsewhere: Elsewhere) -> dict[str, Any]:
    """The values of ``run.json`` that say where the data lie now and what is left out; none where nothing is new."""
    names = (*(("data", "data_b") if elsewhere.data else ()), *(("leave_out",) if elsewhere.leave_out else ()))
    kept = {name: getattr(settings, name) for name in names if name in type(settings).model_fields}
    values: dict[str, Any] = {"game_settings": {**manifest.game_settings, **kept}} if kept else {}
    if elsewhere.data and manifest.dataset is not None:
        values["dataset"] = {**manifest.dataset, "path": elsewhere.data}
    return values
