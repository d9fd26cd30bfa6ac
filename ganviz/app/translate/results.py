"""The files in a list, and the chosen one beside its result, in a zoom that is linked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from ganviz.app.icons import icon
from ganviz.app.images.columns import PAIRS, Group
from ganviz.app.images.content import Content
from ganviz.app.images.sheet import Sheet
from ganviz.app.palette import Palette
from ganviz.app.units import px
from ganviz.training.translating import FileDone

_PAIR = (Group("file", "samples", tuple(column for column in PAIRS[0].columns if column.part != "target")),)
_EVENT = Qt.ItemDataRole.UserRole


class Results(QWidget):
    """Shows what came of each file; the first result is shown by itself."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files = QListWidget(self)
        self.files.setObjectName("translate.files")
        self.files.setAccessibleName(self.tr("Images"))
        self.files.setToolTip(self.tr("Every image; those that could not be used say why"))
        self.files.setFixedWidth(px(220))
        self.files.setIconSize(QSize(px(16), px(16)))
        self.files.currentItemChanged.connect(self._on_current_changed)
        self.content = Content(_PAIR, palette)
        self.sheet = Sheet(self.content, palette, self)
        self.sheet.setObjectName("translate.sheet")
        self.sheet.setAccessibleName(self.tr("Input and result"))
        self.sheet.show_layers(frozenset())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        row.addWidget(self.files)
        row.addWidget(self.sheet, 1)

    def clear(self) -> None:
        """Everything is translated anew."""
        self.files.clear()
        self._show(None)

    def add(self, event: FileDone) -> None:
        """Another file is done."""
        item = QListWidgetItem(event.file.name, self.files)
        item.setData(_EVENT, event)
        item.setToolTip(event.why or str(event.file))
        if event.why:
            item.setIcon(icon("alert-outline"))
        elif self.files.currentItem() is None:
            self.files.setCurrentItem(item)

    def _show(self, event: FileDone | None) -> None:
        """The pictures of a file; of one that was left out, why."""
        self.content.clear()
        if event is not None and event.input is not None and event.result is not None:
            self.content.take({"samples.input": _pixels(event.input)[None],
                               "samples.output": _pixels(event.result)[None]})
        self.sheet.empty = "" if event is None else event.why
        self.sheet.set_names({"samples": [] if event is None else [event.file.name]})
        self.sheet.lay_out()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current_changed(self, now: QListWidgetItem | None, _before: object) -> None:
        self._show(now.data(_EVENT) if now is not None else None)


def _pixels(file: Path) -> NDArray[np.uint8]:
    """A picture that ganviz wrote, as uint8 (H, W, 3)."""
    image = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, :image.width() * 3].reshape(image.height(), image.width(), 3).copy()
