"""The formats of array files, and the way from a file to its pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from ganviz.problems.images.arrays import cifar, idx, npy
from ganviz.problems.images.arrays.block import Block, Family, Pixels
from ganviz.problems.images.signatures import head
from ganviz.problems.images.tree import is_aside
from ganviz.settings.errors import UserError

FAMILIES: dict[str, Family] = {
    "IDX": Family(idx.holds, idx.blocks, idx.pixels), "CIFAR": Family(cifar.holds, cifar.blocks, cifar.pixels),
    "NumPy": Family(npy.holds, npy.blocks, npy.pixels)}
"""Each format by its name in a report."""


def family_of(path: Path) -> str | None:
    """The format of a file, if it is one of arrays. Hidden ones are none: macOS names its notes on a file like that."""
    if is_aside(path.name):
        return None
    with _reading(path):
        start = head(path)
    return next((name for name, family in FAMILIES.items() if family.holds(path, start)), None)


def holds_arrays(path: Path) -> bool:
    """Whether a file is one of arrays, as far as it can be read."""
    try:
        return family_of(path) is not None
    except UserError:
        return False


def blocks_of(path: Path) -> Sequence[Block]:
    """What a file of arrays holds.

    Raises:
        UserError: if it is damaged or can't be read.
    """
    with _reading(path):
        return FAMILIES[_known(path)].blocks(path)


def pixels_of(path: Path, member: str) -> Pixels:
    """The images of an array, uint8, (n, H, W, 1 or 3); kept, so that rows can be asked for one by one.

    Raises:
        UserError: if they are damaged or can't be read.
    """
    with _reading(path):
        status = path.stat()
        return _kept(path, member, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=8)
def _kept(path: Path, member: str, _stamp: tuple[int, int]) -> Pixels:
    return FAMILIES[_known(path)].pixels(path, member)


def _known(path: Path) -> str:
    found = family_of(path)
    if found is None:
        raise UserError(f"{path}: this is no file of arrays; choose IDX, CIFAR's binary batches, NPY or NPZ, or a "
                        "folder of images")
    return found


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path}: the file can't be read ({reason}); check the disk and the name") from error
