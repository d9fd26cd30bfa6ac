"""A submenu of things to pick, made anew each time that it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ganviz.app.icons import icon


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to pick: what is handed on, what is shown, a sentence about it, and whether it is what there is now."""

    value: str
    text: str
    help: str = ""
    chosen: bool = False


class PickMenu(QMenu):
    """Hands on the value of what was picked; says so where there is nothing."""

    picked = Signal(str)

    def __init__(self, title: str, glyph: str, empty: str, picks: Callable[[], Sequence[Pick]],
                 parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setIcon(icon(glyph))
        self.setToolTipsVisible(True)
        self._empty, self._picks = empty, picks
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._on_triggered)

    def fill(self) -> None:
        """List what there is now."""
        self.clear()
        for pick in self._picks():
            action = self.addAction(pick.text)
            action.setData(pick.value)
            action.setToolTip(pick.help)
            action.setCheckable(pick.chosen)
            action.setChecked(pick.chosen)
        if self.isEmpty():
            self.addAction(self._empty).setEnabled(False)

    def _on_triggered(self, action: QAction) -> None:
        self.picked.emit(str(action.data()))
