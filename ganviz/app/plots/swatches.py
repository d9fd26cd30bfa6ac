"""The little pictures on the chips, each painted inside a square of 14 units at the origin."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPen, QRadialGradient

from ganviz.app.palette import Palette
from ganviz.app.plots.colours import faded

SIDE = 14.0


def _colour(palette: Palette, role: str, on: bool) -> QColor:
    return QColor(getattr(palette, role if on else "faint"))


def _pen(palette: Palette, role: str, on: bool, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(_colour(palette, role, on), 1.6, style)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def dot(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """A sample; hollow while off."""
    painter.setPen(QPen(_colour(palette, role, on), 1.2))
    painter.setBrush(_colour(palette, role, on) if on else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(3.5, 3.5, 7, 7))


def line(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """A curve."""
    painter.setPen(_pen(palette, role, on))
    path = QPainterPath(QPointF(1, 10))
    path.cubicTo(6, 10, 8, 4, 13, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def dashes(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """A dashed curve."""
    pen = _pen(palette, role, on)
    pen.setDashPattern([2.2, 1.4])
    painter.setPen(pen)
    painter.drawLine(QLineF(1, 7, 13, 7))


def dotted(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """A dotted line."""
    pen = _pen(palette, role, on)
    pen.setDashPattern([0.9, 1.4])
    painter.setPen(pen)
    painter.drawLine(QLineF(1, 7, 13, 7))


def loop(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """A closed line."""
    painter.setPen(_pen(palette, role, on))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(2, 3, 10, 8))


def area(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """A bell with its fill."""
    path = QPainterPath(QPointF(0.5, 11.5))
    path.cubicTo(5.5, 11.5, 4, 2.5, 7, 2.5)
    path.cubicTo(10, 2.5, 8.5, 11.5, 13.5, 11.5)
    colour = _colour(palette, role, on)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(faded(colour.name(), 0.35) if on else Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def surface(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """From generated to real."""
    fading = QLinearGradient(1, 0, 13, 0)
    fading.setColorAt(0, _colour(palette, "generated", on))
    fading.setColorAt(0.5, QColor(palette.plot))
    fading.setColorAt(1, _colour(palette, role, on))
    painter.setPen(QPen(QColor(palette.hairline), 1))
    painter.setBrush(QBrush(fading) if on else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(1, 3, 12, 8), 2.5, 2.5)


def cloud(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """A soft spot."""
    colour = _colour(palette, role, on)
    fading = QRadialGradient(QPointF(7, 7), 7)
    fading.setColorAt(0, colour)
    fading.setColorAt(1, faded(colour.name(), 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fading)
    painter.drawEllipse(QRectF(0, 0, SIDE, SIDE))


def grid(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """Crossing lines."""
    painter.setPen(QPen(_colour(palette, role, on), 1.1))
    for k in (3.5, 7, 10.5):
        painter.drawLine(QLineF(1.5, k, 12.5, k))
        painter.drawLine(QLineF(k, 1.5, k, 12.5))


def arrow(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """A move."""
    painter.setPen(QPen(_colour(palette, role, on), 1.3))
    painter.drawLine(QLineF(2.5, 11.5, 11.5, 2.5))
    painter.drawLine(QLineF(11.5, 2.5, 6.5, 3.5))
    painter.drawLine(QLineF(11.5, 2.5, 10.5, 7.5))


def rays(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """Lines from z to G(z)."""
    painter.setPen(QPen(_colour(palette, role, on), 1.1))
    for foot, head in ((1.5, 5), (5, 6.2), (9, 7.8), (12.5, 9)):
        painter.drawLine(QLineF(foot, 12, head, 2))


def trip(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """There and back."""
    painter.setPen(QPen(_colour(palette, role, on), 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath(QPointF(2, 10))
    path.cubicTo(4, 2, 10, 2, 12, 8)
    painter.drawPath(path)
    painter.drawLine(QLineF(12, 8, 12.6, 4))
    painter.drawLine(QLineF(12, 8, 8.4, 6.6))


def ring(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """A mode that was found."""
    painter.setPen(QPen(_colour(palette, role, on), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(2.5, 2.5, 9, 9))


def split(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """Two halves and the line between them."""
    colour = _colour(palette, role, on)
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(1.5, 3, 11, 8), 2, 2)
    painter.fillRect(QRectF(2, 3.5, 5, 7), faded(colour.name(), 0.4))
    painter.drawLine(QLineF(7, 1, 7, 13))


def film(painter: QPainter, palette: Palette, role: str, on: bool) -> None:
    """Three pictures in a row, the newest one full."""
    colour = _colour(palette, role, on)
    painter.setPen(QPen(colour, 1))
    for k, strength in enumerate((0.15, 0.45, 0.9)):
        painter.setBrush(faded(colour.name(), strength) if on else Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0.5 + 4.6 * k, 4.5, 3.6, 5))
