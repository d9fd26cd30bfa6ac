"""Where the run stands, in figures that can be read from afar, beside the button of the moment."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganviz.app.icons import icon
from ganviz.app.session import Session
from ganviz.app.underway import Underway
from ganviz.app.units import px, tabular
from ganviz.app.words import duration, pace_text, plain_text, writer_text

_WIDEST_COUNT = "9,999,999"
_MOMENTS = {"run.to": "", "past.continue": "primary"}
"""The buttons and their roles; the first is there in the present, the second in the past."""


class Place(QWidget):
    """The iteration on show, what the run is doing, and one button: run to in the present, continue in the past.

    Its width is the same in both, so that the timeline beside it does not move under the hand that drags it.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._state = QLabel("0", self), QLabel(self)
        self._session: Session | None = None
        self._underway = Underway(self._tell, self)
        self._is_tight = False
        self.buttons = {key: self._button(actions[key], key, role) for key, role in _MOMENTS.items()}
        self._lay_out()
        self.show_moment(None)
        self.restyle()

    def show_moment(self, session: Session | None) -> None:
        """Show the iteration, and the button that belongs to it; a run that is written elsewhere has none."""
        looking_back = session is not None and session.viewing is not None
        is_followed = session is not None and session.writer is not None
        self._show_count(session, is_followed and not looking_back)
        for key, button in self.buttons.items():
            wanted = looking_back == (key == "past.continue") and not is_followed
            if button.isVisibleTo(self) != wanted:
                button.setVisible(wanted)

    def _show_count(self, session: Session | None, is_written: bool) -> None:
        """What is written elsewhere has got further than what can be shown."""
        shown = 0 if session is None else session.reached if is_written else session.shown
        tip = self.tr("The iteration on show")
        if session is not None and is_written:
            tip = self.tr("The newest iteration that the other process has written; the pictures are of its newest "
                          "checkpoint, iteration {n}").format(n=f"{session.iteration:,}")
        self._count.setText(f"{shown:,}")
        if self._count.toolTip() != tip:
            self._count.setToolTip(tip)

    def show_state(self, session: Session | None) -> None:
        """Say in small print what the run is doing, and how far a long iteration is."""
        self._session = session
        self._underway.show_session(session)
        self._tell()

    def _tell(self) -> None:
        words = self._words(self._session)
        if words != self._state.text():
            self._state.setText(words)

    def set_tight(self, is_tight: bool) -> None:
        """Leave the words of the buttons out where there is no room for them."""
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            self.restyle()

    def restyle(self) -> None:
        """Take over the font."""
        self._count.setFont(tabular(19, bold=True))
        self._state.setFont(tabular(11))
        self._underway.restyle()
        for button in self.buttons.values():
            button.setText("" if self._is_tight else str(button.property("words")))
            button.setIconSize(QSize(px(16), px(16)))
        self.setFixedWidth(self._width())

    def _width(self) -> int:
        count = self._count.fontMetrics().horizontalAdvance(_WIDEST_COUNT)
        return count + px(10) + max(button.sizeHint().width() for button in self.buttons.values())

    def _words(self, session: Session | None) -> str:
        if session is None or not session.started:
            return self.tr("no run")
        if session.beginning:
            return self.tr("starting …")
        if session.branching:
            return self.tr("branching …")
        if session.viewing is not None:
            return self.tr("of {newest}").format(newest=f"{session.reached:,}")
        return writer_text(session.writer) if session.writer is not None else self._words_of_own(session)

    def _words_of_own(self, session: Session) -> str:
        """Of the present of a run that is trained here."""
        if session.stepping and session.may_take_long:
            return self.tr("stepping …")
        return self._words_of_play(session) if session.playing else self.tr("paused")

    def _words_of_play(self, session: Session) -> str:
        if session.pausing:
            left = session.iteration_left
            if left is None or round(left) == 0:
                return self.tr("pausing …")
            return self.tr("pausing, {span}").format(span=duration(left))
        if session.in_slow_motion:
            return self.tr("slow motion")
        rate = session.progress.rate if session.progress is not None else 0.0
        return self.tr("training …") if rate == 0 and session.may_take_long else pace_text(rate)

    def _lay_out(self) -> None:
        self._count.setObjectName("transport.iteration")
        self._count.setAccessibleName(self.tr("Iteration on show"))
        self._state.setObjectName("transport.state")
        self._state.setAccessibleName(self.tr("What the run is doing"))
        self._state.setProperty("role", "secondary")
        figures = QVBoxLayout()
        figures.setSpacing(0)
        for label in (self._count, self._state):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            figures.addWidget(label)
        figures.addWidget(self._underway, 0, Qt.AlignmentFlag.AlignRight)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(10))
        layout.addLayout(figures, 1)
        for button in self.buttons.values():
            layout.addWidget(button)

    def _button(self, action: QAction, key: str, role: str) -> QPushButton:
        glyph = icon("source-branch", "on_accent") if role else action.icon()
        button = QPushButton(glyph, plain_text(action), self)
        button.setProperty("words", plain_text(action))
        button.setObjectName(f"transport.{key}")
        button.setToolTip(action.toolTip())
        button.setAccessibleName(plain_text(action))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("role", role)
        button.setEnabled(action.isEnabled())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        return button
