"""The way of one point through both networks, drawn across the twin planes."""

from __future__ import annotations

from math import atan2, cos, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ganviz.app.palette import DARK, Palette
from ganviz.app.plots.base import Plot

_HEAD, _SPREAD = 8.0, radians(26)
_BEND = 0.16
_DISC, _NAMED_AT = 9.0, 0.42
_LETTERS = {"real": "E", "generated": "G"}


class RouteItem(QGraphicsItem):
    """Two arrows over the scene: there by one network and back by the other, each in the colour of its pairs."""

    def __init__(self) -> None:
        super().__init__()
        self.palette, self.unit = DARK, 1.0
        self._area = QRectF()
        self._legs: list[tuple[Plot, QPointF, Plot, QPointF, str]] = []
        self.setZValue(1000)

    @property
    def legs(self) -> int:
        """How many arrows there are."""
        return len(self._legs)

    def restyle(self, palette: Palette, unit: float) -> None:
        """Take colours and scale."""
        self.palette, self.unit = palette, unit
        self.update()

    def set_area(self, area: QRectF) -> None:
        """Cover the whole scene."""
        self.prepareGeometryChange()
        self._area = QRectF(area)

    def set(self, legs: list[tuple[Plot, QPointF, Plot, QPointF, str]]) -> None:
        """Arrows from a place of one plot to a place of another, each in a role of the palette."""
        self._legs = legs
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole scene."""
        return self._area

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Each arrow on a halo of the ground; the second bends the other way, so that both are seen."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (start_plot, start, end_plot, end, role) in enumerate(self._legs):
            path = self._path(start_plot.vb.mapViewToScene(start), end_plot.vb.mapViewToScene(end), 1 - 2 * number)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in ((QColor(self.palette.plot), 4.5), (QColor(getattr(self.palette, role)), 2.0)):
                pen = QPen(colour, width * self.unit)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawPath(path)
            self._name(painter, path.pointAtPercent(_NAMED_AT), role)

    def _name(self, painter: QPainter, at: QPointF, role: str) -> None:
        """The network's letter on a disc."""
        radius = _DISC * self.unit
        painter.setPen(QPen(QColor(getattr(self.palette, role)), 1.2 * self.unit))
        painter.setBrush(QColor(self.palette.plot))
        painter.drawEllipse(at, radius, radius)
        painter.setPen(QColor(self.palette.text))
        disc = QRectF(at - QPointF(radius, radius), at + QPointF(radius, radius))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, _LETTERS[role])

    def _path(self, start: QPointF, end: QPointF, side: int) -> QPainterPath:
        """A bow with a head at its end."""
        along = end - start
        bow = QPointF(along.y(), -along.x()) * (_BEND * (1 if along.x() > 0 else -1) * side)
        control = (start + end) / 2 + bow
        path = QPainterPath(start)
        path.quadTo(control, end)
        arrival = atan2(end.y() - control.y(), end.x() - control.x())
        for turn in (-_SPREAD, _SPREAD):
            path.moveTo(end)
            reach = _HEAD * self.unit
            path.lineTo(end - QPointF(cos(arrival + turn) * reach, sin(arrival + turn) * reach))
        return path
