"""A small picture of one network that is edited by hand: columns are layers, their height is the width.

Drag sideways for more or fewer layers, up or down for wider or narrower ones. Plus and minus change the layers too,
and the keys up and down the width; left and right are the window's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log2

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.form.numbers import stepped
from ganviz.app.units import px
from ganviz.settings.field import Declared

_MOST_DOTS = 5
_DRAG_LAYER, _DRAG_WIDTH = 22, 12


@dataclass(frozen=True, slots=True)
class _Drag:
    start: QPointF
    depth: int
    width: int


class NetworkDiagram(QWidget):
    """Shows and edits the depth and the width of one network."""

    edited = Signal(str, object)

    def __init__(self, depth: Declared, width: Declared, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._declared = {"depth": depth, "width": width}
        self._depth, self._width = int(depth.default), int(width.default)
        self._drag: _Drag | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("Drag sideways for more or fewer layers, up or down for wider or narrower ones; "
                                "or press plus, minus, up or down. Needs a new run."))

    def show_values(self, depth: object, width: object) -> None:
        """Show ``depth`` layers of ``width`` units without telling anyone; what is no number changes nothing."""
        if isinstance(depth, int) and isinstance(width, int):
            self._depth, self._width = self._inside("depth", depth), self._inside("width", width)
            self.update()

    def _inside(self, which: str, value: int) -> int:
        declared = self._declared[which]
        return int(min(max(value, declared.lowest or 0), declared.highest or value))

    def sizeHint(self) -> QSize:
        """A strip as wide as the form."""
        return QSize(px(180), px(76))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus change the layers, up and down the width."""
        moves = {Qt.Key.Key_Minus: ("depth", -1), Qt.Key.Key_Plus: ("depth", 1),
                 Qt.Key.Key_Up: ("width", 1), Qt.Key.Key_Down: ("width", -1)}
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        which, steps = move
        start = self._depth if which == "depth" else self._width
        self._hand_on(which, int(stepped(start, steps, self._declared[which])))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        self._drag = _Drag(event.position(), self._depth, self._width)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the drag."""
        if self._drag is None:
            return
        moved = event.position() - self._drag.start
        self._hand_on("depth", self._drag.depth + round(moved.x() / px(_DRAG_LAYER)))
        factor = 2.0 ** round(-moved.y() / px(_DRAG_WIDTH))
        self._hand_on("width", max(1, round(self._drag.width * factor)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag; a click beyond the last layer adds one, a click on a layer takes it away."""
        drag, self._drag = self._drag, None
        if drag is None or (event.position() - drag.start).manhattanLength() > 4:
            return
        columns = self._columns()
        last = columns[-2] if self._depth else columns[0]
        self._hand_on("depth", self._depth + (1 if event.position().x() > (last + columns[-1]) / 2 else -1))

    def _hand_on(self, which: str, value: int) -> None:
        before = self._depth if which == "depth" else self._width
        value = self._inside(which, value)
        if value != before:
            self._depth, self._width = (value, self._width) if which == "depth" else (self._depth, value)
            self.update()
            self.edited.emit(self._declared[which].name, value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def _columns(self) -> list[float]:
        """The x of input, hidden layers and output."""
        margin, count = px(22), self._depth + 2
        room = self.width() - 2 * margin
        return [margin + room * i / (count - 1) for i in range(count)]

    def _dots(self, units: int) -> list[float]:
        """The y of the dots that stand for ``units`` units: the wider the layer, the taller the column."""
        middle, most = (self.height() - px(14)) / 2, (self.height() - px(30)) / 2
        count = min(units, _MOST_DOTS)
        half = most * (0.2 + 0.8 * log2(units) / 10) if units > 1 else 0.0
        return [middle + half * (2 * i / (count - 1) - 1) if count > 1 else middle for i in range(count)]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint connections, units and the caption."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        layers = [(x, self._dots(units)) for x, units in zip(self._columns(), self._units(), strict=True)]
        self._paint_connections(painter, layers)
        self._paint_units(painter, layers)
        self._paint_caption(painter)
        painter.end()

    def _units(self) -> list[int]:
        return [2, *[self._width] * self._depth, 1]

    def _paint_ground(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.palette().accent() if self.hasFocus() else self.palette().mid(), 1))
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))

    def _paint_connections(self, painter: QPainter, layers: list[tuple[float, list[float]]]) -> None:
        line = QColor(self.palette().text().color())
        line.setAlpha(48)
        painter.setPen(QPen(line, 1))
        for (x0, left), (x1, right) in pairwise(layers):
            for y0 in left:
                for y1 in right:
                    painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))

    def _paint_units(self, painter: QPainter, layers: list[tuple[float, list[float]]]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for number, (x, column) in enumerate(layers):
            hidden = 0 < number < len(layers) - 1
            painter.setBrush(self.palette().accent() if hidden else self.palette().text())
            for y in column:
                painter.drawEllipse(QPointF(x, y), px(5) / 2, px(5) / 2)

    def _paint_caption(self, painter: QPainter) -> None:
        font = self.font()
        font.setPixelSize(px(11))
        painter.setFont(font)
        painter.setPen(self.palette().placeholderText().color())
        room = self.rect().adjusted(px(8), 0, -px(8), -px(3))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), self.caption())

    def caption(self) -> str:
        """The network in words."""
        if self._depth == 0:
            return self.tr("no hidden layer")
        return self.tr("{depth} × {width}").format(depth=self._depth, width=self._width)
