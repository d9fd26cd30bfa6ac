"""Painting by turns, so that no frame has to bear everything at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget


class Rota(QObject):
    """Has widgets painted one after the other, each at most once in ``period`` milliseconds."""

    def __init__(self, period: int, parent: QObject) -> None:
        super().__init__(parent)
        self._period = period
        self._order: list[QWidget] = []
        self._waiting: set[QWidget] = set()
        self._turn = 0
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._on_turn)

    def ask(self, widget: QWidget) -> None:
        """Have ``widget`` painted when its turn comes, however often this is called before."""
        if widget not in self._order:
            self._order.append(widget)
            self._clock.setInterval(self._period // len(self._order))
        self._waiting.add(widget)
        if not self._clock.isActive():
            self._clock.start()

    @Slot()
    def _on_turn(self) -> None:
        self._turn = (self._turn + 1) % len(self._order)
        widget = self._order[self._turn]
        if widget in self._waiting:
            self._waiting.remove(widget)
            widget.update()
        if not self._waiting:
            self._clock.stop()
