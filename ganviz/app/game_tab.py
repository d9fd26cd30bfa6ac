"""One tab: a run, its settings, its picture and its measures, bound together."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QMenu, QVBoxLayout, QWidget

from ganviz.app.controller import Controller, ControllerFactory
from ganviz.app.form.settings_panel import SettingsPanel
from ganviz.app.hint import Hint
from ganviz.app.palette import Palette
from ganviz.app.panels.chips import ChipBar
from ganviz.app.plots.pace import TURN
from ganviz.app.session import Session
from ganviz.app.side_panel import SidePanel
from ganviz.app.units import px
from ganviz.app.views import GAME_VIEWS
from ganviz.app.words import plain_text
from ganviz.settings.field import Settings
from ganviz.settings.registry import Entry
from ganviz.training.messages import Mode, Ready, Report

_IDLE_SECONDS = 0.1
_NARROW = 1100
_LEFT, _RIGHT = 316, 318


class GameTab(QMainWindow):
    """Binds one run to the widgets that show it; asks for what they want while it is on show.

    Signals:
        progressed: the run answered or changed its state.
        begun: a run is open, with its ``Ready``.
    """

    progressed = Signal()
    begun = Signal(object)

    def __init__(self, entry: Entry, factory: ControllerFactory, palette: Palette, begins: Mapping[str, Any],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.entry, self.prefix = entry, f"game{entry.id}"
        self.session = Session(entry.id, factory, self)
        self.panel = SettingsPanel(entry, self.prefix, begins, self)
        self.picture, self.side = GAME_VIEWS[entry.id].make(self.prefix)
        self._build()
        self._connect()
        self.set_palette(palette)
        self._mode: Mode | None = None
        self._seen: Any = None
        self._asked_at, self._is_late = 0.0, False
        self._held: Report | None = None
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.setInterval(round(TURN * 1000))
        self._clock.timeout.connect(self._on_clock_timeout)

    # --- how it is made ---

    def _build(self) -> None:
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        card = QFrame(self)
        card.setProperty("role", "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(px(12), px(10), px(12), px(10))
        layout.addWidget(self.stage())
        card.setMinimumWidth(px(320))
        self.setCentralWidget(card)
        self.setFocusProxy(self.picture)
        self.hint = Hint(card)
        self.hint.below = card.findChildren(ChipBar)
        for each in (card, *self.hint.below):
            each.installEventFilter(self)
        area = Qt.DockWidgetArea
        self.settings_side = SidePanel(self.tr("Settings"), f"{self.prefix}.dock.settings", self.panel,
                                       area.LeftDockWidgetArea, self)
        self.measures_side = SidePanel(self.tr("Curves"), f"{self.prefix}.dock.measures", _padded(self.side),
                                       area.RightDockWidgetArea, self)
        self.panel.setMinimumWidth(px(_LEFT - 16))
        self.side.setMinimumWidth(px(_RIGHT - 40))
        self._size_docks()

    def stage(self) -> QWidget:
        """What stands in the middle of the tab."""
        picture: QWidget = self.picture
        return picture

    def _size_docks(self) -> None:
        docks = [self.settings_side.dock, self.measures_side.dock]
        self.resizeDocks(docks, [px(_LEFT), px(_RIGHT)], Qt.Orientation.Horizontal)

    def _connect(self) -> None:
        self.session.opened.connect(self._on_opened)
        self.session.reported.connect(self._on_reported)
        self.session.refused.connect(self._on_refused)
        self.session.state_changed.connect(self._on_state_changed)
        self.panel.changed.connect(self._on_changed)
        self.panel.new_run_wanted.connect(self.new_run)

    # --- what the window calls ---

    def start(self, preset: str) -> None:
        """Begin the run of ``preset``, if there is none yet."""
        if not self.session.started:
            self.load_preset(preset if preset in self.panel.presets else self.panel.preset)

    def load_preset(self, name: str) -> None:
        """Begin a new run as the preset says."""
        self.panel.set_preset(name)
        self.new_run(self.panel.preset_settings(name), self.panel.run_settings)

    def new_run(self, settings: Settings, run: Settings) -> None:
        """Begin a new run; it plays on if this one played. This one stays on disk."""
        from ganviz.training.folder.folder import default_folder

        playing = self.session.playing
        folder = default_folder(self.entry.id, datetime.now())
        self.session.create(settings, run, str(folder))
        if playing:
            self.session.play()

    def begin_on_points(self, values: Mapping[str, Any]) -> None:
        """Begin a new run on a file of points, which ``values`` name, with the other settings as they are.

        Raises:
            pydantic.ValidationError: if the values don't fit them.
        """
        self.new_run(self.panel.settings.changed(values), self.panel.run_settings)

    def leave_run(self) -> Controller | None:
        """Have the run saved and ended, if there is one; see ``Session.leave``."""
        return self.session.leave()

    def forget_run(self) -> None:
        """Let go of what a run needs until it has ended, now that it has."""

    def set_palette(self, palette: Palette) -> None:
        """Take over the theme."""
        self.picture.set_palette(palette)
        self.side.set_palette(palette)

    @property
    def show_all(self) -> Callable[[], None] | None:
        """What undoes zoom and panning of the picture; None where it has neither."""
        part = GAME_VIEWS[self.entry.id].zoomed
        return getattr(getattr(self.picture, part) if part else self.picture, "show_all", None)

    def add_buttons(self, new_run: QAction, presets: QMenu) -> None:
        """Give the panel its button for a new run and the list of presets."""
        self.panel.add_button(plain_text(new_run), new_run)
        self.panel.head.set_menu(presets)

    def reset_layout(self) -> None:
        """Put both panels back."""
        self.settings_side.reset()
        self.measures_side.reset()
        self._size_docks()

    def set_narrow(self, window_width: int) -> None:
        """Lay the panels over the picture where the window is narrow."""
        for side in (self.settings_side, self.measures_side):
            side.set_narrow(window_width < px(_NARROW))

    # --- what the run answers ---

    @Slot(object)
    def _on_opened(self, ready: Ready) -> None:
        self._mode, self._seen, self._held = None, dict(ready.game_settings), None
        self.panel.form.discard()
        self.panel.follow(ready.game_settings, ready.run_settings)
        self.side.set_facts(dict(ready.facts))
        self.side.clear()
        self.picture.set_facts(dict(ready.facts))
        self.picture.set_running(False)
        self.begun.emit(ready)

    @Slot(object)
    def _on_reported(self, report: Report) -> None:
        """Show an answer at the clock's next turn, so that pictures follow each other evenly; a late one at once."""
        self._show_held()
        self._show_mode(report.progress.mode)
        if self._is_late and self._clock.isActive():
            self._ask()
        elif self.session.playing and self._clock.isActive():
            self._held = report
            return
        self._show(report)

    def _show_held(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._show(held)

    def _show(self, report: Report) -> None:
        self.picture.apply(report)
        self.side.apply(report)
        if report.progress.game_settings != self._seen:
            self._seen = report.progress.game_settings
            self.panel.follow(self._seen)
        self.show_state()
        self.progressed.emit()

    def show_state(self) -> None:
        """Say over the picture what to do, or what is being waited for."""
        self.hint.show_session(self.session)

    def _show_mode(self, mode: Mode) -> None:
        if mode is not self._mode:
            self._mode = mode
            for view in (self.picture, self.side):
                view.set_running(mode is not Mode.PAUSED)

    @Slot(object)
    def _on_refused(self, _refused: object) -> None:
        """The run is as before: show what it has, not what was wished."""
        if self._seen is not None:
            self.panel.follow(self._seen)

    @Slot()
    def _on_state_changed(self) -> None:
        self.show_state()
        self.progressed.emit()

    @Slot(dict)
    def _on_changed(self, values: dict[str, Any]) -> None:
        self.session.change(values)

    # --- asking ---

    @Slot()
    def _on_clock_timeout(self) -> None:
        """Ask, or as soon as the answer that is due has come: waiting for the next turn would skip a frame."""
        self._is_late = self.session.busy
        if not self._is_late:
            self._ask()
        self._show_held()

    def _ask(self) -> None:
        self._is_late, now = False, time.perf_counter()
        generation = self.session.next_generation
        layers = {**self.picture.request(now, generation), **self.side.request(now, generation)}
        if layers or self.session.playing or now - self._asked_at > _IDLE_SECONDS:
            self._asked_at = now
            self.session.ask(layers)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask while on show."""
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden tab asks for nothing."""
        super().hideEvent(event)
        self._clock.stop()
        self._show_held()
        self.session.look_away()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlays along their sides."""
        super().resizeEvent(event)
        for side in (self.settings_side, self.measures_side):
            side.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the hint over the picture."""
        if event.type() == QEvent.Type.Resize:
            self.hint.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the overlays and leaves an editor."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.settings_side.close_overlay() | self.measures_side.close_overlay():
            self.setFocus()


def _padded(widget: QWidget) -> QWidget:
    """``widget`` with the padding of a panel around it."""
    frame = QWidget()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(px(12), 0, px(12), px(10))
    layout.addWidget(widget)
    return frame
