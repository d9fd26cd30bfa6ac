"""Which columns of a file are the points, asked where a file has more than the game needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ganviz.app.units import px


class ColumnDialog(QDialog):
    """Asks for ``dim`` of the named columns; the first ones are chosen to begin with."""

    def __init__(self, path: str, names: Sequence[str], dim: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose columns"))
        self.setObjectName("columns")
        self._dim = dim
        self.list = QListWidget(self)
        self.list.setObjectName("columns.list")
        self.list.setAccessibleName(self.tr("Columns"))
        for number, name in enumerate(names):
            item = QListWidgetItem(name)
            item.setCheckState(Qt.CheckState.Checked if number < dim else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(self._on_item_changed)
        text = self.tr("Which columns of {file} hold the points? This game takes {count}.")
        self._lay_out(text.format(file=Path(path).name, count=dim))

    def _lay_out(self, sentence: str) -> None:
        label = QLabel(sentence, self)
        label.setWordWrap(True)
        flags = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(flags.Ok | flags.Cancel, self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(16), px(18), px(16))
        layout.setSpacing(px(12))
        for widget in (label, self.list, self.buttons):
            layout.addWidget(widget)
        self.resize(px(360), px(380))

    @property
    def chosen(self) -> list[str]:
        """The names of the chosen columns."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]

    def _on_item_changed(self) -> None:
        right = len(self.chosen) == self._dim
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(right)
