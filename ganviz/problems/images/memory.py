"""What earlier looks at a folder found, so that a file that has not changed need not be decoded again."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any

from ganviz.problems.images.examples import Facts

_VERSION = 2


class Remembered:
    """The facts of one folder's good images, by name, size and time of the last change.

    Bad files are looked at afresh each time. What can't be read or written is as good as forgotten.
    """

    def __init__(self, root: Path, cache: Path) -> None:
        self._root = root
        name = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:32]
        self._file = cache / "looked" / f"{name}.json"
        self._old = _read(self._file)
        self._new: dict[str, list[Any]] = {}

    def facts(self, path: Path) -> Facts | None:
        """What a file was like, if it is still the same."""
        known = self._old.get(self._name(path))
        if known is None:
            return None
        with suppress(OSError, TypeError, ValueError):
            if known[:2] == _stamp(path):
                self._new[self._name(path)] = known
                return Facts(*known[2:])
        return None

    def keep(self, path: Path, facts: Facts) -> None:
        """Remember what a file is like."""
        with suppress(OSError):
            self._new[self._name(path)] = [*_stamp(path), *astuple(facts)]

    def save(self) -> None:
        """Write down what has been kept, whole or not at all."""
        if self._new == self._old:
            return
        temporary = self._file.with_name(f".tmp-{os.getpid()}-{self._file.name}")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps({"version": _VERSION, "files": self._new}), encoding="utf-8")
            temporary.replace(self._file)

    def _name(self, path: Path) -> str:
        return os.path.relpath(path, self._root)


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _read(file: Path) -> dict[str, list[Any]]:
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
        return dict(written["files"]) if written["version"] == _VERSION else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
