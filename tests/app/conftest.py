"""Every test of the window has its own settings and runs, and leaves no window, thread or timer behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.app_leaks import nothing_left
from tests.app_support import LONG_MS, Driven, Gate

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of each window what it cannot do with it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANVIZ_RUNS", str(tmp_path / "runs"))
    monkeypatch.setattr("ganviz.app.notices._MILLISECONDS", LONG_MS)  # or a slow machine takes sentences away unread
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests whose runs read images or have code made."""
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def nothing_is_left(qapp: QApplication) -> Iterator[None]:
    with nothing_left():
        yield


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A gate that is open in the end, so that no trainer is kept."""
    made = Gate()
    yield made
    made.opened.set()


@pytest.fixture
def driven(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Driven]:
    """The real window; its trainer is in a thread, or where the test's parameter says."""
    made = Driven(qtbot, getattr(request, "param", "thread"))
    yield made
    made.close()
