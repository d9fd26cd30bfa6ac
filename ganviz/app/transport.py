"""The transport bar: one for all tabs, at the bottom of the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from ganviz.app.icons import icon
from ganviz.app.session import Session
from ganviz.app.speed import SpeedSlider
from ganviz.app.timeline import Timeline
from ganviz.app.units import px, tabular

_STEPS = ("step.back", "play", "step.both", "step.d", "step.g")
_LETTERED = ("step.d", "step.g")
_RESETS = ("run.same_seed", "run.new_seed")


class Transport(QFrame):
    """Buttons made of the window's actions, the speed, the timeline, and where the run stands."""

    scrubbed = Signal(object)
    speed_chosen = Signal(int)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._actions = actions
        self.timeline = Timeline(self)
        self.speed = SpeedSlider(self)
        self.play = self._play_button()
        self._count = QLabel("0", self)
        self._rate = QLabel("", self)
        self.run_to = self._push_button("run.to", "")
        self._now = self._push_button("past.now", "")
        self._continue = self._push_button("past.continue", "primary")
        self._lay_out()
        self.timeline.scrubbed.connect(self._on_scrubbed)
        self.speed.chosen.connect(self._on_speed_chosen)
        self.show_session(None)

    # --- what it shows ---

    def show_session(self, session: Session | None) -> None:
        """Make every part agree with the run of the current tab."""
        self.play.setEnabled(session is not None and session.started)
        self.show_playing(session is not None and session.playing)
        if session is None or session.progress is None:
            self.timeline.clear()
        else:
            self.timeline.show_progress(session.progress)
        viewing = session.viewing if session is not None else None
        self.timeline.show_viewing(viewing)
        self._show_place(session, viewing)

    def show_playing(self, playing: bool) -> None:
        """The big button shows what a press would do."""
        name = "pause" if playing else "play"
        if self.play.property("glyph") != name:
            self.play.setProperty("glyph", name)
            self.play.setIcon(icon(name, "on_accent"))
            self.play.setAccessibleName(self.tr("Pause") if playing else self.tr("Play"))

    def _show_place(self, session: Session | None, viewing: int | None) -> None:
        shown = session.shown if session is not None else 0
        self._count.setText(f"{shown:,}")
        self._rate.setText(self._state(session, viewing))
        for button, visible in ((self.run_to, viewing is None), (self._now, viewing is not None),
                                (self._continue, viewing is not None)):
            if button.isVisibleTo(self) != visible:
                button.setVisible(visible)

    def _state(self, session: Session | None, viewing: int | None) -> str:
        if session is None or not session.started:
            return self.tr("no run")
        if session.beginning:
            return self.tr("starting …")
        if viewing is not None:
            return self.tr("of {newest}").format(newest=f"{session.iteration:,}")
        if session.in_slow_motion and session.playing:
            return self.tr("slow motion")
        if session.playing and session.progress is not None:
            return self.tr("{rate} it/s").format(rate=rate_text(session.progress.rate))
        return self.tr("paused")

    def set_place(self, place: int) -> None:
        """Show a speed."""
        self.speed.set_place(place)

    def restyle(self) -> None:
        """Take over the theme and the font."""
        self.speed.repaint_icons()
        self._count.setFont(tabular(19, bold=True))
        self._rate.setFont(tabular(11))
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance("9,999,999"))

    # --- how it is made ---

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(12), px(6), px(14), px(6))
        layout.setSpacing(px(4))
        layout.addWidget(self._reset_button())
        for key in _STEPS:
            layout.addWidget(self.play if key == "play" else self._step_button(key))
        layout.addSpacing(px(10))
        layout.addWidget(self.speed)
        layout.addSpacing(px(10))
        layout.addWidget(self.timeline, 1)
        layout.addSpacing(px(6))
        layout.addLayout(self._place())
        layout.addSpacing(px(10))
        for button in (self.run_to, self._now, self._continue):
            layout.addWidget(button)
        self.speed.setFixedWidth(px(140))
        self.restyle()

    def _place(self) -> QVBoxLayout:
        place = QVBoxLayout()
        place.setSpacing(0)
        self._count.setObjectName("transport.iteration")
        self._count.setAccessibleName(self.tr("Iteration on show"))
        self._count.setToolTip(self.tr("The iteration on show"))
        self._rate.setObjectName("transport.state")
        self._rate.setProperty("role", "secondary")
        for label in (self._count, self._rate):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            place.addWidget(label)
        return place

    def _play_button(self) -> QToolButton:
        action = self._actions["play"]
        button = QToolButton(self)
        button.setObjectName("transport.play")
        button.setProperty("role", "play")
        button.setIconSize(QSize(px(24), px(24)))
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        return button

    def _step_button(self, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self._actions[key])
        button.setObjectName(f"transport.{key}")
        button.setAccessibleName(plain_text(self._actions[key]))
        button.setIconSize(QSize(px(20), px(20)))
        if key in _LETTERED:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _reset_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("transport.reset")
        button.setIcon(icon("restart"))
        button.setIconSize(QSize(px(20), px(20)))
        button.setToolTip(self.tr("Begin again, with the same or another seed; this run is kept"))
        button.setAccessibleName(self.tr("Reset"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addActions([self._actions[key] for key in _RESETS])
        button.setMenu(menu)
        return button

    def _push_button(self, key: str, role: str) -> QPushButton:
        action = self._actions[key]
        button = QPushButton(action.icon() if not role else icon("source-branch", "on_accent"),
                             plain_text(action), self)
        button.setObjectName(f"transport.{key}")
        button.setToolTip(action.toolTip())
        button.setAccessibleName(plain_text(action))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("role", role)
        button.clicked.connect(action.trigger)
        return button

    def _on_scrubbed(self, iteration: object) -> None:
        self.scrubbed.emit(iteration)

    def _on_speed_chosen(self, place: int) -> None:
        self.speed_chosen.emit(place)


def plain_text(action: QAction) -> str:
    """The text of an action without its mnemonic."""
    return action.text().replace("&", "")


def rate_text(rate: float) -> str:
    """Iterations per second as short text: one decimal below ten."""
    return f"{rate:.1f}" if 0 < rate < 10 else f"{rate:,.0f}"
