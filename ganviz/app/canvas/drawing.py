"""A drawing: its pixels, strokes into them, and the way back."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from ganviz.app.canvas.inks import WHITE, Inks
from ganviz.app.images.overlays import picture

_MOST_UNDO = 200
_DOT = QPointF(1e-3, 0)
"""A stroke of no length would not be painted."""


@dataclass(frozen=True, slots=True)
class Pen:
    """A colour, and the width of its line in pixels of the drawing."""

    colour: QColor
    width: float


class Drawing(QObject):
    """What is drawn, an opaque image of the run's size.

    Signals:
        changed: its pixels have changed, or what can be undone.
        finished: a stroke has ended.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.begin(QSize(1, 1), Inks(), 3)

    def begin(self, size: QSize, inks: Inks, channels: int) -> None:
        """An empty paper; ``channels`` is 1 for a run whose inputs are grey."""
        self.inks, self._channels = inks, channels
        self.paper = QColor(*(inks.colours[0] if inks.colours else WHITE))
        self.image = QImage(size, QImage.Format.Format_RGB32)
        self.image.fill(self.paper)
        self._undone: list[QImage] = []
        self._done: deque[QImage] = deque(maxlen=_MOST_UNDO)
        self._path: QPainterPath | None = None
        self._pen = Pen(self.paper, 1.0)
        self.changed.emit()

    # --- strokes -----------------------------------------------------------------------------------------

    def press(self, at: QPointF, pen: Pen) -> None:
        """Begin a stroke at a place in pixels."""
        self._keep()
        self._pen, self._path = pen, QPainterPath(at)
        self._path.lineTo(at + _DOT)
        self._paint()

    def move(self, at: QPointF) -> None:
        """Draw on to a place; of no account without a stroke."""
        if self._path is not None:
            self._path.lineTo(at)
            self._paint()

    def release(self) -> None:
        """End the stroke; of no account without one."""
        path, self._path = self._path, None
        if path is not None:
            self.finished.emit()

    def _paint(self) -> None:
        """Paint the stroke as one path over what was there before, so that it is not darker where it joins."""
        assert self._path is not None
        self.image = self._done[-1].copy()
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self.inks.smooth)
        painter.setPen(QPen(self._pen.colour, self._pen.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                            Qt.PenJoinStyle.RoundJoin))
        painter.drawPath(self._path)
        painter.end()
        self.changed.emit()

    @property
    def is_unfinished(self) -> bool:
        """Whether a stroke is under way."""
        return self._path is not None

    # --- as a whole --------------------------------------------------------------------------------------

    def clear(self) -> None:
        """An empty paper again; can be undone."""
        self._keep()
        self.image = QImage(self.image.size(), QImage.Format.Format_RGB32)
        self.image.fill(self.paper)
        self.changed.emit()

    def start_from(self, pixels: NDArray[np.uint8]) -> None:
        """Take a picture (H, W, 1 or 3) of the same size; can be undone."""
        self._keep()
        self.image = picture(pixels).convertToFormat(QImage.Format.Format_RGB32)
        self.changed.emit()

    def _keep(self) -> None:
        self._done.append(self.image)
        self._undone.clear()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take back the newest stroke or change."""
        if self._done:
            self.release()
            self._undone.append(self.image)
            self.image = self._done.pop()
            self.changed.emit()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._undone:
            self._done.append(self.image)
            self.image = self._undone.pop()
            self.changed.emit()

    def colour_at(self, at: QPointF) -> QColor:
        """The colour of the pixel at a place; the nearest one's outside."""
        x = min(self.image.width() - 1, max(0, int(at.x())))
        y = min(self.image.height() - 1, max(0, int(at.y())))
        return self.image.pixelColor(x, y)

    def pixels(self) -> NDArray[np.uint8]:
        """The drawing as the generator takes it: uint8 (H, W, 1 or 3)."""
        form = QImage.Format.Format_RGB888 if self._channels == 3 else QImage.Format.Format_Grayscale8
        image = self.image.convertToFormat(form)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        wide = rows[:, :image.width() * self._channels]
        return wide.reshape(image.height(), image.width(), self._channels).copy()
