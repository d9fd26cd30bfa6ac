"""The history strip: what G made of the chosen sample, from early to now."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.palette import Palette
from ganviz.app.plots.text import count, scaled, unit_of

_SIDE, _GAP = 56.0, 6.0


class Strip(QWidget):
    """Small pictures with their iterations; the newest one stands at the right end."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self.moments: list[tuple[int, QImage]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("History of a sample"))
        self.setToolTip(self.tr("What the generator made of the chosen sample, from early to now. Click a sample of "
                                "the grid to choose it."))

    def show_moments(self, moments: list[tuple[int, QImage]]) -> None:
        """Show these iterations and pictures."""
        self.moments = moments
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round((_SIDE + 18) * unit_of(self.font())))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def shown(self) -> list[tuple[int, QImage]]:
        """As many moments as there is room for, spread over all, the first and the newest among them."""
        unit = unit_of(self.font())
        room = max(2, int((self.width() + _GAP * unit) // ((_SIDE + _GAP) * unit)))
        last = len(self.moments) - 1
        if last < room:
            return self.moments
        return [self.moments[round(k * last / (room - 1))] for k in range(room)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, unit = QPainter(self), unit_of(self.font())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(scaled(self.font(), 0.8))
        left, shown = 0.0, self.shown()
        for place, (iteration, image) in enumerate(shown):
            high = _SIDE * unit
            wide = min(high * image.width() / max(1, image.height()), 2 * high)
            painter.drawImage(QRectF(left, 0, wide, high), image)
            newest = place == len(shown) - 1
            painter.setPen(QPen(QColor(self._palette.generated if newest else self._palette.hairline), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left + 0.5, 0.5, wide - 1, high - 1))
            painter.setPen(QColor(self._palette.secondary if newest else self._palette.faint))
            painter.drawText(QRectF(left, high + unit, wide, 16 * unit), Qt.AlignmentFlag.AlignCenter,
                             count(float(iteration)))
            left += wide + _GAP * unit
