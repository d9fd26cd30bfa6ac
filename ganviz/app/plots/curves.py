"""Curves of the 1-D picture, filled or not, and the lines from z to G(z)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPen, QTransform

from ganviz.app.plots.base import Item
from ganviz.app.plots.colours import faded
from ganviz.app.plots.dots import DotsItem
from ganviz.app.plots.primitives import Segments, finite_runs, hair, mapped, polygon, stroke

Values = NDArray[np.floating]


class CurveItem(Item):
    """A curve in one role of the palette; ``scale`` and ``offset`` map its values to the plot's own axis."""

    def __init__(self, role: str, width: float = 1.8, fill: float = 0.0, dashed: bool = False) -> None:
        super().__init__()
        self._role, self._width, self._fill, self._dashed = role, width, fill, dashed
        self.points = np.zeros((0, 2))
        self._scale, self._offset = 1.0, 0.0

    def set(self, x: Values, y: Values) -> None:
        """Show y (n,) over ascending x (n,)."""
        self.points = np.stack((np.float64(x), np.float64(y)), 1)
        self.update()

    def place(self, scale: float, offset: float) -> None:
        """Draw ``scale * y + offset``."""
        self._scale, self._offset = scale, offset
        self.update()

    @property
    def placed(self) -> NDArray[np.float64]:
        """The points as they lie on the plot's own axes, shape (n, 2)."""
        return self.points * (1, self._scale) + (0, self._offset)

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Fill, then line."""
        if len(self.points) < 2:
            return
        points = mapped(transform, self.placed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._fill:
            self._paint_fill(painter, points, mapped(transform, np.array([[0.0, self._offset]]))[0, 1])
        colour = faded(getattr(self.palette, self._role), 1.0)
        if self._dashed:
            painter.setPen(hair(colour, Qt.PenStyle.DashLine))
            for run in finite_runs(np.clip(points, -1e5, 1e5)):
                painter.drawPolyline(polygon(run))
        else:
            painter.setPen(hair(colour))
            stroke(painter, points, self._width * self.unit)

    def _paint_fill(self, painter: QPainter, points: NDArray[np.float64], base: float) -> None:
        points = points[np.isfinite(points).all(1)]
        if len(points) < 2:
            return
        colour = getattr(self.palette, self._role)
        fading = QLinearGradient(0, points[:, 1].min(), 0, base)
        fading.setColorAt(0, faded(colour, self._fill))
        fading.setColorAt(1, faded(colour, self._fill * 0.35))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fading)
        painter.drawPolygon(polygon(np.vstack((points, (points[-1, 0], base), (points[0, 0], base)))))


class LevelItem(Item):
    """A dotted horizontal line at one value."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role, self.value = role, 0.5

    def set(self, value: float) -> None:
        """Move it."""
        self.value = value
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Across the whole view."""
        area = transform.mapRect(self.viewRect())
        height = transform.m22() * self.value + transform.m32()
        painter.setPen(hair(faded(getattr(self.palette, self._role), 0.8), Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(area.left(), height, area.right(), height))


class RaysItem(Item):
    """Lines from the latent line (at 0) up to the line of x (at 1), with dots at both ends."""

    def __init__(self) -> None:
        super().__init__()
        self._segments = Segments()
        self._ends = np.zeros((0, 2, 2))
        self.below, self.above = DotsItem("secondary", 5.0), DotsItem("generated", 6.0)
        for dots in (self.below, self.above):
            dots.setParentItem(self)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._ends)

    def set(self, feet: Values, heads: Values) -> None:
        """Lines from ``feet`` (n,) on the latent line to ``heads`` (n,) on the line of x."""
        low = np.stack((np.float64(feet), np.zeros(len(feet))), 1)
        high = np.stack((np.float64(heads), np.ones(len(heads))), 1)
        self._ends = np.stack((low, high), 1)
        self.below.set(low)
        self.above.set(high)
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """The lines turn from the latent's grey to the generated colour."""
        ends = mapped(transform, self._ends)
        if not len(ends):
            return
        fading = QLinearGradient(0, float(ends[0, 0, 1]), 0, float(ends[0, 1, 1]))
        fading.setColorAt(0, faded(self.palette.secondary, 0.35))
        fading.setColorAt(1, faded(self.palette.generated, 0.75))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(fading, 1.0))
        self._segments.draw(painter, ends[np.isfinite(ends).all(axis=(1, 2))])
