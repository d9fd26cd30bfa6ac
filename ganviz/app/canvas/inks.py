"""The colours to draw with, and whether edges are soft, both read off the inputs of a run. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ink = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
_MOST = 12
_APART = 40.0
"""Two colours nearer than this (in RGB) are one."""
_RARE = 0.002
"""A colour of fewer of the pixels is the blend at an edge, not an ink."""
_FLAT = 0.995
"""From this share of the pixels in the inks on, edges are hard."""


@dataclass(frozen=True, slots=True)
class Inks:
    """What to draw with.

    Attributes:
        colours: the most frequent one, which is the paper's, first.
        smooth: whether edges are anti-aliased, as they are in the data.
    """

    colours: tuple[Ink, ...] = (WHITE, BLACK)
    smooth: bool = True


def inks_of(images: NDArray[np.uint8]) -> Inks:
    """The inks of images (n, H, W, 1 or 3); black on white where there are none."""
    if not images.size:
        return Inks()
    pixels = np.broadcast_to(images.reshape(-1, images.shape[-1]), (images[..., 0].size, 3))
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    colours, shares = colours[order], counts[order] / len(pixels)
    chosen = _apart(colours[shares >= _RARE])
    exact = sum(float(share) for colour, share in zip(colours, shares, strict=True)
                if share >= _RARE and tuple(map(int, colour)) in chosen)
    return Inks(_paired(chosen), smooth=exact < _FLAT)


def _apart(colours: NDArray[np.uint8]) -> list[Ink]:
    """The first of ``colours`` that are all unlike each other."""
    chosen: list[Ink] = []
    for colour in colours.astype(int).tolist():
        if all(np.linalg.norm(np.subtract(colour, other)) >= _APART for other in chosen):
            chosen.append((colour[0], colour[1], colour[2]))
        if len(chosen) == _MOST:
            break
    return chosen


def _paired(chosen: list[Ink]) -> tuple[Ink, ...]:
    """At least two inks: one that can be seen on the paper."""
    paper = chosen[0] if chosen else WHITE
    return tuple(chosen) if len(chosen) > 1 else (paper, WHITE if sum(paper) < 384 else BLACK)
