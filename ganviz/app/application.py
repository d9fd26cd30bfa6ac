"""The program with a window: paint first, then start what is heavy; close every run at the end."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from ganviz.app.display import require_display
from ganviz.settings.errors import UserError
from ganviz.training.engine.compiler import find_compiler
from ganviz.training.engine.policy import AUTO, EAGER
from ganviz.training.processors import are_few, leave_one, take_all

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ganviz.app.main_window import MainWindow

_log = logging.getLogger("ganviz")
_LATER_MILLISECONDS = 4000
"""When the window looks what has gathered on disk: after all that has to be quick."""


def open_window(*, run: Path | None = None, screenshot: Path | None = None, iterations: int = 2000,
                placement: str = "process", theme: str | None = None,
                should_close: Callable[[], bool] = lambda: False) -> int:
    """Open the window and return the exit status once it is closed.

    Args:
        run: the run folder to open; without one the preset that was chosen last is loaded.
        screenshot: needs no display: trains for ``iterations``, writes the window's picture here, and ends; without
            ``run`` it is the first preset that is trained, whatever was chosen last.
        iterations: how many iterations to train before the picture is taken.
        placement: ``process`` or ``thread``: where the game is trained.
        theme: ``system``, ``light`` or ``dark``; without it the one chosen last.
        should_close: looked at a few times a second; once it is true, every run is saved and the window closes.

    Raises:
        UserError: if there is no display, or no picture could be taken.
    """
    if screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    else:
        require_display()
    app = make_application()
    window = make_window(app, placement, theme, first_engine() if screenshot is None else EAGER)
    if screenshot is not None and run is None:
        window.begin_first()
    sys.excepthook = _Hook(window)
    window.show()
    window.activateWindow()  # without a window manager nobody else gives it the keyboard
    app.processEvents()
    _begin(window, run)
    _close_when(window, should_close)
    if screenshot is None:
        return app.exec()
    return _photograph(app, window, screenshot, iterations)


def make_application() -> QApplication:
    """The one ``QApplication``, in the plain style that the theme is drawn on."""
    from PySide6.QtWidgets import QApplication

    if are_few():  # Qt's painting threads would only take turns with the thread that waits for them
        os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    app = QApplication.instance() or QApplication(["ganviz"])
    assert isinstance(app, QApplication)
    app.setOrganizationName("ganviz")
    app.setApplicationName("ganviz")
    app.setStyle("Fusion")
    return app


def make_window(app: QApplication, placement: str, theme: str | None, engine: str = EAGER) -> MainWindow:
    """The window with its real controllers, not shown yet and with no run; ``engine`` is what presets begin with."""
    from ganviz.app.main_window import MainWindow
    from ganviz.app.preferences import Preferences
    from ganviz.app.run_controller import RunController
    from ganviz.app.theme import Theme, ThemeMode

    preferences = Preferences()
    chosen = Theme(app, ThemeMode(theme) if theme else preferences.theme)
    window = MainWindow(lambda: RunController(placement), chosen, preferences, {"engine": engine})
    app.aboutToQuit.connect(window.close_runs)
    if placement == "process":
        window.training.connect(lambda on: leave_one() if on else take_all())
    return window


def first_engine() -> str:
    """What presets begin with: nobody waits for code, and nobody does without where there is a compiler."""
    return AUTO if find_compiler() else EAGER


def _begin(window: MainWindow, run: Path | None) -> None:
    """Start what is heavy, now that the window is painted."""
    from PySide6.QtCore import QTimer

    if run is not None:
        window.commands.files.open_run_at(str(run))
    window.begin()
    QTimer.singleShot(_LATER_MILLISECONDS, window, window.commands.keeping.offer_clean_up)


def _close_when(window: MainWindow, asked: Callable[[], bool]) -> None:
    from ganviz.app.closer import Closer

    Closer(asked, window)


def _photograph(app: QApplication, window: MainWindow, file: Path, iterations: int) -> int:
    from ganviz.app.screenshot import Screenshot

    last = window.preferences.last_game
    screenshot = Screenshot(window, file, iterations)
    status = app.exec()
    window.preferences.last_game = last  # nobody has turned to the tab in the picture
    if screenshot.failure:
        raise UserError(screenshot.failure)
    return status


class _Hook:
    """Takes uncaught errors: into the log, and in front of the user with their details."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Tell of ``error``; the window goes on."""
        _log.error("uncaught error", exc_info=(kind, error, trace))
        details = "".join(traceback.format_exception(kind, error, trace))
        from PySide6.QtCore import QCoreApplication

        sentence = QCoreApplication.translate("MainWindow", "Something went wrong in the window; your run is not "
                                              "affected.")
        self._window.notices.tell("error", sentence, details)
