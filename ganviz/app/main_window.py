"""The window: tabs on top, the tab on show, one transport bar, one status line."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from ganviz.app.action_states import show_usable
from ganviz.app.actions import build_actions
from ganviz.app.commands import Commands
from ganviz.app.controller import ControllerFactory
from ganviz.app.dialogs.unsaved import UnsavedDialog
from ganviz.app.dropping import Dropping
from ganviz.app.game_tab import GameTab
from ganviz.app.keys import ENTER, use
from ganviz.app.labels import folder_names, run_name
from ganviz.app.notices import Notices, WayOut
from ganviz.app.parting import Parting
from ganviz.app.pick_menu import Pick, PickMenu
from ganviz.app.preferences import Preferences, parted
from ganviz.app.run_to import RunTo
from ganviz.app.speed import SLOW_MOTION
from ganviz.app.status import StatusLine
from ganviz.app.theme import Theme, ThemeMode
from ganviz.app.top_bar import TopBar
from ganviz.app.transport import Transport
from ganviz.app.units import px
from ganviz.app.views import GAME_VIEWS
from ganviz.settings.names import GAMES
from ganviz.training.messages import Ended, Notice, Ready, Refused, Saved

_FIRST_GAME = "2d"
_SIZE = 1280, 800
_TELL_SECONDS = 0.1
"""Between two accounts of a run that plays: new figures lay out the whole window, and nobody reads faster."""


class MainWindow(QMainWindow):
    """Shows one game at a time; every run is closed with the window.

    Args:
        begins: values that presets begin with here, in games that have such settings, by name.

    Signals:
        closing: the window is about to close.
        training: whether any of its runs trains has changed.
    """

    closing = Signal()
    training = Signal(bool)

    def __init__(self, factory: ControllerFactory, theme: Theme, preferences: Preferences,
                 begins: Mapping[str, Any] = MappingProxyType({})) -> None:
        super().__init__()
        self._factory, self._theme, self.preferences, self._begins = factory, theme, preferences, begins
        self._tabs: dict[str, GameTab] = {}
        self._told_at, self._told_of_play, self._trains, self._closes = 0.0, False, False, False
        self.setWindowTitle("ganviz")
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.commands = Commands(self)
        self._dropping = Dropping(self)
        self.actions_ = build_actions(self.commands, self)
        self.addActions(list(self.actions_.values()))
        self._build()
        self._connect()
        self._show_theme()
        self._restore()

    # --- how it is made ---

    def _build(self) -> None:
        titles = {game: QCoreApplication.translate("settings", entry.title) for game, entry in GAMES.items()
                  if game in GAME_VIEWS}
        fill = {"recent_runs": self._add_recent_runs, "recent_points": self._add_recent_points,
                "recent_images": self._add_recent_images, "demos": self._add_demos, "presets": self._add_presets}
        self.top = TopBar(titles, self.actions_, fill, self)
        self._stack = QStackedWidget(self)
        self.transport = Transport(self.actions_, self)
        self.status = StatusLine(self)
        self._run_to = RunTo(self)
        self._parting = Parting(self)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(_inset(self._stack, px(10)), 1)
        column.addLayout(_inset(self.transport, 0))
        column.addWidget(self.status)
        self.setCentralWidget(content)
        self.notices = Notices(self._stack)
        self.setMinimumSize(px(640), px(480))

    def _connect(self) -> None:
        self.top.tabs.currentChanged.connect(self._on_tab_changed)
        self.transport.scrubbed.connect(self.commands.scrub)
        self.transport.speed_chosen.connect(self.commands.choose_speed)
        self._run_to.chosen.connect(self.commands.run_until)
        self._theme.changed.connect(self._on_theme_changed)
        self._parting.done.connect(self._on_parted)

    def _add_recent_runs(self, menu: QMenu) -> None:
        picks = PickMenu(self.tr("Recent runs"), "history", self.tr("No run yet"), self._recent_runs, menu)
        picks.picked.connect(self.commands.files.open_run_at)
        menu.addMenu(picks)

    def _add_recent_points(self, menu: QMenu) -> None:
        picks = PickMenu(self.tr("Recent points"), "history", self.tr("No file yet"), self._recent_points, menu)
        picks.picked.connect(self.commands.files.open_points_at)
        menu.addMenu(picks)

    def _add_recent_images(self, menu: QMenu) -> None:
        picks = PickMenu(self.tr("Recent image folders"), "history", self.tr("No folder yet"), self._recent_images,
                         menu)
        picks.picked.connect(self.commands.images.open_again)
        menu.addMenu(picks)

    def _add_demos(self, menu: QMenu) -> None:
        picks = PickMenu(self.tr("Demo images"), "play", self.tr("No demo for this game"), self._demos, menu)
        picks.picked.connect(self.commands.images.open_demo)
        menu.addMenu(picks)

    def _add_presets(self, menu: QMenu) -> None:
        menu.addMenu(self.presets_menu(menu))

    def presets_menu(self, parent: QWidget) -> PickMenu:
        """A menu of the presets of the tab on show."""
        picks = PickMenu(self.tr("Presets"), "bookmark-outline", self.tr("No preset"), self._presets, parent)
        picks.picked.connect(self.commands.load_preset)
        return picks

    def _recent_runs(self) -> list[Pick]:
        return [Pick(path, run_name(path), path) for path in self.preferences.recent("runs")]

    def _recent_points(self) -> list[Pick]:
        return [Pick(path, Path(path).name, path) for path in self.preferences.recent("points")]

    def _recent_images(self) -> list[Pick]:
        return [Pick(choice, folder_names(choice), "\n".join(parted(choice)))
                for choice in self.commands.images.recent(self.tab)]

    def _demos(self) -> list[Pick]:
        return [Pick(demo.preset, demo.title, demo.help) for demo in self.commands.images.demos()]

    def _presets(self) -> list[Pick]:
        panel = self.tab.panel
        return [Pick(name, panel.preset_title(name), panel.preset_help(name), name == panel.preset)
                for name in panel.presets]

    # --- tabs ---

    @property
    def tab(self) -> GameTab:
        """The tab on show."""
        return self._built(str(self.top.tabs.tabData(self.top.tabs.currentIndex())))

    def built_tabs(self) -> list[GameTab]:
        """Every tab that has been on show."""
        return list(self._tabs.values())

    def _built(self, game: str) -> GameTab:
        if game not in self._tabs:
            tab: GameTab = GAME_VIEWS[game].make_tab(GAMES[game], self._factory, self._theme.palette, self._begins,
                                                     self._stack)
            self._tabs[game] = tab
            self._stack.addWidget(tab)
            self._connect_tab(tab)
            tab.session.set_speed(self.transport.speed.command)
            tab.restoreState(self.preferences.state(tab.prefix))
            for side in (tab.settings_side, tab.measures_side):
                side.recall()
            self.commands.images.adopt(tab)
            tab.add_buttons(self.actions_["run.new"], self.presets_menu(tab))
            tab.set_narrow(self.width())
        return self._tabs[game]

    def _connect_tab(self, tab: GameTab) -> None:
        tab.progressed.connect(self._on_progressed)
        tab.begun.connect(self._on_begun)
        tab.session.noticed.connect(self._on_noticed)
        tab.session.refused.connect(self._on_refused)
        tab.session.saved.connect(self._on_saved)
        tab.session.failed.connect(self._on_failed)
        tab.session.freed.connect(self._on_freed)
        for side in (tab.settings_side, tab.measures_side):
            side.toggled.connect(self._show_panels)

    def show_game(self, game: str) -> None:
        """Put the tab of a game on show."""
        for number in range(self.top.tabs.count()):
            if self.top.tabs.tabData(number) == game:
                self.top.tabs.setCurrentIndex(number)

    @Slot()
    def _on_tab_changed(self) -> None:
        tab = self.tab
        self._stack.setCurrentWidget(tab)
        tab.set_narrow(self.width())
        self._show_panels()
        self._show_run()
        if self.isVisible():
            self.begin()

    def turn_tabs(self, by: int) -> None:
        """Put the tab ``by`` places further on show, round the end."""
        tabs = self.top.tabs
        tabs.setCurrentIndex((tabs.currentIndex() + by) % tabs.count())

    def begin(self) -> None:
        """Begin the run of the tab on show, if it has none."""
        self.tab.start(self.preferences.preset(self.tab.entry.id))
        self.tab.setFocus()

    def begin_first(self) -> None:
        """Begin the first game with its first preset, whatever was chosen last; due before the window is on show."""
        self.show_game(_FIRST_GAME)
        self.tab.start("")

    # --- what is on show ---

    @Slot()
    def _on_progressed(self) -> None:
        self._note_training()
        if self.sender() is not self.tab:
            return
        now, session = time.monotonic(), self.tab.session
        plays_on = session.playing and not session.pausing and self._told_of_play
        if now - self._told_at > _TELL_SECONDS or not plays_on:
            self._told_at, self._told_of_play = now, session.playing
            self._show_run()

    def _note_training(self) -> None:
        trains = any(tab.session.playing for tab in self._tabs.values())
        if trains != self._trains:
            self._trains = trains
            self.training.emit(trains)

    def _show_run(self) -> None:
        """Say in every place at once where the run stands, so that they agree."""
        session = self.tab.session
        self.transport.show_session(session)
        self.transport.place.show_state(session)
        show_usable(self.actions_, session)
        self.actions_["view.all"].setEnabled(self.tab.show_all is not None)
        self.status.show_session(session)

    def _show_panels(self) -> None:
        tab = self.tab
        self.actions_["panel.settings"].setChecked(tab.settings_side.is_open)
        self.actions_["panel.measures"].setChecked(tab.measures_side.is_open)

    def show_speed(self, place: int) -> None:
        """Make slider and menu agree on the speed; every tab goes at it."""
        self.transport.set_place(place)
        self.actions_["slow_motion"].setChecked(place == SLOW_MOTION)

    def ask_run_to(self) -> None:
        """Ask for the iteration to run to."""
        button = self.transport.run_to
        self._run_to.ask(self.tab.session.iteration, button.mapToGlobal(button.rect().topRight()))

    def choose_theme(self, mode: ThemeMode) -> None:
        """Show another theme and remember it."""
        self.preferences.theme = mode
        self._theme.set_mode(mode)
        self._show_theme()

    def _show_theme(self) -> None:
        for mode in ThemeMode:
            self.actions_[f"theme.{mode}"].setChecked(self._theme.mode is mode)

    @Slot(object)
    def _on_theme_changed(self) -> None:
        for tab in self._tabs.values():
            tab.set_palette(self._theme.palette)
        self.transport.restyle()

    # --- what the runs say ---

    @Slot(object)
    def _on_begun(self, ready: Ready) -> None:
        self.preferences.add_recent("runs", ready.folder)
        if ready.game_settings.get("problem") == "points":
            self.preferences.add_recent("points", ready.game_settings["data"])
        for warning in ready.warnings:
            self.notices.tell("warning", warning)
        if ready.read_only:  # of a run that is written elsewhere the pill over the picture says enough after that
            self.notices.tell("info" if ready.away is None else "warning", ready.read_only, "",
                              self.commands.files.way_back(ready))

    @Slot(object)
    def _on_noticed(self, notice: Notice) -> None:
        self.notices.tell(notice.level, notice.text, notice.details)

    @Slot(object)
    def _on_refused(self, refused: Refused) -> None:
        self.notices.tell("error", refused.text, refused.details)

    @Slot(object)
    def _on_saved(self, saved: Saved) -> None:
        session = self.sender()
        if session is self.tab.session and saved.folder != self.tab.session.folder:
            self.tab.session.folder = saved.folder
            self.preferences.add_recent("runs", saved.folder)
            self.notices.tell("info", self.tr("The run goes on in {folder}").format(folder=saved.folder))

    @Slot(object)
    def _on_failed(self, ended: Ended) -> None:
        tab = next(tab for tab in self._tabs.values() if tab.session is self.sender())
        text = ended.failure or self.tr("The trainer has ended.")
        self.notices.tell("error", text, ended.details, self._way_out(tab))

    @Slot()
    def _on_freed(self) -> None:
        folder = next(tab.session.folder for tab in self._tabs.values() if tab.session is self.sender())
        text = self.tr("Nobody else writes {folder} any more; open it here to train on").format(folder=folder)
        self.notices.tell("info", text, "",
                          WayOut(self.tr("Open it here"), lambda: self.commands.files.open_run_at(folder)))

    def _way_out(self, tab: GameTab) -> WayOut:
        """What mends a trainer that has gone: its run opened again, or begun, where none was there yet."""
        session = tab.session
        if session.folder:
            return WayOut(self.tr("Go on from the last saved state"), lambda: session.open(session.folder))
        return WayOut(self.tr("Begin again"), lambda: tab.start(self.preferences.preset(tab.entry.id)))

    # --- the window itself ---

    def _restore(self) -> None:
        self.resize(px(_SIZE[0]), px(_SIZE[1]))
        self.restoreGeometry(self.preferences.state("window"))
        game = str(self.preferences.last_game or _FIRST_GAME)
        self.show_game(game)
        self._on_tab_changed()

    def close_runs(self) -> None:
        """Save every run and wait until its thread has ended; the window is alive meanwhile."""
        self._leave_runs()
        while self._parting.under_way:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._parting.take_failures()

    def _leave_runs(self) -> None:
        left = [tab.leave_run() for tab in self._tabs.values()]
        self._note_training()
        self._parting.begin([each for each in left if each is not None])

    @Slot()
    def _on_parted(self) -> None:
        for tab in self._tabs.values():
            tab.forget_run()
        closes, self._closes = self._closes, False
        if closes:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and save every run; where that takes longer, the window closes once it is done."""
        if not self._parting.under_way:
            self._remember()
            self.closing.emit()
            self._leave_runs()
        self._closes = self._parting.under_way
        if self._closes:
            self.tab.set_narrow(self.width())
            event.ignore()
        elif failures := self._parting.take_failures():
            event.ignore()
            self._tell_unsaved(failures)
        else:
            super().closeEvent(event)

    def _tell_unsaved(self, failures: list[str]) -> None:
        """The window closes once that has been read."""
        dialog = UnsavedDialog(failures, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.close)
        dialog.open()

    def _remember(self) -> None:
        self.preferences.set_state("window", self.saveGeometry())
        self.preferences.last_game = self.tab.entry.id
        for tab in self._tabs.values():
            tab.set_narrow(px(10_000))
            self.preferences.set_state(tab.prefix, tab.saveState())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay panels over the picture where the window is narrow."""
        super().resizeEvent(event)
        self.tab.set_narrow(event.size().width())

    def event(self, event: QEvent) -> bool:
        """Follow the font; take the keyboard back from a dialog."""
        if event.type() == QEvent.Type.WindowUnblocked:
            self.activateWindow()
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._theme.follow_font()
            self.transport.restyle()
            self.status.restyle()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter uses the control with the focus; Space always plays."""
        if event.key() not in ENTER or not use(QApplication.focusWidget()):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what can be opened, and what has to be explained."""
        if self._dropping.takes(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        event.acceptProposedAction()
        self._dropping.take(event)


def _inset(widget: QWidget, top: int) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(px(10), top, px(10), px(10) if top else 0)
    layout.addWidget(widget)
    return layout
