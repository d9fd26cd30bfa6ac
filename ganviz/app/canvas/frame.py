"""A picture in the largest frame that its widget has room for, below its heading."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.images.cell_painter import paint_image
from ganviz.app.palette import Palette
from ganviz.app.plots.primitives import hair
from ganviz.app.plots.text import scaled, unit_of

_HEADING, _ROUND = 26.0, 4.0


class Frame(QWidget):
    """Shows one image.

    Args:
        title: its heading.
        role: the colour of its heading's dot: real or generated.
    """

    def __init__(self, title: str, role: str, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self.size_, self.message = QSize(1, 1), ""
        self._title, self._role, self._palette = title, role, palette
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    def show_image(self, image: QImage | None) -> None:
        """Show an image, or none yet."""
        self.image = image
        self.update()

    def show_message(self, text: str) -> None:
        """Say something in place of the picture; empty for nothing."""
        if text != self.message:
            self.message = text
            self.setAccessibleDescription(text)
            self.update()

    def set_size(self, size: QSize) -> None:
        """Take the size of the images."""
        self.size_ = size
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(256, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, 120)

    @property
    def place(self) -> QRectF:
        """Where the picture lies."""
        unit = unit_of(self.font())
        area = QRectF(self.rect()).adjusted(1, _HEADING * unit, -1, -1)
        side = min(area.width() / self.size_.width(), area.height() / self.size_.height())
        wide, high = self.size_.width() * side, self.size_.height() * side
        return QRectF(area.center().x() - wide / 2, area.center().y() - high / 2, wide, high)

    def at(self, place: QPointF) -> QPointF:
        """The place in pixels of the image that is shown at ``place``; it may lie outside."""
        frame = self.place
        return QPointF((place.x() - frame.left()) / frame.width() * self.size_.width(),
                       (place.y() - frame.top()) / frame.height() * self.size_.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.place
        self._paint_heading(painter, frame)
        painter.save()
        outline = QPainterPath()
        outline.addRoundedRect(frame, _ROUND, _ROUND)
        painter.setClipPath(outline)
        painter.fillRect(frame, QColor(self._palette.raised))
        if self.image is not None and not self.message:
            paint_image(painter, frame, self.image)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(hair(QColor(self._palette.hairline)))
        painter.drawRoundedRect(frame, _ROUND, _ROUND)
        self._paint_message(painter, frame)

    def _paint_heading(self, painter: QPainter, frame: QRectF) -> None:
        unit = unit_of(self.font())
        middle = frame.top() - 13 * unit
        painter.setFont(scaled(self.font(), 0.95))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._palette, self._role)))
        painter.drawEllipse(QPointF(frame.left() + 4 * unit, middle), 3.5 * unit, 3.5 * unit)
        painter.setPen(QColor(self._palette.text))
        painter.drawText(QRectF(frame.left() + 13 * unit, middle - 10 * unit, frame.width(), 20 * unit),
                         Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._title)

    def _paint_message(self, painter: QPainter, frame: QRectF) -> None:
        if self.message:
            painter.setFont(scaled(self.font(), 0.95))
            painter.setPen(QColor(self._palette.secondary))
            painter.drawText(frame.adjusted(16, 8, -16, -8),
                             Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.message)
