"""A slot that a held-out image, or a class of them, is put into."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ganviz.app.ali_images.badge import frame, mark
from ganviz.app.palette import DARK, Palette
from ganviz.app.plots.primitives import hair
from ganviz.app.plots.text import unit_of
from ganviz.app.units import px

Operand = int | str
"""The place of a held-out image, or the name of a class."""

_SIDE = 44


class OperandSlot(QAbstractButton):
    """A square with a letter; while it is checked, it is the one that the next image goes into.

    Attributes:
        letter: its name.
        operand: the place of an image in its split, the name of a class, or None while it is empty.
    """

    def __init__(self, name: str, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.letter = letter
        self.operand: Operand | None = None
        self._image: QImage | None = None
        self._palette: Palette = DARK
        self.describe()

    def fill(self, operand: Operand | None, image: QImage | None = None) -> None:
        """Put something into it, with its picture where that is known already."""
        self.operand = operand
        self.set_image(image)
        self.describe()

    def set_image(self, image: QImage | None) -> None:
        """Show a picture."""
        self._image = image
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_SIDE), px(_SIDE))

    def describe(self) -> None:
        """Say in words what it holds."""
        held = (self.tr("{letter}: empty") if self.operand is None else
                self.tr("{letter}: the mean code of class {name}") if isinstance(self.operand, str) else
                self.tr("{letter}: held-out image {name}"))
        self.setAccessibleName(held.format(letter=self.letter, name=self.operand))
        self.setToolTip(self.accessibleName() + "\n" + self.tr(
            "Click here, then a held-out image, to put that one in."))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, rect.width() < self._image.width())
            painter.drawImage(rect, self._image)
        else:
            painter.fillRect(rect, QColor(self._palette.plot))
            painter.setPen(QPen(QColor(self._palette.faint), 1, Qt.PenStyle.DashLine))
            painter.drawRect(rect)
        if isinstance(self.operand, str):
            self._paint_class(painter, rect, self.operand)
        mark(painter, rect, self.letter, self._palette, self.font(), quiet=not self.isChecked())
        if self.hasFocus():
            frame(painter, rect, self._palette.text, self.font())
        painter.end()

    def _paint_class(self, painter: QPainter, rect: QRectF, name: str) -> None:
        metrics, unit = painter.fontMetrics(), unit_of(self.font())
        strip = QRectF(rect.left(), rect.bottom() - metrics.height(), rect.width(), metrics.height())
        painter.fillRect(strip, QColor(self._palette.panel))
        painter.setPen(hair(QColor(self._palette.text)))
        text = metrics.elidedText("⌀ " + name, Qt.TextElideMode.ElideRight, int(rect.width() - 4 * unit))
        painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, text)
