"""One hand: its ways of writing each digit, its pen, its slips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ganviz.problems.images.demo.dice import Dice
from ganviz.problems.images.demo.hands import SKELETONS, Stroke

_STEPS = 8
_MARGIN = 0.2
_SLIP = 0.018
_BEND = 0.03

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody writes.

    Attributes:
        number: what tells it from other hands.
        ways: which way of writing each digit.
        pen: the pen's width as a share of a digit's height.
        width: how wide digits are for their height.
    """

    number: int
    ways: tuple[int, ...]
    pen: float
    width: float

    @property
    def family(self) -> str:
        """A name like a font's."""
        return f"hand {self.number}"

    def drawn(self, digit: int, side: int, dice: Dice) -> Image.Image:
        """A digit in white on black, L, (side, side), each time with other slips."""
        image = Image.new("L", (side, side))
        draw = ImageDraw.Draw(image)
        pen = max(1.0, self.pen * dice.uniform(0.8, 1.25) * side * (1 - 2 * _MARGIN))
        # The hand's own bends are the same each time, its slips are not.
        own = Dice(self.number, digit)
        for stroke in SKELETONS[digit][self.ways[digit]]:
            points = _traced(stroke, own, dice)
            points[:, 0] = (points[:, 0] - 0.5) * self.width + 0.5
            _ink(draw, (_MARGIN + (1 - 2 * _MARGIN) * points) * side, pen)
        return image


def hand(number: int) -> Hand:
    """One of endlessly many hands."""
    dice = Dice(number, 77)
    ways = tuple(dice.whole(0, len(each) - 1) for each in SKELETONS)
    return Hand(number, ways, dice.uniform(0.085, 0.16), dice.uniform(0.6, 0.95))


def _traced(stroke: Stroke, own: Dice, slips: Dice) -> Points:
    """The stroke as a fine line, (n, 2), bent."""
    bent = [(x + own.normal(_BEND) + slips.normal(_SLIP), y + own.normal(_BEND) + slips.normal(_SLIP))
            for x, y in stroke.points]
    if stroke.points[0] == stroke.points[-1]:
        bent[-1] = bent[0]
    points = np.array(bent)
    return _smooth(points) if stroke.smooth else points


def _smooth(points: Points) -> Points:
    """A curve through the points (Catmull and Rom 1974)."""
    ends = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    p0, p1, p2, p3 = (ends[start:start + len(points) - 1, None] for start in range(4))
    t = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
    curve = 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                   + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])


def _ink(draw: ImageDraw.ImageDraw, points: Points, pen: float) -> None:
    """A line with round ends and bends."""
    path = [(float(x), float(y)) for x, y in points]
    draw.line(path, fill=255, width=round(pen), joint="curve")
    radius = pen / 2
    for x, y in (path[0], path[-1]):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
