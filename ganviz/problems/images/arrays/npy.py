"""NPY and NPZ files of images (N, H, W), (N, H, W, C) or (N, C, H, W), and of labels. Nothing pickled is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.images.arrays.block import Block, Labels, Pixels, check_shape
from ganviz.problems.images.arrays.numpy_files import header_of, load, members, title
from ganviz.problems.images.arrays.scaling import to_bytes
from ganviz.problems.npy_table import Header
from ganviz.settings.errors import UserError

_STARTS = (b"\x93NUMPY", b"PK\x03\x04")


def holds(path: Path, start: bytes) -> bool:
    """By the first bytes, or by the end of the name where these are wrong."""
    return start.startswith(_STARTS) or path.suffix.lower() in (".npy", ".npz")


def blocks(path: Path) -> Sequence[Block]:
    """Every array of the file that can be images or labels; images are not loaded yet."""
    found = (_block(path, member, header_of(path, member)) for member in members(path))
    return [block for block in found if block]


def pixels(path: Path, member: str) -> Pixels:
    """The images of one array, uint8, (n, H, W, 1 or 3)."""
    images = load(path, member)
    return to_bytes(images.transpose(_channels_last(images.shape)).reshape(_shape(images.shape)), title(path, member))


def _block(path: Path, member: str, header: Header) -> Block | None:
    name = title(path, member)
    if header.dtype.hasobject:
        raise UserError(f"{name}: an array of Python objects (images of unequal sizes become one) is not loaded for "
                        "safety; bring all images to one size and save them as one array of numbers")
    if len(header.shape) in (3, 4):
        count, height, width, channels = _shape(header.shape)
        if channels not in (1, 3, 4) or header.dtype.kind not in "buif":
            raise UserError(f"{name}: an array of {header.dtype} and shape {header.shape} holds no images; save them "
                            "as (N, H, W) or (N, H, W, 3)")
        check_shape(name, count, height, width, channels)
        return Block(path, member, count, is_images=True)
    if not _can_be_labels(header):
        return None
    return Block(path, member, header.shape[0], is_images=False, labels=_labels(load(path, member)))


def _can_be_labels(header: Header) -> bool:
    return header.dtype.kind in "bui" and (len(header.shape) == 1 or header.shape[1:] == (1,))


def _labels(array: NDArray[Any]) -> Labels:
    return array.reshape(-1).astype(np.int64)


def _channels_last(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The order of axes that puts the channels last."""
    first = len(shape) == 4 and shape[1] in (1, 3) and shape[3] not in (1, 3, 4)
    return (0, 2, 3, 1) if first else tuple(range(len(shape)))


def _shape(shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """(N, H, W, C)."""
    count, height, width, channels = (*(shape[axis] for axis in _channels_last(shape)), 1)[:4]
    return count, height, width, channels
