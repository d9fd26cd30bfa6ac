"""The arrays of NPY and NPZ files: their headers first, their values once these are found good."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ganviz.problems.npy_table import Header, read_header
from ganviz.settings.errors import UserError

_DAMAGE = (ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError)
_END = ".npy"


def title(path: Path, member: str) -> str:
    """How messages name an array."""
    return f"{path}: {member}" if member else str(path)


def members(path: Path) -> tuple[str, ...]:
    """The names of a file's arrays; of an NPY file the one name ""."""
    if not _is_archive(path):
        return ("",)
    with _whole(path), zipfile.ZipFile(path) as archive:
        return tuple(name.removesuffix(_END) for name in archive.namelist() if name.endswith(_END))


def header_of(path: Path, member: str) -> Header:
    """The shape and kind of an array.

    Raises:
        UserError: if it is none, or its values are cut off.
    """
    with _opened(path, member) as file:
        header = read_header(file, title(path, member))
    if not member and header.begin + header.bytes > path.stat().st_size and not header.dtype.hasobject:
        raise _damaged(path)
    return header


def load(path: Path, member: str) -> NDArray[Any]:
    """The values of an array; look at its header before.

    Raises:
        UserError: if they are damaged.
    """
    with _opened(path, member) as file:
        if member:
            return np.asarray(npy.read_array(file, allow_pickle=False))
    with _whole(path):
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


@contextmanager
def _opened(path: Path, member: str) -> Iterator[IO[bytes]]:
    with _whole(path):
        if not member:
            with path.open("rb") as file:
                yield file
        else:
            with zipfile.ZipFile(path) as archive, archive.open(member + _END) as file:
                yield file


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> UserError:
    return UserError(f"{path}: the file is cut off or damaged; write it again with numpy.save or numpy.savez")
