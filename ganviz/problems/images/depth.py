"""Grey images of more than 8 bits, scaled to 8."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganviz.problems.images.findings import BadImageError

_MOST = 65_535


def to_eight_bits(image: Image.Image, path: Path, white_is_zero: bool = False) -> Image.Image:
    """Scale a grey image of 16 bits (0..65535), or of floats (0..1), to 8 bits, rounded to the nearest.

    Args:
        image: the image.
        path: its file.
        white_is_zero: whether the least value is white.

    Returns:
        The image in mode L; in mode LA where its format names one grey as transparent.

    Raises:
        BadImageError: if its values lie beyond.
    """
    values = np.asarray(image)
    grey = _grey(values, path)
    scaled = Image.fromarray(255 - grey if white_is_zero else grey)
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        scaled.putalpha(Image.fromarray(np.where(values == transparent, 0, 255).astype(np.uint8)))
    return scaled


def _grey(values: NDArray[np.generic], path: Path) -> NDArray[np.uint8]:
    if values.dtype.kind == "f":
        return _from_floats(values, path)
    if np.min(values) < 0 or np.max(values) > _MOST:
        raise BadImageError("unknown_mode", str(path), f"values beyond 0 to {_MOST:,}; save it with 8 or 16 bits")
    return sixteen_to_eight(values)


def sixteen_to_eight(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """0..65535 to 0..255, rounded to the nearest."""
    return ((values.astype(np.uint32) * 255 + _MOST // 2) // _MOST).astype(np.uint8)


def _from_floats(values: NDArray[np.generic], path: Path) -> NDArray[np.uint8]:
    floats = values.astype(np.float64)
    if not (np.isfinite(floats).all() and floats.min() >= 0 and floats.max() <= 1):
        raise BadImageError("unknown_mode", str(path), "floats beyond 0 to 1; save it with 8 or 16 bits")
    return np.rint(floats * 255).astype(np.uint8)
