"""The line below a picture that says what is under the pointer, and the cross that marks it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.palette import Palette
from ganviz.app.plots.base import Item
from ganviz.app.plots.colours import faded
from ganviz.app.plots.primitives import hair
from ganviz.app.plots.text import monospaced, place, reading, scaled, unit_of

_WIDEST = {"d": "0.00", "optimal": "0.00", "p_data": "0e−00", "p_g": "0e−00", "error": "0.00"}
PARTS = (("d", "D"), ("optimal", "D*"), ("p_data", "p_data"), ("p_g", "p_G"), ("error", "‖Δ‖"))


class Readout(QWidget):
    """Coordinates and values in monospaced figures; faint labels, plain numbers.

    Attributes:
        span: the visible width in the plot's units, which says how many decimals a coordinate has.
        symbol: what a place in the plane is called, if anything.
    """

    def __init__(self, palette: Palette, parts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readout")
        self._palette = palette
        self._parts = [(name, label) for name, label in PARTS if name in parts]
        self._point: tuple[float, ...] | None = None
        self._values: dict[str, float] = {}
        self.span, self.symbol = 1.0, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Values at the pointer"))

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """Labels and numbers as shown."""
        if self._point is None:
            return []
        where = ", ".join(place(value, self.span) for value in self._point)
        shown = [(self.symbol, f"({where})") if len(self._point) > 1 else ("x", where)]
        known = [(name, label) for name, label in self._parts if name in self._values]
        return shown + [(label, reading(self._values[name])) for name, label in known]

    @property
    def invitation(self) -> str:
        """What stands there while the pointer is elsewhere."""
        names = ", ".join(label for _name, label in self._parts)
        return self.tr("Point at the picture for {names}").format(names=names)

    @property
    def text(self) -> str:
        """The whole line."""
        return "  ".join(f"{label} {value}".lstrip() for label, value in self.pieces)

    def point(self, where: tuple[float, ...] | None) -> None:
        """The pointer moved there, or left; what was known of another place is dropped when it left."""
        self._point = where
        if where is None:
            self._values = {}
        self.update()

    def set(self, probe: Mapping[str, Any]) -> None:
        """Values at the pointer; those that are missing or NaN are not shown."""
        values = {name: float(value) for name, value in probe.items()}
        self._values = {name: value for name, value in values.items() if not math.isnan(value)}
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        widest = "(−0.00, −0.00)" + "".join(f"  {label} {_WIDEST[name]}" for name, label in self._parts)
        metrics = QFontMetricsF(monospaced(self.font()))
        return QSize(round(metrics.horizontalAdvance(widest)), round(24 * unit_of(self.font())))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._point is None:
            painter.setFont(scaled(self.font(), 0.92))
            painter.setPen(QColor(self._palette.faint))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.invitation)
            return
        painter.setFont(monospaced(self.font()))
        metrics = QFontMetricsF(painter.font())
        left = self.width() - metrics.horizontalAdvance(self.text)
        for label, value in self.pieces:
            for text, colour in ((f"{label} ".lstrip(), self._palette.faint), (f"{value}  ", self._palette.text)):
                painter.setPen(QColor(colour))
                area = QRectF(left, 0, self.width(), self.height())
                painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
                left += metrics.horizontalAdvance(text)


class CrossItem(Item):
    """Thin lines through the pointer."""

    def __init__(self, horizontal: bool = True) -> None:
        super().__init__()
        self._at: tuple[float, ...] | None = None
        self._horizontal = horizontal

    def set(self, at: tuple[float, ...] | None) -> None:
        """Cross at a point in the plot's units, or nowhere."""
        self._at = at
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Across the whole view."""
        if self._at is None:
            return
        area = transform.mapRect(self.viewRect())
        painter.setPen(hair(faded(self.palette.text, 0.28)))
        x = transform.m11() * self._at[0] + transform.m31()
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        if self._horizontal:
            y = transform.m22() * self._at[1] + transform.m32()
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
