"""CIFAR-10's and CIFAR-100's binary batches (formats.md): label byte or bytes, then 32 x 32 in planes R, G, B."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ganviz.problems.images.arrays.block import Block, Pixels, check_shape
from ganviz.settings.errors import UserError

_SIDE = 32
_PIXELS = 3 * _SIDE * _SIDE
_NAMES = {1: "batches.meta.txt", 2: "fine_label_names.txt"}
"""The file of class names beside the batches, by the number of label bytes; the last label byte is the finer one."""

_PICKLE = b"\x80"


def holds(path: Path, start: bytes) -> bool:
    """By the end of the name; the Python version, which is refused, by its first byte."""
    return path.suffix.lower() == ".bin" or (start[:1] == _PICKLE and "batch" in path.name.lower())


def blocks(path: Path) -> Sequence[Block]:
    """Images and labels of one batch."""
    records = _records(path)
    labels = _label_bytes(path)
    check_shape(str(path), len(records), _SIDE, _SIDE, 3)
    return [Block(path, "", len(records), True, records[:, labels - 1].astype(np.int64), _class_names(path, labels))]


def pixels(path: Path, _member: str) -> Pixels:
    """The images, uint8, (n, 32, 32, 3)."""
    planes = _records(path)[:, _label_bytes(path):].reshape(-1, 3, _SIDE, _SIDE)
    return planes.transpose(0, 2, 3, 1)


def _label_bytes(path: Path) -> int:
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(1) == _PICKLE and path.suffix.lower() != ".bin":
            raise UserError(f"{path}: this is CIFAR's Python version, a pickle, which is not loaded for safety; "
                            "fetch the binary version")
    for labels in _NAMES:
        if size and size % (_PIXELS + labels) == 0:
            return labels
    raise UserError(f"{path}: {size:,} bytes are no whole number of CIFAR's records of {_PIXELS + 1:,} (CIFAR-10) or "
                    f"{_PIXELS + 2:,} bytes (CIFAR-100); fetch the file again")


def _records(path: Path) -> Pixels:
    return np.fromfile(path, dtype=np.uint8).reshape(-1, _PIXELS + _label_bytes(path))


def _class_names(path: Path, labels: int) -> tuple[str, ...]:
    file = path.parent / _NAMES[labels]
    return tuple(file.read_text(encoding="utf-8", errors="replace").split()) if file.is_file() else ()
