"""NPY and NPZ files of images (N, H, W), (N, H, W, C) or (N, C, H, W), and of labels. Nothing pickled is loaded."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.images.arrays.block import Block, Labels, Pixels, check_shape
from ganviz.problems.images.arrays.scaling import to_bytes
from ganviz.settings.errors import UserError

_NPY, _ZIP = b"\x93NUMPY", b"PK\x03\x04"
_DAMAGE = (ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError)


def holds(path: Path, start: bytes) -> bool:
    """By the first bytes, or by the end of the name where these are wrong."""
    return start.startswith((_NPY, _ZIP)) or path.suffix.lower() in (".npy", ".npz")


def blocks(path: Path) -> Sequence[Block]:
    """Every array of the file that can be images or labels."""
    with _Arrays(path) as arrays:
        found = [_block(path, name, arrays.load(name)) for name in arrays.names]
    return [block for block in found if block]


def pixels(path: Path, member: str) -> Pixels:
    """The images of one array, uint8, (n, H, W, 1 or 3)."""
    with _Arrays(path) as arrays:
        return to_bytes(_channels_last(arrays.load(member)), _title(path, member))


class _Arrays:
    """The arrays of an NPZ file by name; of an NPY file the one, named ""."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file: Any = np.load(path, mmap_mode="r", allow_pickle=False)
        except _DAMAGE as error:
            raise _damaged(path, error) from error
        self.names = tuple(self._file.files) if hasattr(self._file, "files") else ("",)

    def __enter__(self) -> _Arrays:
        return self

    def __exit__(self, *_: object) -> None:
        if hasattr(self._file, "files"):
            self._file.close()

    def load(self, name: str) -> NDArray[Any]:
        try:
            array: NDArray[Any] = self._file[name] if name else self._file
        except _DAMAGE as error:
            raise _damaged(self._path, error) from error
        return array


def _block(path: Path, name: str, array: NDArray[Any]) -> Block | None:
    if array.ndim in (3, 4):
        shaped = _channels_last(array)
        if shaped.shape[3] not in (1, 3, 4) or array.dtype.kind not in "buif":
            raise UserError(f"{_title(path, name)}: an array of {array.dtype} and shape {array.shape} holds no images; "
                            "save them as (N, H, W) or (N, H, W, 3)")
        check_shape(_title(path, name), len(shaped), shaped.shape[1], shaped.shape[2], 3)
        return Block(path, name, len(array), is_images=True)
    labels = _labels(array)
    return None if labels is None else Block(path, name, len(labels), is_images=False, labels=labels)


def _labels(array: NDArray[Any]) -> Labels | None:
    flat = array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array
    return np.asarray(flat, dtype=np.int64) if flat.ndim == 1 and flat.dtype.kind in "bui" else None


def _channels_last(array: NDArray[Any]) -> NDArray[Any]:
    if array.ndim == 3:
        return array[..., None]
    first = array.ndim == 4 and array.shape[1] in (1, 3) and array.shape[3] not in (1, 3, 4)
    return array.transpose(0, 2, 3, 1) if first else array


def _title(path: Path, member: str) -> str:
    return f"{path}: {member}" if member else str(path)


def _damaged(path: Path, error: Exception) -> UserError:
    if "allow_pickle" in str(error) or "Object arrays" in str(error):
        return UserError(f"{path}: an array of Python objects (images of unequal sizes become one) is not loaded for "
                         "safety; bring all images to one size and save them as one array of numbers")
    return UserError(f"{path}: the file is cut off or damaged; write it again with numpy.save or numpy.savez")
