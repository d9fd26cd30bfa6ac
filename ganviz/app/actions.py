"""Every action of the window, as data: one record each, and the tables of menus and buttons made of their keys.

The same ``QAction`` serves a menu, a button and a shortcut, so that their states can't drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from ganviz.app.icons import icon


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


_C = "actions"


def _(_context: str, text: str) -> str:
    """Mark a text for translation (``lupdate -tr-function-alias QT_TRANSLATE_NOOP+=_``)."""
    return text



ACTIONS = (
    ActionSpec("run.new", _(_C, "&New run"), _(_C, "Begin a new run with the settings on show; this one is kept"),
               "new_run", "plus", ("Ctrl+N",)),
    ActionSpec("run.same_seed", _(_C, "Reset, &same seed"), _(_C, "Begin again with the same seed; this run is kept"),
               "reset_same_seed", "restart", ("Ctrl+R",)),
    ActionSpec("run.new_seed", _(_C, "Reset, new s&eed"), _(_C, "Begin again with another seed; this run is kept"),
               "reset_new_seed", "dice-5-outline", ("Ctrl+Shift+R",)),
    ActionSpec("file.open_run", _(_C, "&Open run…"), _(_C, "Open the folder of an earlier run"),
               "open_run", "folder-open-outline", ("Ctrl+O",)),
    ActionSpec("file.open_points", _(_C, "Open &points…"),
               _(_C, "Learn your own points from a CSV, TSV, NPY or NPZ file"),
               "open_points", "chart-scatter-plot", ("Ctrl+P",)),
    ActionSpec("file.save_as", _(_C, "Save run &as…"), _(_C, "Copy the whole run to another folder and go on there"),
               "save_run_as", "content-save-outline", ("Ctrl+Shift+S",)),
    ActionSpec("file.name", _(_C, "&Name run…"), _(_C, "Give this run a name of its own"),
               "name_run", "tag-outline", ("F2",)),
    ActionSpec("file.pin", _(_C, "P&in run"), _(_C, "Keep this run out of every clean-up"),
               "pin_run", "pin-outline", (), True),
    ActionSpec("file.clean_up", _(_C, "C&lean up runs…"), _(_C, "Delete runs that have neither a name nor a pin"),
               "clean_up", "broom"),
    ActionSpec("file.copy_command", _(_C, "&Copy as command"),
               _(_C, "Copy the command line that begins a run with these settings"),
               "copy_as_command", "console-line", ("Ctrl+Shift+C",)),
    ActionSpec("file.quit", _(_C, "&Quit"), _(_C, "Save every run and close the window"),
               "quit", "exit-to-app", ("Ctrl+Q",)),
    ActionSpec("play", _(_C, "&Play or pause"), _(_C, "Train, or rest after the present iteration"),
               "play_or_pause", "play", ("Space",)),
    ActionSpec("step.both", _(_C, "Step &both"),
               _(_C, "Train one iteration: D, then G; in the past, show the next one"),
               "step_both", "step-forward", ("Right", ".")),
    ActionSpec("step.d", _(_C, "Step &D"), _(_C, "Train D alone, with its configured number of updates"),
               "step_d", "step-forward", ("D",), short=_(_C, "D")),
    ActionSpec("step.g", _(_C, "Step &G"), _(_C, "Train G alone, with its configured number of updates"),
               "step_g", "step-forward", ("G",), short=_(_C, "G")),
    ActionSpec("step.back", _(_C, "Step bac&k"), _(_C, "Show the iteration before this one"),
               "step_back", "step-backward", ("Left",)),
    ActionSpec("run.to", _(_C, "Run &to…"), _(_C, "Train until an iteration, then pause"),
               "run_to", "flag-checkered", ("T",)),
    ActionSpec("past.continue", _(_C, "Continue from &here"),
               _(_C, "Open a branch at this iteration; the old curve stays as a ghost"),
               "continue_from_here", "source-branch", ("C",)),
    ActionSpec("past.now", _(_C, "Back to the p&resent"), _(_C, "Show the newest iteration again"),
               "back_to_the_present", "skip-next", ("End",)),
    ActionSpec("slow_motion", _(_C, "Slow &motion"), _(_C, "Rest at every sub-step, name it and show what it computed"),
               "toggle_slow_motion", "tortoise", ("M",), True),
    ActionSpec("theme.system", _(_C, "&System theme"), _(_C, "Follow the colours of the system"),
               "theme_system", "desktop-classic", (), True),
    ActionSpec("theme.dark", _(_C, "&Dark theme"), _(_C, "Light text on a dark ground"),
               "theme_dark", "weather-night", (), True),
    ActionSpec("theme.light", _(_C, "&Light theme"), _(_C, "Dark text on a light ground"),
               "theme_light", "white-balance-sunny", (), True),
    ActionSpec("panel.settings", _(_C, "S&ettings panel"), _(_C, "Show or hide the settings"),
               "toggle_settings_panel", "tune-variant", ("F9",), True),
    ActionSpec("panel.measures", _(_C, "&Measures panel"), _(_C, "Show or hide the curves and measures"),
               "toggle_measures_panel", "chart-line", ("F10",), True),
    ActionSpec("panel.reset", _(_C, "&Reset layout"), _(_C, "Put the panels and their widths back"),
               "reset_layout", "view-dashboard-outline"),
    ActionSpec("tab.next", _(_C, "&Next game"), _(_C, "Show the next tab"), "next_tab", "tab", ("Ctrl+PgDown",)),
    ActionSpec("tab.previous", _(_C, "Pre&vious game"), _(_C, "Show the tab before"),
               "previous_tab", "tab", ("Ctrl+PgUp",)),
    ActionSpec("help.about", _(_C, "&About ganviz"), _(_C, "Version, licence and folders"),
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
    MenuSpec("file", _(_C, "&File"), "folder-outline", (
        "file.open_run", "menu:recent_runs", SEPARATOR, "file.open_points", "menu:recent_points", SEPARATOR,
        "file.name", "file.pin", "file.save_as", "file.copy_command", SEPARATOR, "file.clean_up", SEPARATOR,
        "file.quit")),
    MenuSpec("run", _(_C, "&Run"), "play-circle-outline", (
        "play", "step.both", "step.d", "step.g", "step.back", "run.to", "slow_motion", SEPARATOR,
        "past.continue", "past.now", SEPARATOR, "run.new", "menu:presets", "run.same_seed", "run.new_seed")),
    MenuSpec("view", _(_C, "&View"), "theme-light-dark", (
        "theme.system", "theme.dark", "theme.light", SEPARATOR, "panel.settings", "panel.measures", "panel.reset",
        SEPARATOR, "tab.next", "tab.previous")),
    MenuSpec("help", _(_C, "&Help"), "help-circle-outline", ("help.about",)),
)


def translated(text: str) -> str:
    """The text of an action or a menu in the user's language."""
    return QCoreApplication.translate(_C, text)


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
    action.setToolTip(_with_keys(spec))
    action.setStatusTip(translated(spec.tooltip))
    action.triggered.connect(getattr(commands, spec.does))
    return action


def _with_keys(spec: ActionSpec) -> str:
    keys = ", ".join(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in spec.shortcuts)
    return f"{translated(spec.tooltip)} ({keys})" if keys else translated(spec.tooltip)
