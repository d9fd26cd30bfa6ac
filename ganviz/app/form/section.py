"""A section of the form under a heading that folds it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ganviz.app.icons import icon
from ganviz.app.units import px


class Section(QWidget):
    """Rows under a heading; a click on the heading folds and unfolds them."""

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QToolButton(self)
        self.heading.setObjectName(name)
        self.heading.setText(title.upper())
        self.heading.setAccessibleName(title)
        self.heading.setToolTip(self.tr("Fold or unfold {title}").format(title=title))
        self.heading.setProperty("role", "heading")
        self.heading.setCheckable(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.toggled.connect(self._on_toggled)
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
        self.set_open(True)

    def add(self, widget: QWidget) -> None:
        """Put a row at the end."""
        self._rows.insertWidget(self._rows.count() - 1, widget)

    def set_open(self, is_open: bool) -> None:
        """Fold or unfold."""
        self.heading.setChecked(is_open)
        self._on_toggled(is_open)

    def _on_toggled(self, checked: bool) -> None:
        self._body.setVisible(checked)
        self.heading.setIcon(icon("chevron-down" if checked else "chevron-right"))
