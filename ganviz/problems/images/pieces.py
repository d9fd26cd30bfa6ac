"""The pixels of one piece of an example."""

from __future__ import annotations

from PIL import Image

from ganviz.problems.images.arrays.families import pixels_of
from ganviz.problems.images.decoding import composed, decode
from ganviz.problems.images.examples import Part, Source
from ganviz.problems.images.preprocessing import Colour


def source_image(source: Source, background: Colour, least: int = 0) -> Image.Image:
    """A whole source as an RGB image; with ``least`` it may be smaller than it is, as for ``decoding.decode``.

    Raises:
        BadImageError, FolderGoneError: as ``decoding.read_image``.
    """
    if source.row < 0:
        return composed(decode(source.path, least).image, background)
    row = pixels_of(source.path, source.member)[source.row]
    return Image.fromarray(row[..., 0] if row.shape[-1] == 1 else row).convert("RGB")


def part_of(image: Image.Image, part: Part) -> Image.Image:
    """One half of an image, or all of it; a half is as wide as half the width, rounded down."""
    if part == "whole":
        return image
    middle = image.width // 2
    start = 0 if part == "left" else middle
    return image.crop((start, 0, start + middle, image.height))
