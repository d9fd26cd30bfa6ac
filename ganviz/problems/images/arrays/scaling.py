"""Arrays of any numbers as pixels of 8 bits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.images.arrays.block import Pixels
from ganviz.problems.images.depth import sixteen_to_eight
from ganviz.settings.errors import UserError

_CHUNK = 1024


def to_bytes(images: NDArray[Any], title: str) -> Pixels:
    """(n, H, W, C) as uint8, a fourth channel dropped.

    Whole numbers 0..255 stay; 0..65535 are divided by 257; True and False, and floats of 0..1 or -1..1, are stretched.

    Raises:
        UserError: if the values fit none of these.
    """
    images = images[..., :3] if images.shape[3] == 4 else images
    if images.dtype == np.uint8:
        return images
    low, high = _range(images, title)
    scaled = np.empty(images.shape, dtype=np.uint8)
    for start in range(0, len(images), _CHUNK):
        part = slice(start, start + _CHUNK)
        scaled[part] = _scaled(images[part], low, high, title)
    return scaled


def _range(images: NDArray[Any], title: str) -> tuple[float, float]:
    parts = [images[start:start + _CHUNK] for start in range(0, len(images), _CHUNK)]
    low, high = float(np.min([part.min() for part in parts])), float(np.max([part.max() for part in parts]))
    if not (np.isfinite(low) and np.isfinite(high)):
        raise UserError(f"{title}: the images hold NaN or infinity; replace them")
    return low, high


def _scaled(part: NDArray[Any], low: float, high: float, title: str) -> Pixels:
    if part.dtype.kind == "b":
        return part.astype(np.uint8) * 255
    if part.dtype.kind in "ui" and low >= 0 and high <= 65_535:
        return part.astype(np.uint8) if high <= 255 else sixteen_to_eight(part)
    if part.dtype.kind == "f" and low >= -1 and high <= 1:
        unit = part if low >= 0 else (part + 1) / 2
        return _rounded(unit * 255)
    if part.dtype.kind == "f" and low >= 0 and high <= 255:
        return _rounded(part)
    raise UserError(f"{title}: values from {low:g} to {high:g} are no known pixels; save them as whole numbers of 0 to "
                    "255, or as floats of 0 to 1")


def _rounded(values: NDArray[Any]) -> Pixels:
    rounded: Pixels = np.rint(values).astype(np.uint8)
    return rounded
