"""One digit as it is written or printed: sheared, turned, thick or thin, a little noisy."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ganviz.problems.images.demo.dice import Dice
from ganviz.problems.images.demo.typefaces import DIGITS, Typeface

_HEIGHT = 0.7
_NOISE = 5.0


class Script(Protocol):
    """Something that digits can be drawn in."""

    @property
    def family(self) -> str:
        """What is held out as a whole."""
        ...

    def drawn(self, digit: int, side: int, dice: Dice) -> Image.Image:
        """A digit in white on black, L, (side, side), with a margin."""
        ...


class Printed:
    """Digits of a typeface, in changing thickness."""

    def __init__(self, face: Typeface, side: int) -> None:
        self.family = face.family
        self._font = face.at(round(0.66 * side))

    def drawn(self, digit: int, side: int, dice: Dice) -> Image.Image:
        """A digit in white on black, L, (side, side), with a margin."""
        image = Image.new("L", (side, side))
        stroke = dice.choice((0, 0, 1, 2)) * side // 64
        ImageDraw.Draw(image).text((side / 2, side / 2), DIGITS[digit], fill=255, font=self._font, anchor="mm",
                                   stroke_width=stroke, stroke_fill=255)
        return image


def written(script: Script, digit: int, size: int, dice: Dice) -> NDArray[np.uint8]:
    """A digit, uint8 (size, size), white on black, in the middle and about 0.7 of the picture high as in MNIST."""
    side = fine_side(size)
    drawn = script.drawn(digit, side, dice)
    bounds = drawn.getbbox() or (0, 0, side, side)
    bent = drawn.transform((2 * size, 2 * size), Image.Transform.AFFINE, _bend(bounds, 2 * size, dice),
                           Image.Resampling.BILINEAR).reduce(2)
    grain = np.random.default_rng(dice.whole(0, 2**31)).normal(0, _NOISE, (size, size))
    inked = np.asarray(bent) * dice.uniform(0.75, 1.0) + grain
    return np.rint(inked).clip(0, 255).astype(np.uint8)


def fine_side(size: int) -> int:
    """Pixels on a side that a digit is drawn at before it is bent and reduced."""
    return max(64, 2 * size)


def _bend(bounds: tuple[int, int, int, int], side: int, dice: Dice) -> tuple[float, ...]:
    """Pillow's affine coefficients: from a pixel of the result to one of the drawing."""
    left, top, right, bottom = bounds
    scale = (bottom - top) / (_HEIGHT * side * dice.uniform(0.88, 1.1))
    wide = scale * dice.uniform(0.85, 1.15)
    # A wide glyph is narrowed rather than cut.
    wide = max(wide, (right - left) / (0.8 * side))
    turn, shear = dice.normal(math.radians(5)), dice.normal(0.14)
    cosine, sine = math.cos(turn), math.sin(turn)
    a, b = wide * (cosine + shear * sine), wide * (shear * cosine - sine)
    d, e = scale * sine, scale * cosine
    centre = side / 2
    x, y = centre + dice.normal(0.02 * side), centre + dice.normal(0.02 * side)
    return a, b, (left + right) / 2 - a * x - b * y, d, e, (top + bottom) / 2 - d * x - e * y
