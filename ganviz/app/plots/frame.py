"""The frame of a chart: ranges onto pixels, and curves in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from ganviz.app.plots.primitives import hair, stroke
from ganviz.app.plots.series import Envelope

_BAND, _DOT = 0.32, 2.5


def band(part: Envelope) -> NDArray[np.float64]:
    """From the lowest to the highest value of each stretch and on to the next, shape (2 n, 2)."""
    both = np.stack((part.low, part.high), 1).astype(np.float64).ravel()
    return np.stack((np.repeat(part.x.astype(np.float64), 2), both), 1)


def middle(part: Envelope) -> NDArray[np.float64]:
    """The curve through the means, shape (n, 2)."""
    return np.stack((part.x.astype(np.float64), part.mean.astype(np.float64)), 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle in pixels and the ranges that it shows."""

    area: QRectF
    x: tuple[float, float]
    y: tuple[float, float]

    def to_x(self, value: float) -> float:
        return self.area.left() + (value - self.x[0]) / (self.x[1] - self.x[0]) * self.area.width()

    def to_y(self, value: float) -> float:
        return self.area.bottom() - (value - self.y[0]) / (self.y[1] - self.y[0]) * self.area.height()

    def to_pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        scale = (self.area.width() / (self.x[1] - self.x[0]), -self.area.height() / (self.y[1] - self.y[0]))
        pixels = (points - (self.x[0], self.y[0])) * scale + (self.area.left(), self.area.bottom())
        return np.asarray(np.clip(pixels, -1e5, 1e5))


def paint_curve(painter: QPainter, frame: Frame, part: Envelope, colour: QColor) -> None:
    """The mean over a fainter band from lowest to highest; a single value is a dot."""
    if len(part.x) == 1 and np.isfinite(part.mean[0]):
        _paint_dot(painter, frame.to_pixels(middle(part))[0], colour)
        return
    passes = [(middle(part), 1.0, 1.0)]
    if part.low is not part.high:
        # One thin stroke for each pixel of the screen, since strokes that overlap would darken the band. Without
        # antialiasing, which such upright strokes do not need and which costs as much again.
        passes.insert(0, (band(part), _BAND, 1 / painter.device().devicePixelRatioF()))
    for points, alpha, width in passes:
        faint = QColor(colour)
        faint.setAlphaF(alpha)
        painter.setPen(hair(faint))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, alpha == 1.0)
        stroke(painter, frame.to_pixels(points), width)


def _paint_dot(painter: QPainter, at: NDArray[np.float64], colour: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(*at), _DOT, _DOT)
    painter.restore()


def apart(places: Sequence[float], gap: float) -> list[float]:
    """Places in their order, moved as little as needed for ``gap`` between neighbours."""
    order = sorted(range(len(places)), key=lambda k: places[k])
    moved = [float(place) for place in places]
    for before, after in pairwise(order):
        overlap = gap - (moved[after] - moved[before])
        if overlap > 0:
            moved[before] -= overlap / 2
            moved[after] += overlap / 2
    return moved
