"""Files and directories that are either whole or not there: temporary name, flush to disk, rename."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPORARY = ".tmp-"
"""How the name of everything unfinished begins."""

REPLACED = ".old-"
"""How the name of a directory begins while another one takes its place."""

_TRIES, _WAIT_SECONDS = 10, 0.05
"""How often a file is replaced that somebody reads: on Windows an open file can't be, and reading takes an instant."""


class HeldError(PermissionError):
    """A file could not be replaced for as long as one waits: another process seems to have it open."""


def sync_directory(folder: Path) -> None:
    """Make the names in ``folder`` durable, where the operating system can (Windows has no such call)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, data: bytes, durable: bool = True) -> None:
    """Write a plain new file and, if ``durable``, flush it to disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        if durable:
            os.fsync(file.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` at once: readers see the old content or the new one, never a part.

    Raises:
        HeldError: if it was written and could not take its place.
        OSError: if it could not be written.
    """
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        write_file(temporary, data)
        _put(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def _put(temporary: Path, path: Path) -> None:
    for tries_left in reversed(range(_TRIES)):
        try:
            temporary.replace(path)
        except PermissionError as error:
            if not tries_left:
                raise HeldError(error.errno, error.strerror, str(path)) from error
            time.sleep(_WAIT_SECONDS)
        else:
            return


@contextmanager
def new_directory(path: Path, durable: bool = True) -> Iterator[Path]:
    """A temporary directory to fill, which takes the name ``path`` when the block ends well.

    An older directory of that name is replaced; ``clean`` brings it back if the process dies in between.
    """
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    temporary.mkdir()
    try:
        yield temporary
        _finish(temporary, path, durable)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _finish(temporary: Path, path: Path, durable: bool) -> None:
    if durable:
        sync_directory(temporary)
    older = path.with_name(REPLACED + path.name)
    if path.exists():
        path.rename(older)
    temporary.rename(path)
    if durable:
        sync_directory(path.parent)
    shutil.rmtree(older, ignore_errors=True)


def remove_directory(path: Path) -> None:
    """Remove a directory so that no half of it is ever seen under its name."""
    going = path.with_name(f"{TEMPORARY}going-{path.name}")
    shutil.rmtree(going, ignore_errors=True)
    path.rename(going)
    shutil.rmtree(going, ignore_errors=True)


def clean(folder: Path) -> None:
    """Clear away what a killed process left unfinished in ``folder``, and bring back what it was
    replacing."""
    if not folder.is_dir():
        return
    for older in folder.glob(f"{REPLACED}*"):
        final = folder / older.name.removeprefix(REPLACED)
        if final.exists():
            shutil.rmtree(older)
        else:
            older.rename(final)
    for left in folder.glob(f"{TEMPORARY}*"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
