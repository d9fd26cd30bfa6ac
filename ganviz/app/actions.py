"""Every action of the window, as data: one record each, and the tables of menus and buttons made of their keys.

The same ``QAction`` serves a menu, a button and a shortcut, so that their states can't drift apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from ganviz.app.icons import icon
from ganviz.app.plots.text import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: its key, what it shows, and the method of ``Commands`` that it calls."""

    key: str
    text: str
    tooltip: str
    does: str
    icon: str = ""
    shortcuts: tuple[str, ...] = ()
    checkable: bool = False
    short: str = ""


ACTIONS = (
    ActionSpec("run.new", QT_TRANSLATE_NOOP("actions", "&New run"),
               QT_TRANSLATE_NOOP("actions", "Begin a new run with the settings on show; this one is kept"),
               "new_run", "plus", ("Ctrl+N",)),
    ActionSpec("run.same_seed", QT_TRANSLATE_NOOP("actions", "Reset, &same seed"),
               QT_TRANSLATE_NOOP("actions", "Begin again with the same seed; this run is kept"),
               "reset_same_seed", "restart", ("Ctrl+R",)),
    ActionSpec("run.new_seed", QT_TRANSLATE_NOOP("actions", "Reset, new s&eed"),
               QT_TRANSLATE_NOOP("actions", "Begin again with another seed; this run is kept"),
               "reset_new_seed", "dice-5-outline", ("Ctrl+Shift+R",)),
    ActionSpec("file.open_run", QT_TRANSLATE_NOOP("actions", "&Open run…"),
               QT_TRANSLATE_NOOP("actions", "Open the folder of an earlier run"),
               "open_run", "folder-open-outline", ("Ctrl+O",)),
    ActionSpec("file.open_points", QT_TRANSLATE_NOOP("actions", "Open &points…"),
               QT_TRANSLATE_NOOP("actions", "Learn your own points from a CSV, TSV, NPY or NPZ file"),
               "open_points", "chart-scatter-plot", ("Ctrl+P",)),
    ActionSpec("file.open_images", QT_TRANSLATE_NOOP("actions", "Open &images folder…"),
               QT_TRANSLATE_NOOP("actions", "Learn from a folder of your own images (in the tabs of ALI and of image "
                                 "games)"),
               "open_images", "folder-multiple-image", ("Ctrl+I",)),
    ActionSpec("file.open_two", QT_TRANSLATE_NOOP("actions", "Open &two image folders…"),
               QT_TRANSLATE_NOOP("actions", "Choose the folder of side A, then that of side B (in the tabs of image "
                                 "games)"),
               "open_two_folders", "folder-multiple-outline"),
    ActionSpec("file.save_as", QT_TRANSLATE_NOOP("actions", "Save run &as…"),
               QT_TRANSLATE_NOOP("actions", "Copy the whole run to another folder and go on there"),
               "save_run_as", "content-save-outline", ("Ctrl+Shift+S",)),
    ActionSpec("file.name", QT_TRANSLATE_NOOP("actions", "&Name run…"),
               QT_TRANSLATE_NOOP("actions", "Give this run a name of its own"),
               "name_run", "tag-outline", ("F2",)),
    ActionSpec("file.pin", QT_TRANSLATE_NOOP("actions", "P&in run"),
               QT_TRANSLATE_NOOP("actions", "Keep this run out of every clean-up"),
               "pin_run", "pin-outline", (), True),
    ActionSpec("file.clean_up", QT_TRANSLATE_NOOP("actions", "C&lean up runs…"),
               QT_TRANSLATE_NOOP("actions", "Delete runs that have neither a name nor a pin"),
               "clean_up", "broom"),
    ActionSpec("file.copy_command", QT_TRANSLATE_NOOP("actions", "&Copy as command"),
               QT_TRANSLATE_NOOP("actions", "Copy the command line that begins a run with these settings"),
               "copy_as_command", "console-line", ("Ctrl+Shift+C",)),
    ActionSpec("file.quit", QT_TRANSLATE_NOOP("actions", "&Quit"),
               QT_TRANSLATE_NOOP("actions", "Save every run and close the window"),
               "quit", "exit-to-app", ("Ctrl+Q",)),
    ActionSpec("play", QT_TRANSLATE_NOOP("actions", "&Play or pause"),
               QT_TRANSLATE_NOOP("actions", "Train, or rest after the present iteration"),
               "play_or_pause", "play", ("Space",)),
    ActionSpec("step.both", QT_TRANSLATE_NOOP("actions", "Step &both"),
               QT_TRANSLATE_NOOP("actions", "Train one iteration: D, then G; in the past, show the next one"),
               "step_both", "step-forward", ("Right", ".")),
    ActionSpec("step.d", QT_TRANSLATE_NOOP("actions", "Step &D"),
               QT_TRANSLATE_NOOP("actions", "Train D alone, with its configured number of updates"),
               "step_d", "step-forward", ("D",), short=QT_TRANSLATE_NOOP("actions", "D")),
    ActionSpec("step.g", QT_TRANSLATE_NOOP("actions", "Step &G"),
               QT_TRANSLATE_NOOP("actions", "Train G alone, with its configured number of updates"),
               "step_g", "step-forward", ("G",), short=QT_TRANSLATE_NOOP("actions", "G")),
    ActionSpec("step.back", QT_TRANSLATE_NOOP("actions", "Step bac&k"),
               QT_TRANSLATE_NOOP("actions", "Show the iteration before this one"),
               "step_back", "step-backward", ("Left",)),
    ActionSpec("run.to", QT_TRANSLATE_NOOP("actions", "Run &to…"),
               QT_TRANSLATE_NOOP("actions", "Train until an iteration, then pause"),
               "run_to", "flag-checkered", ("T",)),
    ActionSpec("run.ask_pause", QT_TRANSLATE_NOOP("actions", "&Ask it to pause"),
               QT_TRANSLATE_NOOP("actions", "Ask the process that writes this run to rest after its iteration"),
               "ask_to_pause", "pause-circle-outline"),
    ActionSpec("run.ask_go_on", QT_TRANSLATE_NOOP("actions", "Ask it to g&o on"),
               QT_TRANSLATE_NOOP("actions", "Ask the process that writes this run to go on, after it was asked to "
                                 "pause"),
               "ask_to_go_on", "play-circle-outline"),
    ActionSpec("past.continue", QT_TRANSLATE_NOOP("actions", "Continue from &here"),
               QT_TRANSLATE_NOOP("actions", "Open a branch at this iteration; the old curve stays as a ghost"),
               "continue_from_here", "source-branch", ("C",)),
    ActionSpec("past.now", QT_TRANSLATE_NOOP("actions", "Back to the p&resent"),
               QT_TRANSLATE_NOOP("actions", "Show the newest iteration again"),
               "back_to_the_present", "skip-next", ("End",)),
    ActionSpec("slow_motion", QT_TRANSLATE_NOOP("actions", "Slow &motion"),
               QT_TRANSLATE_NOOP("actions", "Rest at every sub-step, name it and show what it computed"),
               "toggle_slow_motion", "tortoise", ("M",), True),
    ActionSpec("model.draw", QT_TRANSLATE_NOOP("actions", "Dra&w"),
               QT_TRANSLATE_NOOP("actions", "Draw an input; the generator answers stroke by stroke, also while it "
                                 "trains (Pix2Pix)"),
               "draw", "draw", ("Ctrl+D",)),
    ActionSpec("model.translate", QT_TRANSLATE_NOOP("actions", "&Translate…"),
               QT_TRANSLATE_NOOP("actions", "Translate images of your own with this run; images can also be dropped on "
                                 "the picture"),
               "translate", "image-sync-outline", ("Ctrl+T",)),
    ActionSpec("theme.system", QT_TRANSLATE_NOOP("actions", "&System theme"),
               QT_TRANSLATE_NOOP("actions", "Follow the colours of the system"),
               "theme_system", "desktop-classic", (), True),
    ActionSpec("theme.dark", QT_TRANSLATE_NOOP("actions", "&Dark theme"),
               QT_TRANSLATE_NOOP("actions", "Light text on a dark ground"),
               "theme_dark", "weather-night", (), True),
    ActionSpec("theme.light", QT_TRANSLATE_NOOP("actions", "&Light theme"),
               QT_TRANSLATE_NOOP("actions", "Dark text on a light ground"),
               "theme_light", "white-balance-sunny", (), True),
    ActionSpec("view.all", QT_TRANSLATE_NOOP("actions", "See &all"),
               QT_TRANSLATE_NOOP("actions", "See the whole picture again, after zooming and panning"),
               "show_all", "fit-to-page-outline", ("A",)),
    ActionSpec("panel.settings", QT_TRANSLATE_NOOP("actions", "S&ettings panel"),
               QT_TRANSLATE_NOOP("actions", "Show or hide the settings"),
               "toggle_settings_panel", "tune-variant", ("F9",), True),
    ActionSpec("panel.measures", QT_TRANSLATE_NOOP("actions", "&Measures panel"),
               QT_TRANSLATE_NOOP("actions", "Show or hide the curves and measures"),
               "toggle_measures_panel", "chart-line", ("F10",), True),
    ActionSpec("panel.reset", QT_TRANSLATE_NOOP("actions", "&Reset layout"),
               QT_TRANSLATE_NOOP("actions", "Put the panels and their widths back"),
               "reset_layout", "view-dashboard-outline"),
    ActionSpec("tab.next", QT_TRANSLATE_NOOP("actions", "&Next game"),
               QT_TRANSLATE_NOOP("actions", "Show the next tab"),
               "next_tab", "tab", ("Ctrl+PgDown",)),
    ActionSpec("tab.previous", QT_TRANSLATE_NOOP("actions", "Pre&vious game"),
               QT_TRANSLATE_NOOP("actions", "Show the tab before"),
               "previous_tab", "tab", ("Ctrl+PgUp",)),
    ActionSpec("help.about", QT_TRANSLATE_NOOP("actions", "&About ganviz"),
               QT_TRANSLATE_NOOP("actions", "Version, licence and folders"),
               "about", "information-outline", ("F1",)),
)

