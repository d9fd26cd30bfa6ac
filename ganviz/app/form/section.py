"""A section of the form under a heading that folds it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ganviz.app.icons import draw_glyph
from ganviz.app.plots.text import caps
from ganviz.app.units import px

_INDENT = 14
"""As wide as the dots before the rows, so that the heading stands above their titles."""


class Heading(QAbstractButton):
    """The title of a section in small capitals, with a mark that says whether it is open."""

    def __init__(self, title: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(self.tr("Fold or unfold {title}").format(title=title))
        self.setCheckable(True)
        self.setChecked(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A row with some air above."""
        return QSize(px(120), px(30))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the mark in the column of the dots, and the title."""
        painter, colours = QPainter(self), self.palette()
        is_near = self.underMouse() or self.hasFocus()
        colour = (colours.text() if is_near else colours.placeholderText()).color()
        side = px(_INDENT)
        glyph = "chevron-down" if self.isChecked() else "chevron-right"
        draw_glyph(painter, QRect(-px(2), (self.height() - side) // 2, side, side), glyph, colour.name())
        painter.setFont(caps(self.font()))
        painter.setPen(colour)
        painter.drawText(self.rect().adjusted(side, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(colours.accent().color())
            painter.drawRoundedRect(self.rect().adjusted(0, px(3), -1, -px(4)), px(4), px(4))
        painter.end()


class Section(QWidget):
    """Rows under a heading; a click on the heading folds and unfolds them."""

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading(title, name, self)
        self.heading.toggled.connect(self._on_toggled)
        self._placed: list[QWidget] = []
        self._body = QWidget(self)
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 0, 0, px(6))
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self._body)

    def add(self, widget: QWidget) -> None:
        """Put a row at the end."""
        self._placed.append(widget)
        self._rows.insertWidget(self._rows.count() - 1, widget)

    def show_if_used(self) -> None:
        """Hide it while none of its rows is shown: a heading over nothing tells nothing."""
        self.setVisible(any(not row.isHidden() for row in self._placed))

    def set_open(self, is_open: bool) -> None:
        """Fold or unfold."""
        self.heading.setChecked(is_open)

    def _on_toggled(self, checked: bool) -> None:
        self._body.setVisible(checked)
