"""The paper: where the pointer draws."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganviz.app.canvas.drawing import Drawing, Pen
from ganviz.app.canvas.frame import Frame
from ganviz.app.palette import Palette


class Paper(Frame):
    """Shows a drawing; the left button draws into it, the right one takes the colour under the pointer.

    Signals:
        picked: a colour was taken.
    """

    picked = Signal(QColor)

    def __init__(self, drawing: Drawing, title: str, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(title, "real", palette, parent)
        self._drawing, self._under = drawing, QPointF(-1, -1)
        self.pen = Pen(QColor("#000000"), 2.0)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(self.tr("Draw with the left button; the right one takes the colour under the pointer"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.at(event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            self._drawing.press(at, self.pen)
        elif event.button() == Qt.MouseButton.RightButton:
            self.picked.emit(self._drawing.colour_at(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._under = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drawing.move(self.at(event.position()))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drawing.release()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002
        self._under = QPointF(-1, -1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, and round the pointer the width of the line."""
        super().paintEvent(event)
        frame = self.place
        if not frame.contains(self._under):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(frame)
        radius = max(2.0, self.pen.width / 2 * frame.width() / self.size_.width())
        for colour, wide in ((self._palette.plot, 3.0), (self._palette.text, 1.2)):
            painter.setPen(QPen(QColor(colour), wide))
            painter.drawEllipse(self._under, radius, radius)
