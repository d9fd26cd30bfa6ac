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

import pytest

MEGABYTES = 6


class SimulatedDisk:
    """Every write of this process fails as on a full disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._patch = pytest.MonkeyPatch()

    def fill(self) -> None:
        def fail(*_args: object, **_options: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        for name in ("write", "fsync", "mkdir"):
            self._patch.setattr(os, name, fail)
        self._patch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=0))

    def free(self) -> None:
        self._patch.undo()

    def close(self) -> None:
        self.free()


class MountedDisk:
    """A real disk of a few megabytes, in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(path)], check=True)
        self._ballast = path / "ballast"

    def fill(self) -> None:
        with self._ballast.open("ab", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC

    def free(self) -> None:
        self._ballast.unlink()

    def close(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.path)], check=True)


@cache
def can_mount() -> bool:
    """Whether this process may mount a disk: as root, and not in every container."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return False
    with TemporaryDirectory() as folder:
        tried = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False)
        return tried.returncode == 0 and subprocess.run(["umount", folder], check=False).returncode == 0


Disk = SimulatedDisk | MountedDisk

KINDS: tuple[type[Disk], ...] = (SimulatedDisk, *((MountedDisk,) if can_mount() else ()))
"""The disks that can be filled here: the real one wherever it can be had."""
