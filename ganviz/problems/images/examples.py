"""What a data set consists of once its files are known: examples, each of one or two images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from ganviz.problems.images.choice import Side, Split

Part = Literal["whole", "left", "right"]


class Source(NamedTuple):
    """Where an image is kept: a file, or row ``row`` of the array ``member`` in a file of arrays."""

    path: Path
    member: str = ""
    row: int = -1


class Piece(NamedTuple):
    """One image: a source, or one half of it."""

    source: Source
    part: Part = "whole"


class Example(NamedTuple):
    """One example: one image, or A and B of a pair; and its class, -1 without one."""

    name: str
    pieces: tuple[Piece, ...]
    label: int = -1


class Pile(NamedTuple):
    """The examples of one split; of one side of it where the sides are unpaired."""

    split: Split
    side: Side | None = None

    @property
    def title(self) -> str:
        """Its name in a report."""
        return f"{self.split} {self.side}" if self.side else self.split


Piles = Mapping[Pile, tuple[Example, ...]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a whole image is like.

    Attributes:
        width, height: pixels, as it is shown (turned upright).
        mode: Pillow's name for its kind of pixels, such as RGB, L, P, RGBA, CMYK or I;16.
        format: PNG, JPEG, WEBP, BMP, TIFF, GIF, or that of a file of arrays.
        bytes: the size of the file, or of the row.
        digest: SHA-256 of the pixels, hexadecimal.
    """

    width: int
    height: int
    mode: str
    format: str
    bytes: int
    digest: str


def size_of(piece: Piece, facts: Facts) -> tuple[int, int]:
    """Width and height of a piece in pixels; a half is as wide as half the width, rounded down."""
    return (facts.width if piece.part == "whole" else facts.width // 2, facts.height)
