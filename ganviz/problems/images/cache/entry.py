"""One file of decoded images: a head, an index of shapes, the pixels; whole or not there, checked when opened."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.images.watching import Watch

Pixels = NDArray[np.uint8]
Shape = tuple[int, int, int]
"""Channels, height, width of one image."""

TEMPORARY = ".tmp-"
SUFFIX = ".images"
_HEAD = struct.Struct("<16sQQII")
_MAGIC = b"ganviz images 1\n"
_INDEX_BYTES = 12
_CHUNK = 1 << 24


class _Head(NamedTuple):
    """How an entry begins: the number of images, the size of the file, the checksums of index and pixels."""

    magic: bytes
    images: int
    size: int
    index_sum: int
    pixel_sum: int


class CorruptEntryError(Exception):
    """An entry is not what was written; it has to be made again."""


@dataclass(frozen=True, eq=False)
class Entry:
    """An opened entry: the shape of each image, where it begins and ends, and the memory-mapped pixels of all."""

    shapes: list[Shape]
    offsets: list[int]
    pixels: Pixels

    def read(self, index: int) -> Pixels:
        """One image, uint8 (C, H, W), read-only, straight from the map."""
        return self.pixels[self.offsets[index]:self.offsets[index + 1]].reshape(self.shapes[index])

    def block(self) -> Pixels | None:
        """All images, uint8 (n, C, H, W), read-only, straight from the map; None if their shapes differ."""
        return self.pixels.reshape(-1, *self.shapes[0]) if len(set(self.shapes)) == 1 else None


def entry_bytes(shapes: Iterable[Shape]) -> int:
    """How long an entry of images of these shapes is."""
    return _HEAD.size + sum(_INDEX_BYTES + channels * height * width for channels, height, width in shapes)


def write_entry(path: Path, shapes: list[Shape], images: Iterable[Pixels]) -> None:
    """Write an entry under a temporary name, then give it its own: other processes see all of it or nothing.

    It is not flushed to disk: what a power cut takes is found by its checksum, and made again.

    Raises:
        OSError: if it can't be written; nothing is left behind.
    """
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        _write(temporary, shapes, images)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _write(path: Path, shapes: list[Shape], images: Iterable[Pixels]) -> None:
    index = np.array(shapes, dtype="<i4").reshape(-1, 3).tobytes()
    checksum = 0
    with path.open("wb") as file:
        file.write(bytes(_HEAD.size))
        file.write(index)
        for image in images:
            data = np.ascontiguousarray(image).data
            checksum = zlib.crc32(data, checksum)
            file.write(data)
        size = file.tell()
        file.seek(0)
        file.write(_HEAD.pack(_MAGIC, len(shapes), size, zlib.crc32(index), checksum))


def open_entry(path: Path, watch: Watch) -> Entry:
    """Map an entry and check every byte of it.

    Raises:
        CorruptEntryError: if it is not whole.
        OSError: if there is none.
        ReadingCancelledError: if the watch is cancelled.
    """
    head = _read_head(path)
    # A plain view: slices of a memmap object are ten times as slow.
    mapped: Pixels = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    begin = _HEAD.size + _INDEX_BYTES * head.images
    index, pixels = mapped[_HEAD.size:begin], mapped[begin:]
    if zlib.crc32(index.data) != head.index_sum or _checksum(pixels, watch) != head.pixel_sum:
        raise CorruptEntryError
    shapes = index.view("<i4").reshape(-1, 3).astype(np.int64)
    offsets = [0, *np.cumsum(shapes.prod(axis=1)).tolist()]
    return Entry([(channels, height, width) for channels, height, width in shapes.tolist()], offsets, pixels)


def _read_head(path: Path) -> _Head:
    with path.open("rb") as file:
        read = file.read(_HEAD.size)
    if len(read) < _HEAD.size:
        raise CorruptEntryError
    head = _Head(*_HEAD.unpack(read))
    least = _HEAD.size + _INDEX_BYTES * head.images
    if head.magic != _MAGIC or head.size != path.stat().st_size or head.size < least:
        raise CorruptEntryError
    return head


def _checksum(pixels: Pixels, watch: Watch) -> int:
    value = 0
    for start in range(0, len(pixels), _CHUNK):
        value = zlib.crc32(pixels[start:start + _CHUNK].data, value)
        watch.step("verify", min(start + _CHUNK, len(pixels)), len(pixels))
    return value
