"""A brush for landscapes: shapes in shares of the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from ganviz.problems.images.demo.scene_styles import Colour, SceneStyle

Point = tuple[float, float]


class Painter:
    """Paints shapes given in shares of the picture."""

    def __init__(self, side: int, style: SceneStyle) -> None:
        self.side = side
        self.style = style
        self.image = Image.new("RGB", (side, side))
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * self.side, y * self.side) for x, y in points], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour, flat: float = 1.0) -> None:
        """Fill a circle, or an ellipse ``flat`` times as high as wide."""
        tall = flat * radius
        self._draw.ellipse([(side * self.side) for side in (x - radius, y - tall, x + radius, y + tall)], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self._draw.rectangle([side * self.side for side in (left, top, right, bottom)], fill=colour)

    def through(self, mask: Image.Image, above: Colour, below: Colour) -> None:
        """Lay one colour passing into another downwards over where a mask is white, between its top and its bottom."""
        area = mask.getbbox()
        if area is None:
            return
        ramp = np.linspace(0, 1, area[3] - area[1], dtype=np.float32)[:, None, None]
        column = np.array(above, np.float32) * (1 - ramp) + np.array(below, np.float32) * ramp
        shades = Image.fromarray(np.rint(column).astype(np.uint8)).resize((area[2] - area[0], area[3] - area[1]))
        self.image.paste(shades, area[:2], mask.crop(area))

    def mask(self) -> Image.Image:
        """A black mask of the picture's size."""
        return Image.new("L", (self.side, self.side))
