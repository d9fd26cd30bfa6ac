"""A run folder as one object, and the folder where runs live."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ganviz.settings.errors import UserError
from ganviz.training.folder.atomic import clean
from ganviz.training.folder.checkpoints import CheckpointStore
from ganviz.training.folder.copying import copy_run
from ganviz.training.folder.events import EventLog
from ganviz.training.folder.history import HistoryFile
from ganviz.training.folder.keyframes import KEYFRAMES_NAME, Keyframes
from ganviz.training.folder.lock import RunLock
from ganviz.training.folder.manifest import Manifest, columns_in, read_manifest, write_manifest
from ganviz.training.folder.problems import writing

DEFAULT_KEYFRAME_MEGABYTES = 256


class RunFolder:
    """An open run folder.

    Attributes:
        path: the folder.
        manifest: ``run.json``.
        lock: the lock held, or None where the folder is only read.
        events: ``events.jsonl``.
        history: ``history.csv``.
        checkpoints: the durable states.
        keyframes: the thinned earlier states; ``run_settings`` of the manifest bound them.
    """

    def __init__(self, path: Path, manifest: Manifest, lock: RunLock | None) -> None:
        self.path = path
        self.manifest = manifest
        self.lock = lock
        columns = columns_in(path, manifest)
        self.events = EventLog(path, write=lock is not None)
        self.history = HistoryFile(path, columns, write=lock is not None)
        self.checkpoints = CheckpointStore(path / "checkpoints", durable=True)
        if lock is not None:
            self.checkpoints.clean()
            self._clean_scrap()
        megabytes = manifest.run_settings.get("history_megabytes", DEFAULT_KEYFRAME_MEGABYTES)
        self.keyframes = Keyframes(path / KEYFRAMES_NAME, megabytes)

    def _clean_scrap(self) -> None:
        with writing(self.path):
            for folder in (self.path, self.path / KEYFRAMES_NAME, self.path / "samples"):
                clean(folder)

    @classmethod
    def create(cls, path: Path | str, manifest: Manifest) -> Self:
        """Begin a run in a new or empty folder, and hold its lock.

        Raises:
            UserError: if the folder is not empty or cannot be written.
        """
        path = Path(path)
        with writing(path):
            _refuse_used(path)
            path.mkdir(parents=True, exist_ok=True)
        return cls._open_writing(path, manifest)

    @classmethod
    def open(cls, path: Path | str, write: bool) -> Self:
        """Open a run, to go on with it (``write``) or only to look.

        Raises:
            LockedError: if it is to be written and another living process writes it.
            UserError: if there is no such folder, or if it is no run, damaged, made by a newer ganviz or not
                writable.
        """
        path = Path(path)
        manifest = read_manifest(path)
        return cls._open_writing(path, None) if write else cls(path, manifest, None)

    @classmethod
    def _open_writing(cls, path: Path, new: Manifest | None) -> Self:
        lock = RunLock(path)
        lock.acquire()
        try:
            if new is not None:
                write_manifest(path, new)
            return cls(path, read_manifest(path), lock)
        except BaseException:
            lock.release()
            raise

    @property
    def warnings(self) -> list[str]:
        """What was mended, taken over or passed over so far, as sentences."""
        locked = self.lock.warnings if self.lock else []
        return [*locked, *self.events.warnings, *self.history.warnings, *self.checkpoints.warnings]

    def change_manifest(self, **values: Any) -> None:
        """Write ``run.json`` anew with other values, such as ``title`` or ``pinned``.

        Raises:
            UserError: if it cannot be written.
        """
        manifest = self.manifest.model_copy(update=values)
        write_manifest(self.path, manifest)
        self.manifest = manifest

    def copy_to(self, new_path: Path | str) -> Path:
        """Copy the run to a new or empty folder, whole or not at all; lock and keyframes stay behind.

        Raises:
            UserError: if that folder is not empty or cannot be written.
        """
        new_path = Path(new_path)
        with writing(new_path):
            _refuse_used(new_path)
            new_path.parent.mkdir(parents=True, exist_ok=True)
            if new_path.exists():
                new_path.rmdir()
            copy_run(self.path, new_path)
        return new_path

    def close(self) -> None:
        """Close the files and let go of the lock."""
        self.events.close()
        self.history.close()
        if self.lock is not None:
            self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


_given: set[Path] = set()


def runs_folder() -> Path:
    """Where runs live: ``GANVIZ_RUNS`` if it is set, else ``runs`` in the user's data folder."""
    from platformdirs import user_data_path

    named = os.environ.get("GANVIZ_RUNS")
    return Path(named) if named else user_data_path("ganviz", appauthor=False) / "runs"


def default_folder(game: str, now: datetime) -> Path:
    """A path for a new run that nothing has yet: ``GAME-DATE-TIME``, with a number behind it if need be.

    No path is given twice, since a run that was begun a moment ago may not have made its folder yet.
    """
    stem = f"{game}-{now:%Y%m%d-%H%M%S}"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    paths = (runs_folder() / name for name in names)
    chosen = next(path for path in paths if path not in _given and not path.exists())
    _given.add(chosen)
    return chosen


def list_runs(parent: Path | str) -> list[tuple[Path, Manifest]]:
    """Every readable run directly below ``parent``, the youngest first; other folders are left out."""
    parent = Path(parent)
    found = []
    for path in sorted(parent.iterdir()) if parent.is_dir() else ():
        with suppress(UserError):
            found.append((path, read_manifest(path)))
    return sorted(found, key=lambda item: item[1].created, reverse=True)


def _refuse_used(path: Path) -> None:
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise UserError(f"{path} already exists and is not empty; choose a new folder")
