"""Editors for text: a line, and a file or a folder with a button that opens a dialog."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

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
        text = self._line.text()
        self._line.setCursorPosition(len(text) if _ends_in_a_name(text) else 0)

    def _on_line_edited(self, value: object) -> None:
        self.edited.emit(value)

    def _on_button_clicked(self) -> None:
        self.take(self.ask(self._title, self._line.text()))

    def take(self, path: str) -> None:
        """Show and hand on what a dialog gave, unless the user thought better of it."""
        if path:
            self.set_value(path)
            self.edited.emit(path)

    def words(self) -> str:
        """What the button does."""
        return self.tr("Choose a file")

    def ask(self, title: str, known: str) -> str:
        """A path from the dialog, which opens at the ``known`` one; empty if the user thinks better of it."""
        path, _ = QFileDialog.getOpenFileName(self, title, known)
        return path


class FileOrFolderEdit(PathEdit):
    """The same for a file or a folder: the button asks first which of them, since a dialog finds one kind alone."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        menu = QMenu(self)
        self.file = menu.addAction(self.tr("Choose a file"))
        self.folder = menu.addAction(self.tr("Choose a folder"))
        self.file.triggered.connect(self._on_button_clicked)
        self.folder.triggered.connect(self._on_folder_triggered)
        self._button.setMenu(menu)
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def words(self) -> str:
        """What the button does."""
        return self.tr("Choose a file or a folder")

    def _on_folder_triggered(self) -> None:
        self.take(QFileDialog.getExistingDirectory(self, self._title, self._line.text()))


class FolderEdit(PathEdit):
    """The same for a folder."""

    def words(self) -> str:
        """What the button does."""
        return self.tr("Choose a folder")

    def ask(self, title: str, known: str) -> str:
        """A folder from the dialog."""
        return QFileDialog.getExistingDirectory(self, title, known)


def _ends_in_a_name(text: str) -> bool:
    """Whether the end of what does not fit is worth showing: of a path, not of a name such as demo:facades."""
    return "/" in text or "\\" in text
