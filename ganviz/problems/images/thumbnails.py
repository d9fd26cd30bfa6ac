"""Small pictures of a few examples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ganviz.problems.images.examples import Example
from ganviz.problems.images.pieces import part_of, source_image
from ganviz.problems.images.preprocessing import WHITE

MOST = 8
_SIDE = 64
_DECODED_SIDE = 4 * _SIDE
"""So many pixels on a side are decoded at least: half of a pair still has twice as many as it is shown with."""


def chosen(examples: Sequence[Example]) -> tuple[Example, ...]:
    """At most 8 examples, spread evenly over all."""
    places = np.linspace(0, len(examples) - 1, min(MOST, len(examples))).round().astype(int)
    return tuple(examples[place] for place in places)


def thumbnail(example: Example) -> NDArray[np.uint8]:
    """One example within 64 x 64 pixels, a pair within 64 x 128, uint8 (64, 64 or 128, 3); each file is read once.

    Raises:
        BadImageError, FolderGoneError: as ``decoding.read_image``.
    """
    whole = {source: source_image(source, WHITE, _DECODED_SIDE)
             for source in dict.fromkeys(piece.source for piece in example.pieces)}
    small = [ImageOps.pad(part_of(whole[piece.source], piece.part), (_SIDE, _SIDE), Image.Resampling.BILINEAR,
                          color=WHITE) for piece in example.pieces]
    return np.concatenate([np.asarray(each) for each in small], axis=1)
