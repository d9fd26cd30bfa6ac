"""Frames and letters on pictures."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ganviz.app.palette import Palette
from ganviz.app.plots.text import unit_of

_BADGE = 15.0


def frame(painter: QPainter, around: QRectF, colour: str, font: QFont) -> None:
    """A frame of two pixels at the standard font size."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), 2 * unit_of(font)))
    painter.drawRect(around)


def mark(painter: QPainter, around: QRectF, letters: str, palette: Palette, font: QFont, quiet: bool = False) -> None:
    """A badge with letters in the upper left corner; with a frame in the accent, or quietly without one."""
    if not quiet:
        frame(painter, around, palette.accent, font)
    size = _BADGE * unit_of(font)
    badge = QRectF(around.left(), around.top(),
                   max(size, QFontMetricsF(font).horizontalAdvance(letters) + size / 2), size)
    painter.fillRect(badge, QColor(palette.raised if quiet else palette.accent))
    painter.setPen(QColor(palette.text if quiet else palette.panel))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, letters)
