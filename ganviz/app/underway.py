"""How much of an iteration is done that takes long: a thin bar that fills while nothing else can be told."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganviz.app.session import Session
from ganviz.app.units import px

_MILLISECONDS = 33
_WIDTH = 96


class Underway(QWidget):
    """Follows a run by the clock between two of its answers.

    Args:
        tick: called at each turn, for words that count down beside the bar.
    """

    def __init__(self, tick: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._tick = tick
        self.share: float | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_MILLISECONDS)
        self._clock.timeout.connect(self._on_clock_timeout)
        self.restyle()
        self.setObjectName("transport.underway")
        self.setAccessibleName(self.tr("How much of the iteration under way is done"))
        self.setToolTip(self.tr("How much of the iteration under way is done, by the time that iterations take here"))

    def restyle(self) -> None:
        """Take over the size of the font."""
        self.setFixedSize(px(_WIDTH), px(3))

    def show_session(self, session: Session | None) -> None:
        """Follow the run of the current tab."""
        self._session = session
        self._look()
        if self._clock.isActive() != (self.share is not None):
            self._clock.start() if self.share is not None else self._clock.stop()

    def _look(self) -> None:
        share = self._session.share if self._session is not None and self._session.viewing is None else None
        if share != self.share:
            self.share = share
            self.update()

    @Slot()
    def _on_clock_timeout(self) -> None:
        self._look()
        self._tick()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the track and what is done of it; nothing where no long iteration is under way."""
        if self.share is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        round_ = self.height() / 2
        for end, brush in ((1.0, self.palette().mid()), (self.share, self.palette().accent())):
            painter.setBrush(brush)
            painter.drawRoundedRect(QRectF(0, 0, self.width() * end, self.height()), round_, round_)
        painter.end()
