"""A switch for a setting that is on or off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ganviz.app.units import px


class Switch(QAbstractButton):
    """A small track with a knob; the accent fills it when it is on."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._on_clicked)

    def set_value(self, value: object) -> None:
        """Show ``value`` without telling anyone."""
        self.setChecked(bool(value))

    def sizeHint(self) -> QSize:
        """As high as a row's editor, no wider than it needs."""
        return QSize(px(36), px(22))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the track, the knob, and the ring that shows the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, height, width = self.palette(), px(18), px(34)
        track = QRectF(1, (self.height() - height) / 2, width, height)
        painter.setPen(QPen(colours.accent() if self.hasFocus() else colours.mid(), 1))
        painter.setBrush(colours.accent() if self.isChecked() else colours.button())
        painter.drawRoundedRect(track, height / 2, height / 2)
        self._paint_knob(painter, track)
        painter.end()

    def _paint_knob(self, painter: QPainter, track: QRectF) -> None:
        size = track.height() - px(6)
        left = track.right() - size - px(3) if self.isChecked() else track.left() + px(3)
        painter.setPen(QPen(self.palette().text(), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().highlightedText() if self.isChecked() else self.palette().text())
        painter.drawEllipse(QRectF(left, track.top() + px(3), size, size))

    def _on_clicked(self, checked: bool) -> None:
        self.edited.emit(checked)
