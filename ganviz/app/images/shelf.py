"""The held-out images as small pictures, of which those on show are chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from ganviz.app.images.columns import Group, tr
from ganviz.app.images.marked import Marked
from ganviz.app.images.overlays import picture
from ganviz.app.units import px
from ganviz.settings.watched import MOST, places, text

PAGE, LONGEST = 24, 480
"""How many pictures are asked for at once, and how many of a side are offered."""
_AGAIN_SECONDS = 0.15
_SIDE = 64


class Row(QListWidget):
    """The images of one group; a click takes one or lets it go."""

    def __init__(self, group: Group, length: int, chosen: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.group, self.length = group, min(length, LONGEST)
        self._chosen = set(places(chosen))
        self.setObjectName(f"shelf.{group.setting}")
        self.setAccessibleName(tr(group.columns[0].title))
        self.setToolTip(tr(group.columns[0].tip))
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(px(_SIDE), px(_SIDE)))
        self.setItemDelegate(Marked(self))

    def add(self, pixels: NDArray[np.uint8]) -> None:
        """Put the next images (n, H, W, C) on the shelf."""
        for each in pixels:
            self.addItem(str(self.count() + 1))
            item = self.item(self.count() - 1)
            item.setIcon(QIcon(QPixmap.fromImage(picture(each))))
            item.setSelected(self.count() - 1 in self._chosen)

    def forget(self) -> None:
        """Choose none."""
        self._chosen = set()
        self.clearSelection()

    def choice(self) -> str:
        """The images that are chosen, as the setting has them; those that have not come yet stay as they were."""
        later = sorted(place for place in self._chosen if place >= self.count())
        here = [place for place in range(self.count()) if self.item(place).isSelected()]
        return text((*here, *later))


class Shelf(QDialog):
    """Asks for the pictures that it lacks with `request`, and takes each answer with `apply`.

    Signals:
        chosen: accepted; the settings that change, by name.
    """

    chosen = Signal(dict)

    def __init__(self, groups: Sequence[Group], facts: Mapping[str, Any], settings: Mapping[str, Any],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shelf")
        self.setWindowTitle(self.tr("Choose samples"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before = {group.setting: settings[group.setting] for group in groups}
        self.rows = [Row(group, facts["lengths"][group.names], settings[group.setting], self) for group in groups]
        self._asked_at = -1.0
        self._lay_out()
        self._show_count()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(16), px(18), px(16))
        column.setSpacing(px(10))
        self.sentence = QLabel(self)
        self.sentence.setObjectName("shelf.sentence")
        self.sentence.setProperty("role", "secondary")
        self.sentence.setWordWrap(True)
        column.addWidget(self.sentence)
        for row in self.rows:
            row.itemSelectionChanged.connect(self._show_count)
            if len(self.rows) > 1:
                column.addWidget(QLabel(tr(row.group.columns[0].title), self))
            column.addWidget(row, 1)
        column.addWidget(self._buttons())
        self.resize(px(640), px(480))

    def _buttons(self) -> QDialogButtonBox:
        flags = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(flags.Ok | flags.Cancel, self)
        self.ok = buttons.button(flags.Ok)
        self.ok.setObjectName("shelf.ok")
        self.ok.setToolTip(self.tr("Watch the chosen images from now on; the run keeps the choice"))
        buttons.button(flags.Cancel).setToolTip(self.tr("Leave the samples as they are"))
        seeded = buttons.addButton(self.tr("Let the seed choose"), QDialogButtonBox.ButtonRole.ResetRole)
        seeded.setObjectName("shelf.seeded")
        seeded.setToolTip(self.tr("Choose none, so that the seed chooses as many as the setting Samples says"))
        seeded.clicked.connect(self._on_seeded)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        return buttons

    # --- pictures ---

    def request(self, now: float) -> dict[str, dict[str, Any]]:
        """The layer to ask for at ``now`` (seconds), if a picture is still to come."""
        row = next((row for row in self.rows if row.count() < row.length), None)
        if row is None or now - self._asked_at < _AGAIN_SECONDS:
            return {}
        self._asked_at = now
        return {"shelf": {"side": row.group.side, "first": row.count(), "n": min(PAGE, row.length - row.count())}}

    def apply(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take the pictures that came."""
        found = arrays.get("shelf.images")
        row = next((row for row in self.rows if row.count() < row.length), None)
        if found is not None and row is not None and int(arrays["shelf.indices"][0]) == row.count():
            row.add(found)
            self._asked_at = -1.0

    # --- what happens ---

    @Slot()
    def _show_count(self) -> None:
        counts = [len(places(row.choice())) for row in self.rows if len(row.selectedItems()) <= MOST]
        self.ok.setEnabled(len(counts) == len(self.rows))
        said = self.tr("Chosen: {n}.").format(n=" + ".join(map(str, counts))) if any(counts) else self.tr(
            "Nothing is chosen, so the seed chooses.")
        if not self.ok.isEnabled():
            said = self.tr("That is too many to look at; choose {n} at most.").format(n=MOST)
        longer = self.tr("The first {n} held-out images are offered here; others can be named by number in the "
                         "settings.").format(n=LONGEST)
        self.sentence.setText(f"{said} {longer}" if any(row.length == LONGEST for row in self.rows) else said)

    @Slot()
    def _on_seeded(self) -> None:
        for row in self.rows:
            row.forget()

    @Slot()
    def _on_accepted(self) -> None:
        now = {row.group.setting: row.choice() for row in self.rows}
        changed = {name: value for name, value in now.items() if value != self._before[name]}
        if changed:
            self.chosen.emit(changed)
        self.accept()