SUBMENU = "menu:"
SEPARATOR = "-"


@dataclass(frozen=True, slots=True)
class MenuSpec:
    """A menu: its title, the icon of its button, and the keys of its actions; ``menu:x`` is filled when it opens."""

    key: str
    text: str
    icon: str
    items: tuple[str, ...]


MENUS = (
    MenuSpec("file", QT_TRANSLATE_NOOP("actions", "&File"), "folder-outline", (
        "file.open_run", "menu:recent_runs", SEPARATOR, "file.open_points", "menu:recent_points", SEPARATOR,
        "file.open_images", "file.open_two", "menu:recent_images", "menu:demos", SEPARATOR,
        "file.name", "file.pin", "file.save_as", "file.copy_command", SEPARATOR, "file.clean_up", SEPARATOR,
        "file.quit")),
    MenuSpec("run", QT_TRANSLATE_NOOP("actions", "&Run"), "play-circle-outline", (
        "play", "step.both", "step.d", "step.g", "step.back", "run.to", "slow_motion", SEPARATOR,
        "past.continue", "past.now", SEPARATOR, "run.ask_pause", "run.ask_go_on", SEPARATOR,
        "run.new", "menu:presets", "run.same_seed", "run.new_seed")),
    MenuSpec("model", QT_TRANSLATE_NOOP("actions", "&Model"), "auto-fix", ("model.draw", "model.translate")),
    MenuSpec("view", QT_TRANSLATE_NOOP("actions", "&View"), "theme-light-dark", (
        "theme.system", "theme.dark", "theme.light", SEPARATOR, "view.all", SEPARATOR,
        "panel.settings", "panel.measures", "panel.reset", SEPARATOR, "tab.next", "tab.previous")),
    MenuSpec("help", QT_TRANSLATE_NOOP("actions", "&Help"), "help-circle-outline", ("help.about",)),
)


