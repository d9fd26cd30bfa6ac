"""What every kind of array file is read as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.images.decoding import LEAST_SIDE
from ganviz.settings.errors import UserError

MOST_BYTES = 2_000_000_000
"""Arrays of more pixels than this are refused: they are held in memory, one byte for each value."""

Pixels = NDArray[np.uint8]
Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Block:
    """An array of images, or of labels, that has been found in a file and checked from outside.

    Attributes:
        path, member: the file, and the array's name in it (empty where the file holds one).
        count: how many images or labels.
        labels: the labels, where the block holds labels, alone or with images.
        is_images: whether it holds images.
        classes: the names of the labels, where the format gives them.
    """

    path: Path
    member: str
    count: int
    is_images: bool
    labels: Labels | None = None
    classes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name that tells its split and its partner."""
        return self.member or self.path.name

    @property
    def title(self) -> str:
        """How messages name it."""
        return f"{self.path}: {self.member}" if self.member else str(self.path)


@dataclass(frozen=True, slots=True)
class Family:
    """One format of array files.

    Attributes:
        holds: whether a file that begins with some bytes is one, by these and (where they say nothing) by its name.
        blocks: what a file holds; UserError if it is damaged.
        pixels: the images of one of its arrays, uint8, (n, H, W, 1 or 3); UserError if they are damaged.
    """

    holds: Callable[[Path, bytes], bool]
    blocks: Callable[[Path], Sequence[Block]]
    pixels: Callable[[Path, str], Pixels]


def check_shape(title: str, count: int, height: int, width: int, channels: int) -> None:
    """Refuse arrays too small to be images or too large to be held.

    Raises:
        UserError: if they are.
    """
    if min(height, width) < LEAST_SIDE:
        raise UserError(f"{title}: images of {width} x {height} pixels are too small; at least {LEAST_SIDE} on a side "
                        "are needed")
    size = count * height * width * channels
    if size > MOST_BYTES:
        raise UserError(f"{title}: {size / 1e9:.1f} GB of pixels are more than the limit of {MOST_BYTES / 1e9:g} GB; "
                        "keep a random part of the images")
