"""Runs that nobody named or pinned: they may be cleared away, when the user says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ganviz.settings.errors import UserError
from ganviz.training.folder.atomic import remove_directory
from ganviz.training.folder.checkpoints import CheckpointStore
from ganviz.training.folder.folder import list_runs
from ganviz.training.folder.lock import LOCK_NAME, RunLock
from ganviz.training.folder.manifest import Manifest, read_manifest
from ganviz.training.folder.problems import writing

_GIVEN_BY_GANVIZ = re.compile(r"\w+-\d{8}-\d{6}(-\d+)?")


@dataclass(frozen=True, slots=True)
class UnnamedRun:
    """One such run: its folder, what it is, the last iteration that was saved, and its size in bytes."""

    path: Path
    manifest: Manifest
    iteration: int
    size: int


def is_unnamed(path: Path, manifest: Manifest) -> bool:
    """Whether neither title, pin nor the folder's own name say that the run is to be kept."""
    return not (manifest.title or manifest.pinned) and _GIVEN_BY_GANVIZ.fullmatch(path.name) is not None


def unnamed_runs(parent: Path | str, but: Collection[Path] = ()) -> list[UnnamedRun]:
    """The unnamed runs directly below ``parent``, the youngest first, without those that are open anywhere.

    Args:
        parent: the folder where runs live.
        but: folders to leave out in any case.
    """
    kept = {path.resolve() for path in but}
    return [UnnamedRun(path, manifest, _reached(path), folder_size(path)) for path, manifest in list_runs(parent)
            if is_unnamed(path, manifest) and path.resolve() not in kept and not _is_open(path)]


def delete_run(path: Path) -> None:
    """Delete an unnamed run's folder for good.

    Raises:
        LockedError: if a living process writes it.
        UserError: if it is no run, was named or pinned meanwhile, or cannot be deleted.
    """
    lock = RunLock(path)
    lock.acquire()
    try:
        if not is_unnamed(path, read_manifest(path)):
            raise UserError(f"{path} was named or pinned meanwhile; it is kept")
        with writing(path):
            remove_directory(path)
    finally:
        lock.release()


def folder_size(folder: Path) -> int:
    """The bytes of all files below ``folder``; what vanishes meanwhile counts nothing."""
    return sum(_sizes(folder))


def _sizes(folder: Path) -> Iterator[int]:
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                yield path.stat().st_size


def _reached(path: Path) -> int:
    saved = CheckpointStore(path / "checkpoints").list()
    return max((iteration for _branch, iteration in saved), default=0)


def _is_open(path: Path) -> bool:
    holder = RunLock(path).holder()
    return (path / LOCK_NAME).exists() and (holder is None or holder.may_live())
