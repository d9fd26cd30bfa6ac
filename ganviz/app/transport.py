"""The transport bar: one for all tabs, at the bottom of the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from ganviz.app.icons import icon
from ganviz.app.place import Place
from ganviz.app.session import Session
from ganviz.app.speed import SpeedSlider
from ganviz.app.timeline import Timeline
from ganviz.app.units import px
from ganviz.app.words import plain_text

_STEPS = ("step.back", "play", "step.both", "step.d", "step.g")
_LETTERED = ("step.d", "step.g")
_RESETS = ("run.same_seed", "run.new_seed")
_TWO_ROWS, _TIGHT = 1000, 760
"""Widths below which the timeline has a row of its own, and below which the last button has no words."""


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
        self.place = Place(actions, self)
        self.run_to = self.place.buttons["run.to"]
        self._lay_out()
        actions["play"].changed.connect(self._on_play_changed)
        self.timeline.scrubbed.connect(self._on_scrubbed)
        self.speed.chosen.connect(self._on_speed_chosen)
        self.show_session(None)

    # --- what it shows ---

    def show_session(self, session: Session | None) -> None:
        """Make every part agree with the run of the current tab."""
        self.play.setEnabled(session is not None and session.can_play)
        self.show_playing(session is not None and session.may_be_paused)
        if session is None or session.progress is None:
            self.timeline.clear()
        else:
            self.timeline.show_progress(session.progress)
        self.timeline.show_viewing(session.viewing if session is not None else None)
        self.place.show_moment(session)

    def show_playing(self, playing: bool) -> None:
        """The big button shows what a press would do."""
        name = "pause" if playing else "play"
        if self.play.property("glyph") != name:
            self.play.setProperty("glyph", name)
            self.play.setIcon(icon(name, "on_accent"))
            self.play.setAccessibleName(self.tr("Pause") if playing else self.tr("Play"))

    def set_place(self, place: int) -> None:
        """Show a speed."""
        self.speed.set_place(place)

    def restyle(self) -> None:
        """Take over the theme and the font."""
        self.speed.repaint_icons()
        self.place.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the timeline a row of its own where one row is too narrow for all."""
        super().resizeEvent(event)
        width = event.size().width()
        row = self._second if width < px(_TWO_ROWS) else self._first
        if row.indexOf(self._past) < 0:
            row.insertWidget(row.indexOf(self.speed) + 2 if row is self._first else 0, self._past, 1)
        self.place.set_tight(width < px(_TIGHT))

    # --- how it is made ---

    def _lay_out(self) -> None:
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._first.setSpacing(px(4))
        self._first.addWidget(self._reset_button())
        for key in _STEPS:
            self._first.addWidget(self.play if key == "play" else self._step_button(key))
        self._first.addSpacing(px(10))
        self._first.addWidget(self.speed)
        self._first.addSpacing(px(10))
        self._past = self._past_widget()
        self._first.addWidget(self._past, 1)
        self._first.addStretch(0)
        self._first.addWidget(self.place)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(12), px(6), px(14), px(6))
        rows.setSpacing(0)
        rows.addLayout(self._first)
        rows.addLayout(self._second)
        self.speed.setFixedWidth(px(140))

    def _past_widget(self) -> QWidget:
        """The timeline, and at its end the way back to the present."""
        past = QWidget(self)
        layout = QHBoxLayout(past)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(2))
        layout.addWidget(self.timeline, 1)
        layout.addWidget(self._step_button("past.now"))
        return past

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

    @Slot()
    def _on_play_changed(self) -> None:
        self.play.setToolTip(self._actions["play"].toolTip())

    def _on_scrubbed(self, iteration: object) -> None:
        self.scrubbed.emit(iteration)

    def _on_speed_chosen(self, place: int) -> None:
        self.speed_chosen.emit(place)
