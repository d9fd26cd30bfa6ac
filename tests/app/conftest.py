"""Every test of the window has its own settings and runs, and leaves no window, thread or timer behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThread, QTimer
from PySide6.QtWidgets import QApplication


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of each window with a smallest size that it cannot pass that on."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANVIZ_RUNS", str(tmp_path / "runs"))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def nothing_is_left(qapp: QApplication) -> Iterator[None]:
    windows = set(QApplication.topLevelWidgets())
    threads = set(threading.enumerate())
    yield
    qapp.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [left for left in QApplication.topLevelWidgets() if left not in windows and left.isVisible()]
    assert not [left for left in qapp.findChildren(QTimer) if left.isActive()]
    assert not [left for left in qapp.findChildren(QThread) if left.isRunning()]
    assert not [left for left in threading.enumerate() if left not in threads and not left.name.startswith("Dummy")]
