from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

_VIEWS = {Path(__file__).parent, Path(__file__).parent.parent / "panels"}


def pytest_collection_modifyitems(items):
    """The offscreen platform says of each window with a smallest size that it cannot pass that on."""
    for item in items:
        if item.path.parent in _VIEWS:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


@pytest.fixture(autouse=True)
def nothing_is_left(qapp):
    """Every test closes its windows and lets its timers go with them."""
    before = set(QApplication.topLevelWidgets())
    yield
    qapp.processEvents()
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before and widget.isVisible()]
    assert not left
    assert not [timer for timer in qapp.findChildren(QTimer) if timer.isActive()]
