"""MNIST's own format, IDX, gzipped or not (formats.md): big-endian, a magic number, sizes, bytes."""

from __future__ import annotations

import gzip
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ganviz.problems.images.arrays.block import Block, Pixels, check_shape
from ganviz.settings.errors import UserError

_IMAGES, _LABELS = 0x00000803, 0x00000801
_GZIP = b"\x1f\x8b"
_NAMED = re.compile(r"(ubyte|idx[13]|\.idx)(\.gz)?$")


def holds(path: Path, start: bytes) -> bool:
    """By the first three bytes; gzipped or with a wrong magic number, by the end of the name."""
    return start[:3] == b"\0\0\x08" or _NAMED.search(path.name.lower()) is not None


def is_idx(path: Path) -> bool:
    """Whether a file begins as it should, whatever its name."""
    try:
        with _reading(path) as file:
            _shape(file, path)
    except (OSError, UserError):
        return False
    return True


def blocks(path: Path) -> Sequence[Block]:
    """The one array of a file."""
    with _reading(path) as file:
        shape = _shape(file, path)
        if len(shape) == 3:
            check_shape(str(path), *shape, 1)
            _values(file, path, shape)
            return [Block(path, "", shape[0], is_images=True)]
        labels = _values(file, path, shape).astype(np.int64)
        return [Block(path, "", shape[0], is_images=False, labels=labels)]


def pixels(path: Path, _member: str) -> Pixels:
    """The images, uint8, (n, H, W, 1)."""
    with _reading(path) as file:
        return _values(file, path, _shape(file, path))[..., None]


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as raw:
        zipped = raw.read(2) == _GZIP
        raw.seek(0)
        try:
            if zipped:
                with gzip.GzipFile(fileobj=raw) as file:
                    yield file  # type: ignore[misc]
            else:
                yield raw
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise UserError(f"{path}: the gzip file is cut off or damaged; fetch it again") from error


def _shape(file: BinaryIO, path: Path) -> tuple[int, ...]:
    start = file.read(4)
    magic = int.from_bytes(start, "big")
    if len(start) < 4 or magic not in (_IMAGES, _LABELS):
        raise UserError(f"{path}: the magic number is 0x{magic:08x}, where IDX files have 0x{_IMAGES:08x} (images) or "
                        f"0x{_LABELS:08x} (labels); choose MNIST's own files")
    length = 4 * (3 if magic == _IMAGES else 1)
    sizes = file.read(length)
    if len(sizes) < length:
        raise UserError(f"{path}: the file ends within its header; fetch it again")
    return struct.unpack(f">{length // 4}I", sizes)


def _values(file: BinaryIO, path: Path, shape: tuple[int, ...]) -> Pixels:
    announced = int(np.prod(shape, dtype=object))
    # One byte more than announced: enough to see that there is more, however long a gzip file turns out.
    found = file.read(announced + 1)
    if len(found) != announced:
        more = "more are there" if len(found) > announced else f"{len(found):,} are there"
        raise UserError(f"{path}: the header announces {announced:,} bytes, {more}; fetch the file again")
    return np.frombuffer(found, dtype=np.uint8).reshape(shape)
