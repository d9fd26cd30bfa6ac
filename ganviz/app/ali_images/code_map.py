"""The map of codes: held-out images on the first two principal axes, coloured by class, a thumbnail on hover."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.palette import DARK, Palette
from ganviz.app.plots.primitives import hair
from ganviz.app.plots.text import unit_of

_HUES = (0.58, 0.08, 0.33, 0.0, 0.75, 0.14, 0.9, 0.48, 0.22, 0.66)
_DOT, _NEAR, _THUMB, _EDGE = 5.0, 12.0, 64.0, 12.0


def class_colours(count: int, palette: Palette) -> list[QColor]:
    """A colour for each class, told apart as well as may be on the plot's ground."""
    light = QColor(palette.plot).lightnessF() > 0.5
    return [QColor.fromHslF(_HUES[place % len(_HUES)], 0.75 if place < len(_HUES) else 0.35, 0.42 if light else 0.64)
            for place in range(max(1, count))]


class CodeMap(QWidget):
    """Dots, one for each held-out image.

    Signals:
        pointed: the place in the split of the image under the pointer, -1 for none.
    """

    pointed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Map of codes"))
        self.setToolTip("")
        self._palette: Palette = DARK
        self._classes: Sequence[str] = ()
        self._indices: NDArray[np.integer] = np.empty(0, np.int64)
        self._places: NDArray[np.floating] = np.empty((0, 2))
        self._labels: NDArray[np.integer] = np.empty(0, np.int64)
        self._share = (0.0, 0.0)
        self._at = -1
        self._thumbnail: QImage | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_classes(self, classes: Sequence[str]) -> None:
        """Name the classes; another data set begins."""
        self._classes = classes
        self.set_codes(np.empty(0, np.int64), np.empty((0, 2)), np.empty(0, np.int64), (0.0, 0.0))

    def set_codes(self, indices: NDArray[np.integer], places: NDArray[np.floating], labels: NDArray[np.integer],
                  share: tuple[float, float]) -> None:
        """Show codes: which images they are of, where they lie, their classes, and each axis' share of the variance."""
        self._indices, self._places, self._labels, self._share = indices, places, labels, share
        self.update()

    def set_thumbnail(self, index: int, thumbnail: QImage) -> None:
        """The image of the dot under the pointer."""
        if index == self._at:
            self._thumbnail = thumbnail
            self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    # --- where dots lie ------------------------------------------------------------------------------------

    def positions(self) -> NDArray[np.float64]:
        """Every dot in pixels (n, 2), one scale for both axes."""
        if not len(self._places):
            return np.empty((0, 2))
        reach = np.maximum(np.abs(self._places).max(0), 1e-9)
        half = np.array([self.width() / 2 - _EDGE, self.height() / 2 - 2 * _EDGE])
        scale = (half / reach).min()
        return np.asarray([self.width() / 2, self.height() / 2] + self._places * scale * [1, -1], dtype=np.float64)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def _point(self, place: QPointF | None) -> None:
        found = -1
        if place is not None and len(self._indices):
            away = np.hypot(*(self.positions() - [place.x(), place.y()]).T)
            if away.min() < _NEAR:
                found = int(self._indices[away.argmin()])
        if found != self._at:
            self._at, self._thumbnail = found, None
            self.pointed.emit(found)
            self.update()

    # --- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(hair(QColor(self._palette.hairline)))
        painter.setBrush(QColor(self._palette.plot))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        colours = class_colours(len(self._classes), self._palette)
        self._paint_dots(painter, colours)
        self._paint_names(painter, colours)
        self._paint_pointed(painter)
        painter.end()

    def _paint_dots(self, painter: QPainter, colours: Sequence[QColor]) -> None:
        size = _DOT * unit_of(self.font())
        painter.setPen(hair(QColor(self._palette.plot)))
        for (x, y), label in zip(self.positions(), self._labels, strict=True):
            painter.setBrush(colours[int(label)] if label >= 0 else QColor(self._palette.real))
            painter.drawEllipse(QRectF(x - size / 2, y - size / 2, size, size))

    def _paint_names(self, painter: QPainter, colours: Sequence[QColor]) -> None:
        metrics, x = painter.fontMetrics(), _EDGE
        for name, colour in zip(self._classes, colours, strict=False):
            if x + metrics.horizontalAdvance(name) > self.width() - _EDGE:
                break
            painter.setPen(colour)
            painter.drawText(QPointF(x, _EDGE / 2 + metrics.ascent()), name)
            x += metrics.horizontalAdvance(name) + _EDGE
        painter.setPen(QColor(self._palette.secondary))
        if len(self._indices):
            text = self.tr("two axes hold {share} % of the variance").format(share=round(100 * sum(self._share)))
            painter.drawText(QPointF(_EDGE, self.height() - _EDGE / 2 - metrics.descent()), text)

    def _paint_pointed(self, painter: QPainter) -> None:
        place = np.flatnonzero(self._indices == self._at)
        if not len(place) or self._thumbnail is None:
            return
        size = _THUMB * unit_of(self.font())
        x, y = self.positions()[place[0]]
        left = x + _EDGE if x + _EDGE + size < self.width() else x - _EDGE - size
        rect = QRectF(left, min(max(y - size / 2, 0.0), self.height() - size), size, size)
        painter.drawImage(rect, self._thumbnail)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(hair(QColor(self._palette.accent)))
        painter.drawRect(rect)
        label = int(self._labels[place[0]])
        if 0 <= label < len(self._classes):
            painter.setPen(QColor(self._palette.text))
            painter.drawText(QPointF(rect.left(), rect.bottom() + painter.fontMetrics().ascent() + 2),
                             self._classes[label])
