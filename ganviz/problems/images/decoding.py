"""From an image file to RGB pixels of 8 bits: every mode, upright, on a chosen colour."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.TiffImagePlugin import TiffImageFile

from ganviz.problems.images.depth import to_eight_bits
from ganviz.problems.images.findings import BadImageError
from ganviz.problems.images.preprocessing import WHITE, Colour
from ganviz.problems.images.signatures import format_of, head
from ganviz.problems.images.watching import FolderGoneError
from ganviz.settings.image_suffixes import SUFFIXES

PIXEL_LIMIT = 64_000_000
"""An image of more pixels is refused by its header; none of its pixels is decoded."""

LEAST_SIDE = 8
"""An image of fewer pixels on a side is refused."""

# Pillow's own guard warns through a global filter or raises by twice its limit; ours looks at every header itself.
Image.MAX_IMAGE_PIXELS = None

# The tags of a TIFF file that tell of its pixels, and the value of the one for planes that lie apart.
_BITS, _PHOTOMETRIC, _CHANNELS, _PLANES = 258, 262, 277, 284
_APART = 2

# What Pillow's decoders raise on damaged files.
_DAMAGE = (SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError, KeyError, TypeError, OverflowError)


def read_image(path: Path, background: Colour = WHITE, channels: int = 3) -> NDArray[np.uint8]:
    """One image file as uint8 (H, W, channels): its first frame, upright, its transparent pixels on ``background``.

    Raises:
        BadImageError: if it is none, is damaged, too large, too small or of an unknown mode.
        FolderGoneError: if it is not there any more.
    """
    image = composed(decode(path).image, background)
    return as_array(image if channels == 3 else image.convert("L"))


def as_array(image: Image.Image) -> NDArray[np.uint8]:
    """An image of mode L or RGB as uint8 (H, W, 1 or 3)."""
    pixels = np.asarray(image)
    return pixels[:, :, None] if pixels.ndim == 2 else pixels


class Decoded(NamedTuple):
    """All pixels of a file's first frame, upright, RGB or (where some are transparent) RGBA; the mode and format
    that they were in, and the size of the file."""

    image: Image.Image
    mode: str
    format: str
    bytes: int


def decode(path: Path, least: int = 0) -> Decoded:
    """Decode a file.

    Args:
        path: the file.
        least: where the format can be decoded at a half, a quarter or an eighth of its size in a part of the time (JPEG
            can), the smallest of these that keeps so many pixels on each side; 0 decodes every pixel.

    Raises:
        BadImageError, FolderGoneError: as ``read_image``.
    """
    with opened(path) as image:
        mode, format = image.mode, image.format or ""
        if least:
            image.draft(None, (least, least))
        image.load()
        # Telephones' JPEG files may hold further pictures, which changes the name of the format alone.
        white_is_zero = _tags(image).get(_PHOTOMETRIC) == 0
        return Decoded(_plain(_upright(image), path, white_is_zero), mode, "JPEG" if format == "MPO" else format,
                       path.stat().st_size)


def composed(image: Image.Image, background: Colour) -> Image.Image:
    """An RGB image: an RGBA one laid on a colour."""
    if image.mode == "RGB":
        return image
    ground = Image.new("RGBA", image.size, (*background, 255))
    return Image.alpha_composite(ground, image).convert("RGB")


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """An image whose header has been read and found good; faults met inside the block become ``BadImageError``."""
    try:
        start = head(path)
        if not start:
            raise BadImageError("empty", str(path))
        if not format_of(start):
            raise BadImageError("not_an_image", str(path))
        # Only these decoders may see the file: others run programs or follow links.
        with Image.open(path, formats=tuple(SUFFIXES)) as image:
            _check_size(image.size, path)
            _check_planes(image, path)
            yield image
    except BadImageError:
        raise
    except FileNotFoundError as error:
        raise FolderGoneError(_gone(path)) from error
    except PermissionError as error:
        raise BadImageError("forbidden", str(path)) from error
    except (OSError, *_DAMAGE) as error:
        raise _fault(path, error) from error


def _check_size(size: tuple[int, int], path: Path) -> None:
    width, height = size
    shown = f"{width:,} x {height:,} pixels"
    if width * height > PIXEL_LIMIT:
        raise BadImageError("too_large", str(path), f"{shown}; at most {PIXEL_LIMIT // 1_000_000} million are read")
    if min(size) < LEAST_SIDE:
        raise BadImageError("too_small", str(path), f"{shown}; at least {LEAST_SIDE} on a side are needed")


def _tags(image: Image.Image) -> Mapping[int, Any]:
    """The tags of a TIFF file; none of others."""
    return getattr(image, "tag_v2", {})


def _check_planes(image: Image.Image, path: Path) -> None:
    """Refuse what Pillow would read wrongly without a word: it takes each plane for one of 8 bits."""
    tags = _tags(image)
    if tags.get(_PLANES) == _APART and tags.get(_CHANNELS, 1) > 1 and max(tags.get(_BITS, (1,))) > 8:
        raise BadImageError("unknown_mode", str(path), "planes of more than 8 bits that lie apart; save it with 8 bits")


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _DAMAGE:
        # The note on the camera is damaged; the pixels are not.
        return image


def _plain(image: Image.Image, path: Path, white_is_zero: bool) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        image = to_eight_bits(image, path, white_is_zero)
    if image.has_transparency_data:
        return image.convert("RGBA")
    try:
        return image.convert("RGB")
    except ValueError as error:
        raise BadImageError("unknown_mode", str(path), image.mode) from error


def _fault(path: Path, error: Exception) -> Exception:
    # Pillow's own complaints are OSErrors without a number; those of the system have one.
    if isinstance(error, OSError) and error.errno is not None:
        return FolderGoneError(_gone(path))
    if isinstance(error, UnidentifiedImageError) and _is_unknown_tiff(path):
        return BadImageError("unknown_mode", str(path), "save it with 8 bits, in grey or RGB")
    cut = isinstance(error, EOFError) or "truncated" in str(error).lower()
    return BadImageError("truncated" if cut else "damaged", str(path))


def _is_unknown_tiff(path: Path) -> bool:
    """Whether a file is a TIFF whose header is in order, but whose pixels Pillow has no mode for."""
    try:
        TiffImageFile(path).close()
    except (OSError, *_DAMAGE) as error:
        return "unknown pixel mode" in str(error)
    return False


def _gone(path: Path) -> Path:
    """The folder if it is the folder that is missing, else the file."""
    return path if os.path.isdir(path.parent) else path.parent  # noqa: PTH112 - Path's raises where a share is lost
