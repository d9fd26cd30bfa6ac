"""What the tests of the window share: the real window over real runs, driven by its controls."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from ganviz.app.application import make_application, make_window
from ganviz.app.main_window import MainWindow
from ganviz.app.session import Session
from ganviz.settings.run import RunSettings
from ganviz.training.messages import Mode
from tests.core_support import TIMEOUT, TINY

LONG_MS = 300_000


class Gate:
    """Holds calls of a trainer in a thread back until it is opened."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def before(self, patch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        """Hold back the calls of a function of a module or of a class."""
        plain = getattr(owner, name)

        def held(*args: Any, **options: Any) -> Any:
            self.reached.set()
            assert self.opened.wait(TIMEOUT)
            return plain(*args, **options)

        patch.setattr(owner, name, held)


class Driven:
    """A window and the hand that uses it."""

    def __init__(self, qtbot: QtBot, placement: str = "thread") -> None:
        self.qtbot = qtbot
        self.window: MainWindow = make_window(make_application(), placement, "dark")
        self.window.show()

    @property
    def session(self) -> Session:
        return self.window.tab.session

    @property
    def folder(self) -> Path:
        return Path(self.session.folder)

    @property
    def told(self) -> list[str]:
        """The sentences on show."""
        return [toast.text for toast in self.window.notices.toasts]

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=LONG_MS)

    def act(self, key: str) -> None:
        action = self.window.actions_[key]
        assert action.isEnabled(), key
        action.trigger()

    def control(self, name: str, kind: type = QWidget) -> Any:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def begin(self, values: Mapping[str, Any] | None = None, **run: Any) -> None:
        """Begin a run of a tiny game in the tab on show, as the form does, and wait until it is there."""
        tab, before = self.window.tab, self.session.folder
        tab.new_run(tab.panel.settings.changed({**TINY, **(values or {})}), RunSettings(**run))
        self.until(lambda: self.session.folder != before and self.session.progress is not None)

    def open(self, folder: Path) -> None:
        self.window.commands.files.open_run_at(str(folder))
        self.until(lambda: not self.session.beginning and self.session.progress is not None)

    def at_rest(self) -> int:
        """Wait until the run rests, and say where."""
        self.until(lambda: self.session.progress is not None and not self.session.playing)
        return self.session.progress.iteration

    def play_past(self, iteration: int) -> None:
        self.act("play")
        self.until(lambda: self.session.iteration > iteration and self.session.progress.mode is not Mode.PAUSED)

    def pause(self) -> int:
        self.act("play")
        return self.at_rest()

    def play_to(self, iteration: int) -> None:
        self.act("run.to")
        self.control("transport.run_to.iteration", QSpinBox).setValue(iteration)
        self.control("transport.run_to.go", QAbstractButton).click()
        self.until(lambda: self.session.iteration == iteration and not self.session.playing)

    def until_told(self, *parts: str) -> str:
        """Wait for a sentence that holds these parts."""
        self.until(lambda: any(all(part in text for part in parts) for text in self.told))
        return next(text for text in self.told if all(part in text for part in parts))

    def close(self) -> None:
        self.window.close_runs()
        self.window.close()
        self.window.deleteLater()
