"""The held-out inputs as small pictures: a click draws on from one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from ganviz.app.images.overlays import picture
from ganviz.app.units import px

_SIDE, _MOST = 48, 8


class Samples(QWidget):
    """A row of buttons.

    Signals:
        chosen: the place of the sample that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(prefix)
        self._title = QLabel(self.tr("Start from"), self)
        self._title.setProperty("role", "secondary")
        self.buttons: list[QToolButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(4))
        self._row.addWidget(self._title)
        self._row.addSpacing(px(6))
        self._row.addStretch(1)

    def show_samples(self, inputs: NDArray[np.uint8], names: Sequence[str]) -> None:
        """Offer the first inputs (n, H, W, C); none are offered where there are none."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(place, pixels, names[place] if place < len(names) else str(place + 1))
                        for place, pixels in enumerate(inputs[:_MOST])]
        for place, button in enumerate(self.buttons):
            self._row.insertWidget(place + 2, button)
        self.setVisible(bool(self.buttons))

    def _button(self, place: int, pixels: NDArray[np.uint8], name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self.objectName()}.{place}")
        button.setIcon(QIcon(QPixmap.fromImage(picture(pixels))))
        button.setIconSize(QSize(px(_SIDE), px(_SIDE)))
        button.setAccessibleName(self.tr("Start from {name}").format(name=name))
        button.setToolTip(self.tr("Draw on from the held-out input {name}; can be undone").format(name=name))
        button.setProperty("place", place)
        button.setProperty("role", "picture")
        button.clicked.connect(self._on_clicked)
        return button

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(int(self.sender().property("place")))
