"""Small pictures of held-out images, from which somebody chooses those on show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import interpolate

from ganviz.games.image_arrays import pictures

SIDE = 96
"""Pixels on the longer side of a picture, at most."""


def part(options: Mapping[str, Any], length: int) -> range:
    """The places of ``n`` images from ``first`` on, of ``length`` that there are."""
    first = int(options.get("first", 0))
    return range(first, min(length, first + int(options.get("n", length))))


def shelf(places: range, images: list[torch.Tensor]) -> dict[str, NDArray[Any]]:
    """Places and small pictures of images (1, C, H, W)."""
    return {"indices": np.array(places), "images": pictures([_small(each) for each in images])} if places else {}


def _small(image: torch.Tensor) -> torch.Tensor:
    scale = SIDE / max(image.shape[2:])
    if scale >= 1:
        return image[0]
    size = [max(1, round(side * scale)) for side in image.shape[2:]]
    small: torch.Tensor = interpolate(image, size, mode="area")[0]
    return small
