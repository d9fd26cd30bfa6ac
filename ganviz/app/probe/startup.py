"""When the window is painted, and when it answers."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QThread, QTimer, Slot
from PySide6.QtWidgets import QApplication

from ganviz.app.application import make_application, open_window


class FirstPaint(QObject):
    """Closes the window once it has been painted and its event loop runs.

    Attributes:
        painted: ``time.monotonic()`` in the first turn after a widget was painted; 0 until then.
        usable: the same in the first turn of the running event loop, when a click would be answered.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.painted = self.usable = 0.0
        self._application = application
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._on_turn)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first painting; all widgets of a window are painted in the same turn."""
        if event.type() == QEvent.Type.Paint and watched.isWidgetType():
            self._application.removeEventFilter(self)
            self._turns.start(0)
        return False

    @Slot()
    def _on_turn(self) -> None:
        self.painted = self.painted or time.monotonic()
        if QThread.currentThread().loopLevel() > 0:
            self.usable = time.monotonic()
            self._turns.stop()
            self._application.closeAllWindows()


def first_paint() -> FirstPaint:
    """Open the window as ``ganviz`` does, and close it as soon as it is usable."""
    stamps = FirstPaint(make_application())
    open_window()
    return stamps
