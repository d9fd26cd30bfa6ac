"""Keys in the window: its shortcuts hold wherever the focus is, except where text is typed.

Space therefore always plays or pauses; Enter is the key that uses the control with the focus. Editors of text keep
their keys by themselves: Qt asks them before it looks for a shortcut.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QToolButton, QWidget

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


def use(widget: QWidget | None) -> bool:
    """Press the button or open the list that ``widget`` is; tell whether it is one."""
    if isinstance(widget, QToolButton) and widget.menu() is not None:
        widget.showMenu()
    elif isinstance(widget, QAbstractButton):
        widget.click()
    elif isinstance(widget, QComboBox):
        widget.showPopup()
    else:
        return False
    return True
