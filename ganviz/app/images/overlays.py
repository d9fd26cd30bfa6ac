"""What can be laid over a picture: a map of errors, and what D says of each patch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, qRgba

from ganviz.app.palette import Palette
from ganviz.app.plots.colours import blend, fading_table

Maps = NDArray[np.float32]
HOTTEST = 0.5
"""The error, as a share of the range from black to white, from which the colour is full."""
_DENSE = 0.8
"""How opaque D's map is where it is sure."""


def picture(pixels: NDArray[np.uint8]) -> QImage:
    """Pixels (H, W, 1 or 3) as an image of its own."""
    height, width, channels = pixels.shape
    rows = np.ascontiguousarray(pixels)
    form = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_Grayscale8
    return QImage(rows.data, width, height, rows.strides[0], form).copy()


def indexed(indices: NDArray[np.uint8], colours: list[int]) -> QImage:
    """Indices (H, W) as an image of its own."""
    rows = np.ascontiguousarray(indices)
    image = QImage(rows.data, rows.shape[1], rows.shape[0], rows.strides[0], QImage.Format.Format_Indexed8)
    image.setColorTable(colours)
    return image.copy()


def heat(maps: Maps, palette: Palette) -> list[QImage]:
    """Errors (n, H, W) from 0 to 1 as the accent: the scale is always the same, so that it fades as the errors do."""
    indices = (np.clip(np.nan_to_num(maps) / HOTTEST, 0, 1) * 255).astype(np.uint8)
    return [indexed(each, fading_table(palette.accent)) for each in indices]


def judgement_colours(palette: Palette) -> list[int]:
    """From generated over nothing to real."""
    t = np.linspace(-1, 1, 256)
    sides = ((palette.generated, t < 0), (palette.real, t >= 0))
    colours = [0] * 256
    for colour, side in sides:
        r, g, b = map(int, blend(colour, colour, np.zeros(1))[0])
        for place in np.flatnonzero(side):
            colours[place] = qRgba(r, g, b, round(255 * _DENSE * float(abs(t[place]))))
    return colours


@dataclass(frozen=True, slots=True)
class Patches:
    """How D's map lies over an image.

    A logit sees ``patch`` pixels on a side, the next one lies ``stride`` pixels further, and the map's middle is the
    image's, since every convolution pads both sides alike.
    """

    patch: float
    stride: float

    def rect(self, maps: tuple[int, int], image: tuple[int, int]) -> QRectF:
        """Where a map of (rows, columns) lies over an image of (height, width), in shares of the image."""
        (rows, columns), (height, width) = maps, image
        wide, high = columns * self.stride / width, rows * self.stride / height
        return QRectF(0.5 - wide / 2, 0.5 - high / 2, wide, high)

    def nearest(self, maps: tuple[int, int], image: tuple[int, int], at: QPointF) -> tuple[int, int]:
        """Row and column of the logit whose middle is nearest to a place in shares of the image."""
        rect = self.rect(maps, image)
        row = (at.y() - rect.top()) / rect.height() * maps[0]
        column = (at.x() - rect.left()) / rect.width() * maps[1]
        return min(maps[0] - 1, max(0, int(row))), min(maps[1] - 1, max(0, int(column)))

    def field(self, maps: tuple[int, int], image: tuple[int, int], place: tuple[int, int]) -> QRectF:
        """All that the logit at ``place`` sees, in shares of the image; it may reach beyond the edges."""
        rect = self.rect(maps, image)
        x = rect.left() + (place[1] + 0.5) * rect.width() / maps[1]
        y = rect.top() + (place[0] + 0.5) * rect.height() / maps[0]
        wide, high = self.patch / image[1], self.patch / image[0]
        return QRectF(x - wide / 2, y - high / 2, wide, high)


@dataclass(frozen=True, slots=True)
class Scale:
    """Which of D's values has no colour, and how far from it the colours are full."""

    neutral: float
    half: float

    @classmethod
    def spanning(cls, maps: Sequence[Maps]) -> Scale:
        """Nothing at the mean of these values, and the fullest colour where they are farthest from it."""
        values = np.concatenate([each[np.isfinite(each)] for each in maps])
        if not values.size:
            return cls(0.0, 1.0)
        mean = float(values.mean())
        return cls(mean, float(np.abs(values - mean).max()) or 1.0)


def judgements(maps: Maps, scale: Scale, palette: Palette) -> list[QImage]:
    """D's shown values (n, rows, columns); nothing is laid over an image where D is neutral or has nothing to say."""
    t = np.clip(np.nan_to_num((maps - scale.neutral) / scale.half), -1, 1)
    indices = np.round((t + 1) * 127.5).astype(np.uint8)
    return [indexed(each, judgement_colours(palette)) for each in indices]
