"""The cache of decoded images: within a bound, shared by processes, the oldest making room for the new."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from ganviz.problems.images.cache.entry import (
    SUFFIX,
    TEMPORARY,
    CorruptEntryError,
    Entry,
    Pixels,
    Shape,
    entry_bytes,
    open_entry,
    write_entry,
)
from ganviz.problems.images.cache.place import cache_folder
from ganviz.problems.images.watching import Watch

MOST_BYTES = 8_000_000_000
"""What the cache holds at most, unless told otherwise."""

_SPARE_BYTES = 1_000_000_000
_ABANDONED_SECONDS = 86_400


class Cache:
    """Decoded images by key.

    Args:
        folder: where; ``decoded`` in the user's cache folder by default.
        most_bytes: the bound on all entries together.
    """

    def __init__(self, folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder or cache_folder() / "decoded"
        self.most_bytes = most_bytes
        self._mine: set[Path] = set()

    def entry(self, key: str, shapes: list[Shape], images: Callable[[], Iterable[Pixels]],
              watch: Watch) -> Entry | None:
        """The entry of a key, made from ``images()`` where it is missing or corrupt.

        None where there is no room for it: it is larger than the bound leaves, or the disk is full or read-only.

        Raises:
            ReadingCancelledError: if the watch is cancelled; whatever ``images`` raises.
        """
        path = self.folder / f"{key}{SUFFIX}"
        self._mine.add(path)
        found = self._open(path, shapes, watch)
        if found is not None or not self._make_room(entry_bytes(shapes)):
            return found
        # A full disk is known only while writing; the decoders' own errors are never OSErrors.
        with suppress(OSError):
            write_entry(path, shapes, images())
        return self._open(path, shapes, watch)

    def _open(self, path: Path, shapes: list[Shape], watch: Watch) -> Entry | None:
        try:
            entry = open_entry(path, watch)
            os.utime(path)
        except CorruptEntryError:
            path.unlink(missing_ok=True)
            return None
        except OSError:
            return None
        return entry if entry.shapes == shapes else None

    def _make_room(self, needed: int) -> bool:
        """Whether there is room, once the oldest entries that are not in use here have gone."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._clear_abandoned()
            held = {path: path.stat() for path in self.folder.glob(f"*{SUFFIX}")}
            free = shutil.disk_usage(self.folder).free - _SPARE_BYTES
        except OSError:
            return False
        missing = max(needed - free, needed + sum(status.st_size for status in held.values()) - self.most_bytes)
        others = sorted(held.keys() - self._mine, key=lambda path: held[path].st_mtime_ns)
        if missing > sum(held[path].st_size for path in others):
            return False  # and leave the others what they have
        for path in others:
            if missing <= 0:
                break
            # Where another process has it open, POSIX keeps its map alive, Windows refuses.
            with suppress(OSError):
                path.unlink()
                missing -= held[path].st_size
        return missing <= 0

    def _clear_abandoned(self) -> None:
        """Remove what processes that were killed long ago left half written."""
        for path in self.folder.glob(f"{TEMPORARY}*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                    path.unlink()
