"""Which keys a widget with the focus keeps for itself, before they are shortcuts of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QTabBar, QWidget

from ganviz.app.form.network_diagram import NetworkDiagram
from ganviz.app.timeline import Timeline

_K = Qt.Key
_ARROWS = frozenset({_K.Key_Left, _K.Key_Right, _K.Key_Up, _K.Key_Down, _K.Key_Home, _K.Key_End, _K.Key_PageUp,
                     _K.Key_PageDown})
_SPACE = frozenset({_K.Key_Space})
_LETTERS = frozenset(Qt.Key(code) for code in range(_K.Key_A.value, _K.Key_Z.value + 1))

_KEPT: tuple[tuple[type[QWidget], frozenset[Qt.Key]], ...] = (
    (QAbstractButton, _SPACE),
    (QAbstractSlider, _ARROWS),
    (Timeline, _ARROWS),
    (NetworkDiagram, _ARROWS),
    (QTabBar, _ARROWS),
    (QComboBox, _ARROWS | _SPACE | _LETTERS),
    (QAbstractItemView, _ARROWS | _SPACE | _LETTERS),
)


def keeps_key(widget: QWidget | None, event: QEvent) -> bool:
    """Whether ``widget`` has a use of its own for the key of ``event``."""
    if not isinstance(event, QKeyEvent) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    return any(isinstance(widget, kind) and event.key() in keys for kind, keys in _KEPT)
