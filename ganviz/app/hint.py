"""The pill over the picture that says what to do, or what is being waited for."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from ganviz.app.session import Session
from ganviz.app.units import px


class Hint(QLabel):
    """Says how long the trainer has been starting, or that Space begins; hidden once the run is under way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "hint")
        self.setObjectName("hint")
        self._host, self._since = parent, 0.0
        self._clock = QTimer(self)
        self._clock.setInterval(250)
        self._clock.timeout.connect(self._on_clock_timeout)
        self.hide()

    def show_session(self, session: Session) -> None:
        """Make the pill agree with the run."""
        if session.beginning:
            self._begin_waiting()
        else:
            self._clock.stop()
            is_new = session.ready is not None and session.iteration == 0 and not session.playing
            self._say(self.tr("Press Space to play") if is_new else "")

    def _begin_waiting(self) -> None:
        if not self._clock.isActive():
            self._since = time.monotonic()
            self._clock.start()
            self._on_clock_timeout()

    def _on_clock_timeout(self) -> None:
        self._say(self.tr("The trainer is starting … {n:.0f} s").format(n=time.monotonic() - self._since))

    def _say(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.place()
        self.setVisible(bool(text))

    def place(self) -> None:
        """In the middle, above the lower edge of the picture."""
        host = self._host
        self.adjustSize()
        self.move((host.width() - self.width()) // 2, host.height() - self.height() - px(96))
        self.raise_()
