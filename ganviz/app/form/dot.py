"""The dot before a setting that differs from its preset; a click takes the setting back."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ganviz.app.units import px


class Dot(QAbstractButton):
    """A violet dot, there only while the setting differs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(self.tr("Differs from the preset; click to take it back"))
        self.set_differs(False)

    def set_differs(self, differs: bool) -> None:
        """Show or hide the dot; a hidden one takes neither clicks nor the focus."""
        self.setEnabled(differs)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if differs else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if differs else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        """A narrow strip before the title."""
        return QSize(px(14), px(20))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the dot, with a ring around it where it has the focus."""
        if not self.isEnabled():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().accent())
        centre, radius = QPointF(self.rect().center()) + QPointF(0.5, 0.5), px(6) / 2
        painter.drawEllipse(centre, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.palette().text().color())
            painter.drawEllipse(centre, radius + 2, radius + 2)
        painter.end()
