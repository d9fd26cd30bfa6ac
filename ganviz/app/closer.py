"""Closes the window when it is asked to from outside, as by Ctrl+C in the terminal that it was started from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

_MILLISECONDS = 200


class Closer(QObject):
    """Looks a few times a second whether to close every window, which saves every run.

    Qt's own loop runs no Python, so that a signal's handler would wait for ever without these looks.
    """

    def __init__(self, asked: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._asked = asked
        self._clock = QTimer(self)
        self._clock.setInterval(_MILLISECONDS)
        self._clock.timeout.connect(self._on_clock_timeout)
        self._clock.start()

    @Slot()
    def _on_clock_timeout(self) -> None:
        if self._asked():
            self._clock.stop()
            QApplication.closeAllWindows()
