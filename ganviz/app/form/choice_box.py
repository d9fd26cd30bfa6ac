"""A box to choose one of a few names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from ganviz.app.units import EDITOR_HEIGHT, px


@dataclass(frozen=True, slots=True)
class Choice:
    """One name: its value, its text, and a sentence that says what it is."""

    value: str
    text: str
    help: str = ""


class ChoiceBox(QComboBox):
    """Chooses one of ``choices``; the wheel scrolls the form unless the box has the focus."""

    edited = Signal(object)

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(20)
        for number, choice in enumerate(choices):
            self.addItem(choice.text, choice.value)
            self.setItemData(number, choice.help, Qt.ItemDataRole.ToolTipRole)
        self.activated.connect(self._on_activated)

    def set_value(self, value: object) -> None:
        """Show ``value`` without telling anyone."""
        self.setCurrentIndex(self.findData(value))

    def sizeHint(self) -> QSize:
        """As wide as the other editors."""
        return QSize(px(112), px(EDITOR_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """May shrink where the panel is narrow."""
        return QSize(px(72), px(EDITOR_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the text shortened where the box is too narrow for it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option,
                                           QStyle.SubControl.SC_ComboBoxEditField, self)
        whole, end = option.currentText, Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(whole, end, room.width())
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only with the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_activated(self) -> None:
        self.edited.emit(self.currentData())
