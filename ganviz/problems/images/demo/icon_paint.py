"""One icon as a line drawing and in colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

from ganviz.problems.images.demo.icon_fonts import Twin
from ganviz.problems.images.demo.palettes import Colour, Palette, badge_colour, palette

_FILL = 0.86
_INK = 34
_WHITE: Colour = (255, 255, 255)
_SHADE = 0.16
_BADGE_AREA = 0.06
_ALIKE = 0.9

Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]
Colours = NDArray[np.int64]


def painted(twin: Twin, font: ImageFont.FreeTypeFont, fine: int, size: int) -> Image.Image:
    """The pair side by side, RGB, (2 * size, size): dark lines on white, and the coloured icon on white.

    Args:
        twin: the glyph.
        font: at ``glyph_points(fine)``.
        fine: pixels on a side that it is painted at, before it is reduced.
        size: pixels on a side of each half.
    """
    lines, filled = (_glyph(character, font, fine) for character in (twin.line, twin.filled))
    drawing = _reduced(np.where(lines > 127, np.uint8(_INK), np.uint8(255)), size)
    colours = _reduced(_flat(lines > 127, filled > 127, twin.name), size)
    return Image.fromarray(np.concatenate([drawing[..., None].repeat(3, 2), _shaded(colours)], axis=1))


def glyph_points(fine: int) -> int:
    """The font size at which a glyph fills its square but for a margin."""
    return round(_FILL * fine)


def _glyph(character: str, font: ImageFont.FreeTypeFont, fine: int) -> NDArray[np.uint8]:
    image = Image.new("L", (fine, fine), 0)
    ImageDraw.Draw(image).text((fine / 2, fine / 2), character, fill=255, font=font, anchor="mm")
    return np.asarray(image)


def _reduced(image: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(image).resize((size, size), Image.Resampling.BOX))


def _shaded(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lighter above, darker below; white stays."""
    fall = np.linspace(1 + _SHADE, 1 - _SHADE, len(colours), dtype=np.float32)[:, None, None]
    shaded = np.where((colours < 255).any(axis=2, keepdims=True), colours * fall, colours)
    return np.rint(shaded).clip(0, 255).astype(np.uint8)


def _flat(lines: Mask, filled: Mask, name: str) -> NDArray[np.uint8]:
    """The icon in flat colours, as a number for each pixel and a colour for each number."""
    chosen = palette(name)
    regions, region_colours, is_inner = _regions(lines, filled, chosen)
    strokes, stroke_colours = _strokes(lines, filled, chosen.line, badge_colour(name))
    table = np.concatenate([[chosen.body, _WHITE], region_colours, stroke_colours]).astype(np.uint8)
    outer = np.where(filled, 0, 1)
    numbers = np.where(is_inner[regions], regions + 2, outer)
    return table[np.where(lines, strokes + 2 + len(region_colours), numbers)]


def _regions(lines: Mask, filled: Mask, chosen: Palette) -> tuple[Labels, Colours, Mask]:
    """The regions between the lines, numbered; a colour for each; and which ones the lines enclose.

    The largest of these is the body, smaller ones are parts; what is open in the filled glyph is an opening.
    """
    regions, count = ndimage.label(~lines)
    areas, covered = _areas(regions, count), _areas(regions, count, filled)
    border = np.concatenate([regions[0], regions[-1], regions[:, 0], regions[:, -1]])
    is_inner = ~np.isin(np.arange(count + 1), border) & (areas > 0)
    colours = np.where((2 * covered < areas)[:, None], chosen.opening, chosen.part)
    if is_inner.any():
        colours[(areas * is_inner).argmax()] = chosen.body
    return regions, colours, is_inner


def _strokes(lines: Mask, filled: Mask, ink: Colour, badge: Colour) -> tuple[Labels, Colours]:
    """The strokes, numbered, and a colour for each: small signs apart, the same in both forms, have their own."""
    strokes, count = ndimage.label(lines)
    areas, alike = _areas(strokes, count), _areas(strokes, count, filled)
    is_badge = (alike > _ALIKE * areas) & (areas < _BADGE_AREA * lines.size)
    is_badge[areas.argmax()] = False
    return strokes, np.where(is_badge[:, None], badge, ink)


def _areas(labels: Labels, count: int, mask: Mask | None = None) -> NDArray[np.float64]:
    """How many pixels each label has (of the mask); none for the label 0."""
    weights = None if mask is None else mask.ravel()
    areas = np.bincount(labels.ravel(), weights=weights, minlength=count + 1).astype(np.float64)
    areas[0] = 0
    return areas
