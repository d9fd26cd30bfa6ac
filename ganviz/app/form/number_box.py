"""A box for one number: arrows and the wheel step in the setting's own way, typing is never blocked."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from ganviz.app.form.numbers import read, shown, stepped
from ganviz.app.units import EDITOR_HEIGHT, px
from ganviz.settings.field import Declared


class NumberBox(QAbstractSpinBox):
    """Edits a number as it is declared; hands on whatever was typed, for the model to judge."""

    edited = Signal(object)

    def __init__(self, declared: Declared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._declared = declared
        self._value: object = 0
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.editingFinished.connect(self._on_editing_finished)

    def set_value(self, value: object) -> None:
        """Show ``value`` without telling anyone; a wrong text is shown as it was typed."""
        self._value = value
        text = shown(value, self._declared) if isinstance(value, int | float) else str(value)
        if self.text() != text:
            self.lineEdit().setText(text)
            self.lineEdit().setCursorPosition(0)

    def stepBy(self, steps: int) -> None:
        """Step by the declared amount, from the last number that was one."""
        start = read(self.text(), self._declared)
        if not isinstance(start, int | float):
            start = self._declared.default
        self._hand_on(stepped(start, steps, self._declared))

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Up and down unless the bound is reached."""
        flags, flag = QAbstractSpinBox.StepEnabledFlag.StepNone, QAbstractSpinBox.StepEnabledFlag
        value, low, high = self._value, self._declared.lowest, self._declared.highest
        if not isinstance(value, int | float) or high is None or value < high:
            flags |= flag.StepUpEnabled
        if not isinstance(value, int | float) or low is None or value > low:
            flags |= flag.StepDownEnabled
        return flags

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Every text may be typed; the settings model judges it, in words."""
        return QValidator.State.Acceptable, text, position

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only a box that has the focus turns with the wheel; the form scrolls otherwise."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """As wide as the other editors."""
        return QSize(px(112), px(EDITOR_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """May shrink where the panel is narrow."""
        return QSize(px(72), px(EDITOR_HEIGHT))

    def _on_editing_finished(self) -> None:
        typed = read(self.text(), self._declared)
        if typed != self._value:
            self._hand_on(typed)
        else:
            self.set_value(self._value)

    def _hand_on(self, value: object) -> None:
        if value != self._value:
            self.set_value(value)
            self.edited.emit(value)
