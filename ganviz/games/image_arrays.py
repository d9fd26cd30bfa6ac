"""From images in -1..1 to frozen arrays for the eye."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.problems.images.tensors import to_pixels

_GROUND, _GAP = 255, 2

Place = tuple[int, int]
"""Rows from the top and columns from the left."""


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The array, read-only from now on."""
    array.flags.writeable = False
    return array


def pictures(images: Sequence[torch.Tensor], stride: int = 1) -> NDArray[np.uint8]:
    """Images (C, H, W) as one array (n, H, W, C) of the largest size, smaller ones about the middle of white.

    Their corners lie on multiples of ``stride`` pixels: with D's own, as ``differences`` and ``patch_maps`` have it,
    maps lie over their pictures whatever the sizes.
    """
    pixels = [to_pixels(image) for image in images]
    corners = _corners([each.shape[:2] for each in pixels], stride)
    return _sheet(pixels, corners, _GROUND)


def differences(images: Sequence[torch.Tensor], others: Sequence[torch.Tensor],
                stride: int) -> NDArray[np.float32]:
    """The absolute difference of two rows of images (C, H, W), mean over channels, 0 to 1: (n, H, W); smaller ones on
    a ground of 0, where ``pictures`` puts them."""
    maps = [(a - b).abs().mean(0).div(2).cpu().float().numpy() for a, b in zip(images, others, strict=True)]
    return _sheet(maps, _corners([each.shape for each in maps], stride), 0.0)


def patch_maps(logits: Sequence[torch.Tensor], images: Sequence[torch.Tensor], stride: int) -> NDArray[np.float32]:
    """What D says of each patch, from (1, 1, h, w) each, as shown values (n, h, w), smaller ones amid NaN.

    Args:
        logits: shown values.
        images: what they are of, (..., H, W) each, and where ``pictures`` puts them.
        stride: pixels between two patches. A patch's distance to the image's corner is the same in images of all
            sizes, so a corner so many strides away moves the map by as many of its own pixels.
    """
    corners = _corners([each.shape[-2:] for each in images], stride)
    return _sheet([each[0, 0].cpu().float().numpy() for each in logits],
                  [(top // stride, left // stride) for top, left in corners], np.nan)


def _corners(sizes: Sequence[Sequence[int]], stride: int) -> list[Place]:
    """Where the top left corners of sizes (height, width) lie in the largest of them, nearly in the middle."""
    height, width = np.max(sizes, axis=0).tolist()
    return [((height - high) // 2 // stride * stride, (width - wide) // 2 // stride * stride) for high, wide in sizes]


def _sheet(arrays: Sequence[NDArray[Any]], corners: Sequence[Place], ground: float) -> NDArray[Any]:
    """Arrays (h, w, ...) with their corners in these places, on a ground as large as the largest of them."""
    sheet = np.full((len(arrays), *np.max([each.shape for each in arrays], axis=0)), ground, arrays[0].dtype)
    for whole, each, (top, left) in zip(sheet, arrays, corners, strict=True):
        whole[top:top + each.shape[0], left:left + each.shape[1]] = each
    return frozen(sheet)


def stacked(sheets: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Sheets (height, width, 3) one above the other, narrower ones with white beside them."""
    width = max(sheet.shape[1] for sheet in sheets)
    return np.concatenate([np.pad(sheet, ((0, 0), (0, width - sheet.shape[1]), (0, 0)), constant_values=_GROUND)
                           for sheet in sheets])


def grid(columns: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Pictures side by side, a row for each: columns of (n, H, W, C) of like heights, as (rows, width, 3)."""
    coloured = [np.broadcast_to(column, (*column.shape[:3], 3)) for column in columns]
    rows = [np.concatenate([np.pad(column[place], ((0, _GAP), (0, _GAP), (0, 0)), constant_values=_GROUND)
                            for column in coloured], axis=1) for place in range(len(coloured[0]))]
    return np.concatenate(rows)[:-_GAP, :-_GAP]


def boxes(columns: Sequence[NDArray[np.uint8]], at: int) -> list[list[int]]:
    """Where the pictures of one column lie in such a grid: left, top, width and height of each."""
    n, height, width, _ = columns[at].shape
    left = sum(column.shape[2] + _GAP for column in columns[:at])
    return [[left, row * (height + _GAP), width, height] for row in range(n)]
