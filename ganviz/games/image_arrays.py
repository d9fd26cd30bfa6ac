"""From images in -1..1 to frozen arrays for the eye."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.problems.images.tensors import to_pixels

_GROUND = 255


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The array, read-only from now on."""
    array.flags.writeable = False
    return array


def pictures(images: Sequence[torch.Tensor]) -> NDArray[np.uint8]:
    """Images (C, H, W) as one array (n, H, W, C) of the largest size, smaller ones in the middle of white."""
    pixels = [to_pixels(image) for image in images]
    height, width, channels = np.max([each.shape for each in pixels], axis=0)
    sheet = np.full((len(pixels), height, width, channels), _GROUND, np.uint8)
    for place, each in zip(sheet, pixels, strict=True):
        top, left = (height - each.shape[0]) // 2, (width - each.shape[1]) // 2
        place[top:top + each.shape[0], left:left + each.shape[1]] = each
    frozen(sheet)
    return sheet


def differences(images: Sequence[torch.Tensor], others: Sequence[torch.Tensor]) -> NDArray[np.float32]:
    """The absolute difference of two rows of images (C, H, W), mean over channels, 0 to 1: (n, H, W), padded with 0."""
    maps = [(a - b).abs().mean(0).div(2).cpu().float().numpy() for a, b in zip(images, others, strict=True)]
    return _padded(maps)


def patch_maps(logits: Sequence[torch.Tensor]) -> NDArray[np.float32]:
    """What D says of each patch, from (1, 1, h, w) each, as shown values (n, h, w), padded with NaN."""
    return _padded([each[0, 0].cpu().float().numpy() for each in logits], np.nan)


def _padded(maps: list[NDArray[np.float32]], ground: float = 0.0) -> NDArray[np.float32]:
    height, width = np.max([each.shape for each in maps], axis=0)
    sheet = np.full((len(maps), height, width), ground, np.float32)
    for place, each in zip(sheet, maps, strict=True):
        place[:each.shape[0], :each.shape[1]] = each
    frozen(sheet)
    return sheet


def stacked(sheets: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Sheets (height, width, 3) one above the other, narrower ones with white beside them."""
    width = max(sheet.shape[1] for sheet in sheets)
    return np.concatenate([np.pad(sheet, ((0, 0), (0, width - sheet.shape[1]), (0, 0)), constant_values=_GROUND)
                           for sheet in sheets])


def grid(columns: Sequence[NDArray[np.uint8]], gap: int = 2) -> NDArray[np.uint8]:
    """Pictures side by side, a row for each: columns of (n, H, W, C) of like heights, as (rows, width, 3)."""
    coloured = [np.broadcast_to(column, (*column.shape[:3], 3)) for column in columns]
    rows = [np.concatenate([np.pad(column[place], ((0, gap), (0, gap), (0, 0)), constant_values=_GROUND)
                            for column in coloured], axis=1) for place in range(len(coloured[0]))]
    return np.concatenate(rows)[:-gap, :-gap]
