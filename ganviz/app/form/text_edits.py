"""Editors for text: a line, and a file with a button that opens a dialog."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ganviz.app.icons import icon
from ganviz.app.units import EDITOR_HEIGHT, px


class TextEdit(QLineEdit):
    """A line of text, handed on when it is finished."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
        self.editingFinished.connect(self._on_editing_finished)

    def set_value(self, value: object) -> None:
        """Show ``value`` without telling anyone."""
        self._value = str(value)
        if self.text() != self._value:
            self.setText(self._value)
            self.setCursorPosition(0)

    def sizeHint(self) -> QSize:
        """As wide as the other editors."""
        return QSize(px(112), px(EDITOR_HEIGHT))

    def _on_editing_finished(self) -> None:
        if self.text() != self._value:
            self._value = self.text()
            self.edited.emit(self._value)


class PathEdit(QWidget):
    """A file's path and a button that opens the file dialog."""

    edited = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._line = TextEdit(self)
        self._line.edited.connect(self._on_line_edited)
        self._button = QToolButton(self)
        self._button.setIcon(icon("folder-open-outline"))
        self._button.setToolTip(self.words())
        self._button.setAccessibleName(self.words())
        self._button.clicked.connect(self._on_button_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(2))
        layout.addWidget(self._line, 1)
        layout.addWidget(self._button)
        self.setFocusProxy(self._line)

    def sizeHint(self) -> QSize:
        """As wide as the other editors."""
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """May shrink where the panel is narrow."""
        return QSize(px(72), px(EDITOR_HEIGHT))

    def set_value(self, value: object) -> None:
        """Show ``value`` without telling anyone."""
        self._line.set_value(value)
        self._line.setCursorPosition(len(self._line.text()))

    def _on_line_edited(self, value: object) -> None:
        self.edited.emit(value)

    def _on_button_clicked(self) -> None:
        path = self.ask(self._title, self._line.text())
        if path:
            self._line.set_value(path)
            self.edited.emit(path)

    def words(self) -> str:
        """What the button does."""
        return self.tr("Choose a file")

    def ask(self, title: str, known: str) -> str:
        """A path from the dialog, which opens at the ``known`` one; empty if the user thinks better of it."""
        path, _ = QFileDialog.getOpenFileName(self, title, known)
        return path


class FolderEdit(PathEdit):
    """The same for a folder."""

    def words(self) -> str:
        """What the button does."""
        return self.tr("Choose a folder")

    def ask(self, title: str, known: str) -> str:
        """A folder from the dialog."""
        return QFileDialog.getExistingDirectory(self, title, known)
