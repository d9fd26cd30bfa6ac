"""What a new run notes of where it comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ganviz import __version__
from ganviz.settings.field import Settings
from ganviz.settings.run import RunSettings
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


def new_manifest(game: str, settings: Settings, run: RunSettings) -> Manifest:
    """The manifest of a run that begins now.

    Raises:
        UserError: if the data file cannot be read.
    """
    return Manifest(
        ganviz=__version__, game=game, game_settings=settings.model_dump(mode="json"),
        run_settings=run.model_dump(mode="json"), seed=run.seed, threads=run.threads, dataset=_dataset(settings),
        libraries=library_versions(), created=datetime.now(UTC).isoformat(timespec="seconds"))


def _dataset(settings: Settings) -> dict[str, str] | None:
    from ganviz.problems.reading import fingerprint

    data = getattr(settings, "data", "") if getattr(settings, "problem", "") == "points" else ""
    return {"path": str(Path(data).absolute()), "sha256": fingerprint(data)} if data else None


def changed_dataset(manifest: Manifest) -> str:
    """A sentence if the run's data file is no longer what it was; empty otherwise."""
    from ganviz.problems.reading import fingerprint

    if manifest.dataset is None or fingerprint(manifest.dataset["path"]) == manifest.dataset["sha256"]:
        return ""
    return (f"{manifest.dataset['path']} has changed since the run began, so earlier iterations can't be repeated "
            "exactly; put the old file back or start a new run")
