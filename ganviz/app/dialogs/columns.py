"""Which columns of a file are the points, asked where a file has more than the game needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ganviz.app.units import px

_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ColumnDialog(QDialog):
    """Asks for ``dim`` of the named columns; the first ones are chosen to begin with.

    One more than needed takes the place of the one that was chosen first.
    """

    def __init__(self, path: str, names: Sequence[str], dim: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose columns"))
        self.setObjectName("columns")
        self._dim = dim
        self.list = QListWidget(self)
        self.list.setObjectName("columns.list")
        self.list.setAccessibleName(self.tr("Columns"))
        self.list.setToolTip(self.tr("Tick the columns that hold the points"))
        for number, name in enumerate(names):
            item = QListWidgetItem(name)
            item.setCheckState(_ON if number < dim else _OFF)
            self.list.addItem(item)
        self._ticked = [self.list.item(row) for row in range(min(dim, len(names)))]
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
        """The names of the chosen columns, in the order of the file."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.text() for item in items if item.checkState() is _ON]

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        if item.checkState() is _ON and item not in self._ticked:
            self._ticked.append(item)
        elif item.checkState() is _OFF and item in self._ticked:
            self._ticked.remove(item)
        if len(self._ticked) > self._dim:
            self._ticked[0].setCheckState(_OFF)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(len(self._ticked) == self._dim)
