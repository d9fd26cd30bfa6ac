"""Disks that fill up and folders that can't be written any more, while a run is under way."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Protocol

import pytest

_MEGABYTES = 6


class Disk(Protocol):
    """A place for runs that can be made to fail; ``path`` is an empty folder at first."""

    path: Path

    def fail(self) -> None:
        """Let nothing be written from now on."""

    def recover(self) -> None:
        """Let it be written again."""

    def close(self) -> None:
        """Leave nothing behind."""


class _Simulated:
    """The system calls of this process fail, as they do on such a disk."""

    def __init__(self, path: Path, number: int, calls: tuple[str, ...]) -> None:
        self.path = path
        self._number, self._calls = number, calls
        self._patch = pytest.MonkeyPatch()

    def fail(self) -> None:
        def refuse(*_args: object, **_options: object) -> None:
            raise OSError(self._number, os.strerror(self._number))

        for name in self._calls:
            self._patch.setattr(os, name, refuse)

    def recover(self) -> None:
        self._patch.undo()

    def close(self) -> None:
        self.recover()


class SimulatedFullDisk(_Simulated):
    """No room, as far as this process sees."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, errno.ENOSPC, ("write", "fsync", "mkdir"))

    def fail(self) -> None:
        super().fail()
        self._patch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=0))


class SimulatedProtectedFolder(_Simulated):
    """Nothing new can be made, as far as this process sees; open files can be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, errno.EACCES, ("mkdir",))


class FullDisk:
    """A real disk of a few megabytes, in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _mount("-t", "tmpfs", "-o", f"size={_MEGABYTES}m", "tmpfs", str(path))
        self._ballast = path / "ballast"

    def fail(self) -> None:
        with self._ballast.open("ab", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC

    def recover(self) -> None:
        self._ballast.unlink()

    def close(self) -> None:
        _unmount(self.path)


class ProtectedFolder:
    """A real folder that is mounted read-only over itself; files that are open can still be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_protected = False

    def fail(self) -> None:
        _mount("--bind", str(self.path), str(self.path))
        _mount("-o", "remount,bind,ro", str(self.path))
        self._is_protected = True

    def recover(self) -> None:
        _unmount(self.path)
        self._is_protected = False

    def close(self) -> None:
        if self._is_protected:
            self.recover()


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


def _unmount(path: Path) -> None:
    subprocess.run(["umount", "--lazy", str(path)], check=True)


@cache
def _can_mount() -> bool:
    """Whether this process may mount a disk: as root, and not in every container."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return False
    with TemporaryDirectory() as folder:
        tried = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False)
        return tried.returncode == 0 and subprocess.run(["umount", folder], check=False).returncode == 0


FULL: tuple[type[Disk], ...] = (SimulatedFullDisk, *((FullDisk,) if _can_mount() else ()))
"""The full disks that can be had here: the real one wherever it may be mounted."""

PROTECTED: tuple[type[Disk], ...] = (SimulatedProtectedFolder, *((ProtectedFolder,) if _can_mount() else ()))
"""The folders that can't be written: the real one wherever it may be mounted."""
