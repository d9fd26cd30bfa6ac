"""How a chosen picture of a list stands out: by a frame of the accent with a check, while it stays as it is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ganviz.app.icons import icon
from ganviz.app.units import px

_FRAME, _BADGE = 3, 20
_Index = QModelIndex | QPersistentModelIndex


class Marked(QStyledItemDelegate):
    """Paints items with pictures; a style would tint those that are selected, which changes what is to be looked at."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint an item, and its mark where it is selected."""
        plain = QStyleOptionViewItem(option)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        plain.state &= ~QStyle.StateFlag.State_Selected
        super().paint(painter, plain, index)
        if is_chosen:
            self._paint_mark(painter, plain, index)

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        style = option.widget.style()
        around = style.subElementRect(QStyle.SubElement.SE_ItemViewItemDecoration, option, option.widget)
        half = px(_FRAME) // 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(option.palette.accent().color(), px(_FRAME)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(around.adjusted(-half, -half, half, half), px(3), px(3))
        badge = QRect(0, 0, px(_BADGE), px(_BADGE))
        badge.moveTopRight(around.topRight())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.accent())
        painter.drawRoundedRect(badge, px(3), px(3))
        icon("check-bold", "on_accent").paint(painter, badge.adjusted(px(3), px(3), -px(3), -px(3)))
        painter.restore()
