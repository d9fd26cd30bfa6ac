"""Fast strokes: many lines, curves and dots handed to the painter from numpy arrays, in pixels.

Qt's raster engine has a fast path for pens of one pixel only; a thicker line is the same line drawn a few
times a fraction of a pixel apart, which stays cheap for noisy curves too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyqtgraph import functions
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF, QTransform

Floats = NDArray[np.float64]


def mapped(transform: QTransform, points: NDArray[np.floating]) -> Floats:
    """Points of shape (..., 2) in pixels; ``transform`` may scale and shift only."""
    scale = np.array([transform.m11(), transform.m22()])
    shift = np.array([transform.m31(), transform.m32()])
    return np.asarray(np.asarray(points, dtype=np.float64) * scale + shift)


def hair(colour: QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen of one pixel (of the interface, not of the screen)."""
    return QPen(colour, 1.0, style)


def polygon(points: Floats) -> QPolygonF:
    """A polygon of points of shape (n, 2)."""
    shape: QPolygonF = functions.arrayToQPolygonF(points[:, 0], points[:, 1])
    return shape


def finite_runs(points: Floats) -> list[Floats]:
    """The pieces of a curve of two points or more, cut where a point is not finite."""
    good = np.isfinite(points).all(1)
    if good.all():
        return [points] if len(points) > 1 else []
    starts = np.flatnonzero(np.diff(np.concatenate(([0], good.astype(np.int8), [0]))))
    return [points[a:b] for a, b in starts.reshape(-1, 2) if b - a > 1]


def stroke(painter: QPainter, points: Floats, width: float) -> None:
    """Draw a curve of ``width`` pixels through points (n, 2) in the painter's pen; gaps where not finite."""
    ratio = _thin(painter)
    for run in finite_runs(np.clip(points, -1e5, 1e5)):
        shape = polygon(run)
        for dx, dy in _turns(round(width * ratio, 2)):
            painter.drawPolyline(shape.translated(dx / ratio, dy / ratio))


def _thin(painter: QPainter) -> float:
    """Make the pen one pixel of the screen wide; returns how many of these a pixel of the interface has."""
    ratio = painter.device().devicePixelRatioF()
    pen = painter.pen()
    pen.setWidthF(1 / ratio)
    painter.setPen(pen)
    return ratio


@lru_cache(maxsize=64)
def _turns(width: float) -> list[tuple[float, float]]:
    """Shifts in pixels of the screen whose one-pixel strokes together are about ``width`` wide."""
    radius = (width - 1) / 2
    if radius <= 0.1:
        return [(0.0, 0.0)]
    angles = np.arange(max(3, round(2 * np.pi * radius))) * 2 * np.pi / max(3, round(2 * np.pi * radius))
    ring = [(float(radius * np.sin(angle)), float(-radius * np.cos(angle))) for angle in angles]
    return [*_turns(round(width - 2, 2)), *ring] if radius > 0.7 else ring


class Segments:
    """A reusable buffer of straight lines."""

    def __init__(self) -> None:
        self._lines = internals.PrimitiveArray(QLineF, 4)

    def draw(self, painter: QPainter, ends: Floats) -> None:
        """Draw lines whose ends have shape (n, 2, 2), one pixel wide."""
        if not len(ends):
            return
        ratio, flat = _thin(painter), np.clip(ends, -1e5, 1e5).reshape(-1, 4)
        self._lines.resize(len(ends))
        for turn in _turns(ratio):
            self._lines.ndarray()[:] = flat + np.tile(turn, 2) / ratio
            painter.drawLines(*self._lines.drawargs())


class Stamps:
    """A reusable buffer of copies of sprites that stand side by side in one pixmap."""

    def __init__(self) -> None:
        self._copies = internals.PrimitiveArray(QPainter.PixmapFragment, 10)

    def draw(self, painter: QPainter, centres: Floats, sprites: QPixmap,
             which: NDArray[Any] | int = 0) -> None:
        """Stamp square sprites at ``centres`` (n, 2); ``which`` says the index of the sprite, each or all."""
        if not len(centres):
            return
        side, ratio = sprites.height(), sprites.devicePixelRatio()
        self._copies.resize(len(centres))
        rows = self._copies.ndarray()
        rows[:, 0:2] = centres
        rows[:, 2] = np.asarray(which) * side
        rows[:, 3:] = (0, side, side, 1 / ratio, 1 / ratio, 0, 1)
        painter.drawPixmapFragments(*self._copies.drawargs(), sprites)  # type: ignore[call-arg]
