"""Compiled code on disk, between starts.

A folder for each key, with a library for each part of an iteration and ``code.json``, which says what they are. It is
written under a temporary name and then renamed, so it is whole or not there. What is damaged or strange is passed over.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from ganviz.problems.images.cache.place import cache_folder

META_NAME = "code.json"
MOST_BYTES = 256 * 2**20
_UNFINISHED = ".tmp-"


@dataclass(frozen=True, slots=True)
class StoredCode:
    """Code that is whole on disk.

    Attributes:
        libraries: the shared library of each part of an iteration.
        measured: what each part returns, by name.
    """

    libraries: Mapping[str, Path]
    measured: Mapping[str, tuple[str, ...]]


class CodeCache:
    """The folders of compiled code, the most recently used of them within a bound."""

    def __init__(self, folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder or cache_folder() / "code"
        self._most_bytes = most_bytes

    def find(self, key: str) -> StoredCode | None:
        """The code under a key, if it is there and whole."""
        folder = self.folder / key
        try:
            meta = json.loads((folder / META_NAME).read_text(encoding="utf-8"))
            found = _checked(folder, key, meta)
            os.utime(folder)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return found

    def drop(self, key: str) -> None:
        """Remove the code under a key."""
        shutil.rmtree(self.folder / key, ignore_errors=True)

    @contextmanager
    def new(self, key: str) -> Iterator[Path]:
        """A folder to fill, which takes its place in the cache when the block ends well.

        Whole code that is there by then stays: another process was faster with the same, and may be using it.

        Raises:
            OSError: if it cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f"{_UNFINISHED}{os.getpid()}-", dir=self.folder))
        try:
            yield scratch
            self._place(scratch, key)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        self.prune(key)

    def _place(self, filled: Path, key: str) -> None:
        """Give a filled folder its name, in place of a damaged one."""
        target = self.folder / key
        if self._is_placed(filled, target):
            return
        shutil.rmtree(target, ignore_errors=True)
        if not self._is_placed(filled, target):
            raise OSError(f"{target} is damaged and can't be replaced; remove it")

    def _is_placed(self, filled: Path, target: Path) -> bool:
        """Try to rename a filled folder; True where whole code is there afterwards, whoever made it."""
        try:
            filled.rename(target)
        except OSError:  # what there is if a folder is in the way depends on the system
            return self.find(target.name) is not None
        return True

    def prune(self, newest: str = "") -> None:
        """Remove what broken-off work has left, and the least recently used code beyond the bound."""
        room = self._most_bytes
        for folder in sorted(self._folders(), key=lambda path: (path.name == newest, _used(path)), reverse=True):
            room -= _size(folder)
            if room < 0 or _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)

    def _folders(self) -> list[Path]:
        """Those that this cache has made; whatever else lies there is not touched."""
        return [path for path in self.folder.iterdir()
                if (path / META_NAME).is_file() or path.name.startswith(_UNFINISHED)]


def _checked(folder: Path, key: str, meta: Mapping[str, Any]) -> StoredCode:
    """What the files say they are.

    Raises:
        ValueError: if a file is not what was written, or was written for something else.
    """
    parts = {who: folder / f"{who}.so" for who in meta["measured"]}
    if meta["key"] != key or not parts:
        raise ValueError("it was written for something else")
    for path in parts.values():
        if hashlib.sha256(path.read_bytes()).hexdigest() != meta["sha256"][path.name]:
            raise ValueError(f"{path} is damaged")
    return StoredCode(parts, {who: tuple(names) for who, names in meta["measured"].items()})


def _used(folder: Path) -> float:
    """When it was used last; 0 where another process has just removed it."""
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _size(folder: Path) -> int:
    """The bytes of its files; 0 where another process is just removing it."""
    try:
        return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    except OSError:
        return 0


def _is_abandoned(folder: Path) -> bool:
    """Whether it is the unfinished work of a process that has ended."""
    if not folder.name.startswith(_UNFINISHED):
        return False
    pid = folder.name.removeprefix(_UNFINISHED).partition("-")[0]
    return not (pid.isdigit() and psutil.pid_exists(int(pid)))