def translated(text: str) -> str:
    """The text of an action or a menu in the user's language."""
    return QCoreApplication.translate("actions", text)


def build_actions(commands: QObject, parent: QObject) -> dict[str, QAction]:
    """One ``QAction`` for each record, connected to the method of ``commands`` that it names."""
    return {spec.key: _action(spec, commands, parent) for spec in ACTIONS}


def _action(spec: ActionSpec, commands: QObject, parent: QObject) -> QAction:
    action = QAction(icon(spec.icon), translated(spec.text), parent)
    action.setObjectName(f"action.{spec.key}")
    if spec.short:
        action.setIconText(translated(spec.short))
    action.setCheckable(spec.checkable)
    action.setIconVisibleInMenu(not spec.checkable)
    action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
    action.setToolTip(with_keys(spec.tooltip, action.shortcuts()))
    action.setProperty("plain_tip", action.toolTip())
    action.setStatusTip(translated(spec.tooltip))
    action.triggered.connect(getattr(commands, spec.does))
    return action


def with_keys(tooltip: str, shortcuts: Sequence[QKeySequence]) -> str:
    """A tooltip in the user's language, with the keys that do the same."""
    keys = ", ".join(shortcut.toString(QKeySequence.SequenceFormat.NativeText) for shortcut in shortcuts)
    return f"{translated(tooltip)} ({keys})" if keys else translated(tooltip)
