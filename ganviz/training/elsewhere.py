"""What is otherwise than when a stored run was written: another machine, folders that were moved. No torch here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ganviz.settings.errors import UserError
from ganviz.settings.names import facts_of
from ganviz.training.folder.manifest import Manifest

Way = Literal["data", "data_b", "leave_out"]
"""What of ``Elsewhere`` opens a run whose images can't be used."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What whoever opens a run says of it.

    Attributes:
        data: where its file of points or its images lie now; empty for where they lay.
        device: where to compute now; empty for where the run's settings say, or for what is there.
        leave_out: whether images that can't be used are left out from now on.
        data_b: where the second of its two folders lies now; empty for where it lies from the first, or where it lay.
    """

    data: str = ""
    device: str = ""
    leave_out: bool = False
    data_b: str = ""


def replaced(manifest: Manifest, settings: Any, elsewhere: Elsewhere) -> Any:
    """The settings of a run with the place where its data lie now.

    Raises:
        UserError: if the run has no data or no second folder that could lie elsewhere, or no images to leave some out
            of.
    """
    if lacks_images(manifest, settings):
        return _with_images(settings, elsewhere)
    if elsewhere.data and manifest.dataset is None:
        raise UserError("--data: this run has no data on record that could lie elsewhere; leave it out, or begin a new "
                        "run on these")
    if elsewhere.data_b and not getattr(settings, "data_b", ""):
        raise UserError("--data-b: this run has no second folder that could lie elsewhere; leave it out")
    if elsewhere.leave_out and not facts_of(manifest.game, settings).get("images", False):
        raise UserError("--leave-out: this run learns from no images; leave it out")
    values: dict[str, Any] = {"leave_out": True} if elsewhere.leave_out else {}
    if elsewhere.data:
        values |= {"data": elsewhere.data}
        if getattr(settings, "data_b", ""):
            values |= {"data_b": _beside(elsewhere.data, settings.data, settings.data_b)}
    if elsewhere.data_b:
        values |= {"data_b": elsewhere.data_b}
    return settings.changed(values)


def lacks_images(manifest: Manifest, settings: Any) -> bool:
    """Whether a run of images has none yet, as one that was imported without: those that are named become its own."""
    return (manifest.dataset is None and not getattr(settings, "data", "")
            and facts_of(manifest.game, settings).get("images", False))


def _with_images(settings: Any, elsewhere: Elsewhere) -> Any:
    """The settings of a run that had no images, with those that are named."""
    if elsewhere.data_b and not elsewhere.data:
        raise UserError("--data-b: this run has no images yet, so its first folder is needed too; name it with --data")
    values: dict[str, Any] = {"leave_out": True} if elsewhere.leave_out else {}
    return settings.changed({**values, "data": elsewhere.data, "data_b": elsewhere.data_b})


def lacks_second(manifest: Manifest, data: str) -> bool:
    """Whether a run learns from two folders, and of one that lies at ``data`` now the second can't be found."""
    stored = manifest.game_settings
    second = stored.get("data_b", "")
    return bool(second) and not Path(_beside(data, stored["data"], second)).is_dir()


def _beside(data: str, first: str, second: str) -> str:
    """The second folder: where it lies from the first one, as before, or else where it lay."""
    try:
        way = os.path.relpath(second, first)
    except ValueError:  # on another drive
        return second
    moved = Path(os.path.normpath(Path(data) / way))
    return str(moved if moved.is_dir() else second)


def place_on_record(manifest: Manifest, settings: Any, elsewhere: Elsewhere, images: str) -> dict[str, Any]:
    """The values of ``run.json`` that say where the data lie now and what is left out; none where nothing is new.

    ``images`` is the fingerprint of the images at hand, which a run that had none gets by this.
    """
    is_moved = elsewhere.data or elsewhere.data_b
    names = (*(("data", "data_b") if is_moved else ()), *(("leave_out",) if elsewhere.leave_out else ()))
    kept = {name: getattr(settings, name) for name in names if name in type(settings).model_fields}
    values: dict[str, Any] = {"game_settings": {**manifest.game_settings, **kept}} if kept else {}
    if elsewhere.data:
        values["dataset"] = {"sha256": images, **(manifest.dataset or {}), "path": elsewhere.data}
    return values
