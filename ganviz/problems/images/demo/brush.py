"""Painting surfaces: flat, shaded from one side to the other, grained, in courses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ganviz.problems.images.demo.facade_plan import Box
from ganviz.problems.images.demo.facade_styles import Colour, Style

_SHADOW: Colour = (22, 20, 28)
_JOINT = np.float32(0.16)


class Brush:
    """Paints on a square image.

    Args:
        side: pixels on a side.
        style: the materials.
        chance: where grain comes from.
    """

    def __init__(self, side: int, style: Style, chance: np.random.Generator) -> None:
        self.side = side
        self.style = style
        self.image = Image.new("RGB", (side, side))
        self._chance = chance

    def flat(self, box: Box, colour: Colour) -> None:
        """Fill a box with one colour."""
        ImageDraw.Draw(self.image).rectangle(box.pixels(self.side), fill=colour)

    def shaded(self, box: Box, top: Colour, bottom: Colour, grain: float = 0.0) -> None:
        """Fill a box with one colour passing into another downwards, and with grain of a deviation in levels."""
        left, upper, right, lower = box.pixels(self.side)
        height, width = lower - upper + 1, right - left + 1
        ramp = np.linspace(0, 1, height, dtype=np.float32)[:, None]
        column = np.array(top, np.float32) * (1 - ramp) + np.array(bottom, np.float32) * ramp
        if grain:
            noise = self._chance.standard_normal((height, width, 1), np.float32)
            self._put(column[:, None] + np.float32(grain) * noise, left, upper)
        else:
            self._put(np.broadcast_to(column[:, None], (height, width, 3)), left, upper)

    def courses(self, box: Box, colour: Colour, height: float, depth: float) -> None:
        """Bricks or slates in rows ``height`` high (as a share of the side), each brick of its own tone."""
        left, upper, right, lower = box.pixels(self.side)
        tall = max(3, round(height * self.side))
        long = round(2.2 * tall)
        y, x = np.arange(upper, lower + 1)[:, None], np.arange(left, right + 1)
        row = y // tall
        shifted = x + (row % 2) * (long // 2)
        column = shifted // long
        tones = self._chance.normal(1, depth, (row.max() + 1, column.max() + 1)).astype(np.float32)
        tone = tones[row, column]
        tone[np.broadcast_to(y % tall == 0, tone.shape) | (shifted % long == 0)] -= _JOINT
        self._put(tone[..., None] * np.array(colour, np.float32), left, upper)

    def shadow(self, box: Box, strength: float) -> None:
        """Darken a box."""
        left, upper, right, lower = box.pixels(self.side)
        area = (left, upper, right + 1, lower + 1)
        under = self.image.crop(area)
        self.image.paste(Image.blend(under, Image.new("RGB", under.size, _SHADOW), strength), area)

    def slab(self, box: Box, colour: Colour) -> None:
        """A piece of stone that stands out: a light edge above, a shadow below."""
        self.shadow(box.part(0, 1, 1, 1.6), 0.3)
        self.shaded(box, tinted(colour, 1.06), tinted(colour, 0.84), 2)
        self.flat(box.part(0, 0, 1, 0.18), tinted(colour, 1.12))

    def _put(self, surface: NDArray[np.float32], left: int, upper: int) -> None:
        self.image.paste(Image.fromarray((surface + np.float32(0.5)).clip(0, 255).astype(np.uint8)), (left, upper))


def tinted(colour: Colour, factor: float) -> Colour:
    """A colour made lighter or darker."""
    red, green, blue = (min(255, round(level * factor)) for level in colour)
    return red, green, blue
