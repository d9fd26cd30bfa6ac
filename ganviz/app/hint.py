"""The pill over the picture that says what to do, what is being waited for, or that this is not the present."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from ganviz.app.session import Session
from ganviz.app.units import px


class Hint(QLabel):
    """One short sentence over the picture; hidden while the run is under way and on show as it is.

    Attributes:
        rise: how far above the lower edge it stands, in pixels at the standard font size.
        below: what it leaves free where it stands at the top.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "hint")
        self.setObjectName("hint")
        self._host, self._since, self._is_low = parent, 0.0, True
        self.rise = 96
        self.below: Sequence[QWidget] = ()
        self._clock = QTimer(self)
        self._clock.setInterval(250)
        self._clock.timeout.connect(self._on_clock_timeout)
        self.hide()

    def show_session(self, session: Session) -> None:
        """Make the pill agree with the run."""
        if session.beginning:
            self._begin_waiting()
            return
        self._clock.stop()
        if not session.looking.is_exact:  # the bar over the samples says what is on show
            self._say("")
        elif session.viewing is not None:
            self._say(self.tr("Looking back at iteration {n}").format(n=f"{session.viewing:,}"), is_low=False)
        elif not session.started:
            self._say(self.tr("No run is open: choose a preset, or a run from the File menu"), is_low=False)
        elif session.is_away:
            self._say(self.tr("Watching only: the images of this run are not at hand"), is_low=False)
        elif session.read_only:
            self._say(self._words_of_writer(session), is_low=False)
        else:
            is_new = session.ready is not None and session.iteration == 0 and not session.playing
            self._say(self.tr("Press Space to play") if is_new else "")

    def _words_of_writer(self, session: Session) -> str:
        writer = session.writer
        if writer is None:
            return self.tr("Watching only: another process writes this run")
        if writer.lives:
            return self.tr("Watching only: pictures of iteration {n}").format(n=f"{session.iteration:,}")
        return self.tr("Nobody else writes this run any more: press Space to open it here")

    def end(self) -> None:
        """Nothing is to be said."""
        self._clock.stop()
        self._say("")

    def _begin_waiting(self) -> None:
        if not self._clock.isActive():
            self._since = time.monotonic()
            self._clock.start()
            self._on_clock_timeout()

    def _on_clock_timeout(self) -> None:
        self._say(self.tr("The trainer is starting … {n:.0f} s").format(n=time.monotonic() - self._since))

    def _say(self, text: str, is_low: bool = True) -> None:
        if text != self.text():
            self._is_low = is_low
            self.setText(text)
            self.place()
        self.setVisible(bool(text))

    def place(self) -> None:
        """In the middle: above the lower edge of the picture what asks for something, at the top what is so."""
        host = self._host
        self.adjustSize()
        top = host.height() - self.height() - px(self.rise) if self._is_low else max(px(58), self._end_above())
        self.move((host.width() - self.width()) // 2, top)
        self.raise_()

    def _end_above(self) -> int:
        """Where the chips end: in a narrow picture they have several rows."""
        ends = (each.mapTo(self._host, QPoint(0, each.height())).y() for each in self.below
                if each.isVisibleTo(self._host))
        return max(ends, default=0) + px(6)
