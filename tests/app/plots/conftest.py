import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def nothing_is_left(qapp):
    """Every test closes its windows and lets its timers go with them."""
    before = set(QApplication.topLevelWidgets())
    yield
    qapp.processEvents()
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before and widget.isVisible()]
    assert not left
    assert not [timer for timer in qapp.findChildren(QTimer) if timer.isActive()]
