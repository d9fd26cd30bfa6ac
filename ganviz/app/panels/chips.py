"""Chips: the layers of a picture, on and off with a click; the legend is the chip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ganviz.app.palette import Palette
from ganviz.app.panels.flow import FlowLayout
from ganviz.app.plots import layers
from ganviz.app.plots.layers import Layer
from ganviz.app.plots.swatches import SIDE
from ganviz.app.plots.text import unit_of

_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason,
             Qt.FocusReason.ShortcutFocusReason)
_LEFT, _GAP, _RIGHT = 9, 5, 11
_AROUND = _LEFT + SIDE + _GAP + _RIGHT
"""Left of the swatch, between it and the name, right of the name, and all that is not the name."""


class Chip(QAbstractButton):
    """A toggle that shows its layer's swatch and name."""

    def __init__(self, layer: Layer, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.layer, self._palette = layer, palette
        self._by_keyboard = False
        self.setCheckable(True)
        self.setChecked(layer.shown)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts of the present language."""
        self.setText(layers.tr(self.layer.title))
        self.setToolTip(layers.tr(self.layer.tip))
        self.setAccessibleName(layers.tr(self.layer.title))
        self.setAccessibleDescription(layers.tr(self.layer.tip))
        self.updateGeometry()

    @property
    def lit(self) -> bool:
        """Whether its layer is on and can be."""
        return self.isChecked() and self.isEnabled()

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        unit, metrics = unit_of(self.font()), QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.text()) + round(_AROUND * unit), round(28 * unit))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_keyboard = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, unit = QPainter(self), unit_of(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_body(painter)
        painter.save()
        painter.translate(_LEFT * unit, (self.height() - SIDE * unit) / 2)
        painter.scale(unit, unit)
        self.layer.swatch(painter, self._palette, self.layer.role, self.lit)
        painter.restore()
        painter.setPen(QColor(self._palette.text if self.lit else self._palette.faint))
        left = round((_LEFT + SIDE + _GAP) * unit)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())

    def _paint_body(self, painter: QPainter) -> None:
        """Filled while on; an outline of the accent tells the keyboard's focus."""
        palette = self._palette
        body = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        edge = palette.hairline if not self.underMouse() or not self.isEnabled() else palette.faint
        focused = self._by_keyboard and self.hasFocus()
        painter.setPen(QPen(QColor(palette.accent), 1.5) if focused else QPen(QColor(edge), 1))
        painter.setBrush(QColor(palette.raised) if self.lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)


class ChipBar(QWidget):
    """The chips of one picture, in as many rows as they need.

    Signals:
        toggled: the layer's id, and whether it is on now.
    """

    toggled = Signal(str, bool)

    def __init__(self, entries: Sequence[Layer], prefix: str, palette: Palette,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.layers")
        self.setAccessibleName(self.tr("Layers of the picture"))
        flow = FlowLayout(self, gap=4)
        self.chips: dict[str, Chip] = {}
        for layer in entries:
            chip = Chip(layer, palette, self)
            chip.setObjectName(f"{prefix}.layers.{layer.id}")
            chip.toggled.connect(self._on_toggled)
            self.chips[layer.id] = chip
            flow.addWidget(chip)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        for chip in self.chips.values():
            chip.set_palette(palette)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Layers of the picture"))
            for chip in self.chips.values():
                chip.retranslate()

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.toggled.emit(chip.layer.id, on)
