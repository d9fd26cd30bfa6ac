"""The names of the axes, in the corners of the picture that they end in."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTransform
from PySide6.QtWidgets import QApplication

from ganviz.app.plots.base import Item
from ganviz.app.plots.colours import faded
from ganviz.app.plots.text import scaled

_GAP = 8.0
_PLAIN = frozenset({"x", "y"})
_A = Qt.AlignmentFlag


def spoken(name: str) -> str:
    """An axis's name, empty where it would say no more than the axis itself."""
    return "" if name in _PLAIN else name


class NamesItem(Item):
    """Up to three names: of the horizontal axis, of the left one and of the right one."""

    def __init__(self) -> None:
        super().__init__()
        self.below = self.left = self.right = ""

    def set(self, below: str = "", left: str = "", right: str = "") -> None:
        """Show these names; empty ones are left out."""
        self.below, self.left, self.right = below, left, right
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Small text on a breath of the plot's ground."""
        area = transform.mapRect(self.viewRect()).adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.setFont(scaled(QApplication.font(), 0.9))
        for text, corner in ((self.below, _A.AlignRight | _A.AlignBottom), (self.left, _A.AlignLeft | _A.AlignTop),
                             (self.right, _A.AlignRight | _A.AlignTop)):
            if text:
                self._paint(painter, area, text, corner)

    def _paint(self, painter: QPainter, area: QRectF, text: str, corner: Qt.AlignmentFlag) -> None:
        metrics = QFontMetricsF(painter.font())
        size = QPointF(metrics.horizontalAdvance(text), metrics.height())
        left = area.right() - size.x() if corner & _A.AlignRight else area.left()
        top = area.bottom() - size.y() if corner & _A.AlignBottom else area.top()
        box = QRectF(left, top, size.x(), size.y())
        painter.fillRect(box.adjusted(-4, -1, 4, 1), faded(self.palette.plot, 0.72))
        painter.setPen(QColor(self.palette.secondary))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
