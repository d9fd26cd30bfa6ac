"""What a new run notes of where it comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ganviz import __version__
from ganviz.games.protocol import Game
from ganviz.settings.field import Settings
from ganviz.settings.run import RunSettings
from ganviz.training.classes import classes_of
from ganviz.training.folder.manifest import Manifest

_LIBRARIES = ("torch", "numpy", "scipy", "safetensors", "pydantic")


def library_versions() -> dict[str, str]:
    """The installed version of each library that a run's numbers depend on."""
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def new_manifest(name: str, game: Game, run: RunSettings) -> Manifest:
    """The manifest of a run that begins now with this game, ``name`` being the game's id.

    Raises:
        UserError: if the data file cannot be read.
    """
    return Manifest(
        ganviz=__version__, game=name, game_settings=game.settings.model_dump(mode="json"),
        run_settings=run.model_dump(mode="json"), seed=run.seed, threads=run.threads, device=game.device.type,
        dataset=_dataset(game.settings, game.fingerprint), classes=classes_of(game), libraries=library_versions(),
        created=datetime.now(UTC).isoformat(timespec="seconds"))


def _dataset(settings: Settings, images: str) -> dict[str, str] | None:
    from ganviz.problems.reading import fingerprint

    data = getattr(settings, "data", "")
    if images:
        return {"path": data, "sha256": images}
    if getattr(settings, "problem", "") != "points":
        return None
    return {"path": str(Path(data).absolute()), "sha256": fingerprint(data)}


def is_other(manifest: Manifest, game: Game, data: str) -> bool:
    """Whether data that are said to be those of a run are others; ``game`` is the one on them."""
    moved = manifest.model_copy(update={"dataset": {**(manifest.dataset or {}), "path": data}})
    return bool(changed_dataset(moved, game.fingerprint))


def changed_dataset(manifest: Manifest, images: str = "") -> str:
    """A sentence if the run's data is no longer what it was; empty otherwise.

    Args:
        manifest: what the run began with.
        images: the fingerprint of the images as they are now.
    """
    from ganviz.problems.reading import fingerprint

    if manifest.dataset is None or (images or fingerprint(manifest.dataset["path"])) == manifest.dataset["sha256"]:
        return ""
    return (f"{manifest.dataset['path']} has changed since the run began, so earlier iterations can't be repeated "
            "exactly; put the old file back or start a new run")
