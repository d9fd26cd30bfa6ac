"""The sheet: a grid of the held-out samples, with one zoom for all pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ganviz.app.images.arrangement import Block, Cell, Measures, arrange
from ganviz.app.images.cell_painter import Look, paint_cell, paint_field, paint_pointer
from ganviz.app.images.columns import Column, Group, fitting, tr
from ganviz.app.images.content import Content
from ganviz.app.images.zoom import Zoom
from ganviz.app.palette import Palette
from ganviz.app.plots.text import scaled, unit_of

_DRAG = 4
_NEAR = 9
"""Pixels within which a press takes hold of the slider."""
_STEP = 1.25
_KEYS = {Qt.Key.Key_Plus: _STEP, Qt.Key.Key_Equal: _STEP, Qt.Key.Key_Minus: 1 / _STEP}
_ALONG = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ASIDE = {Qt.Key.Key_Left: -0.05, Qt.Key.Key_Right: 0.05, Qt.Key.Key_Home: -1.0, Qt.Key.Key_End: 1.0}
"""How far the slider moves, with Shift: by themselves these are the window's keys."""


class Pointed(NamedTuple):
    """The picture under the pointer, and the place in it in shares of its width and height."""

    cell: Cell
    column: Column
    at: QPointF


class Sheet(QWidget):
    """Paints the samples; the wheel zooms, a drag moves, a double click shows all, a click or a key chooses a sample.

    Signals:
        chosen: the place of the group and of the sample that was chosen.
        pointed: the pointer moved, or left.
    """

    chosen = Signal(int, int)
    pointed = Signal()

    def __init__(self, content: Content, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content, self._palette = content, palette
        self.zoom, self.split = Zoom(), 0.5
        self.over: frozenset[str] = frozenset()
        self.choice: tuple[int, int] = (0, 0)
        self.under: Pointed | None = None
        self.empty = ""
        self._headroom = 0.0
        self._shown: list[tuple[Group, list[Column]]] = []
        self._names: Mapping[str, Sequence[str]] = {}
        self._cells: list[Cell] = []
        self._pressed: QPointF | None = None
        self._moving: Zoom | None = None
        self._sliding = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Samples"))
        self.setAccessibleDescription(self.tr("The wheel or + and − zoom, a drag moves, A shows everything again. Up "
                                            "and Down choose a sample, Shift with Left and Right moves the slider."))

    # --- what it shows -----------------------------------------------------------------------------------

    def show_layers(self, on: frozenset[str]) -> None:
        """Take the layers that are on."""
        self.over = on
        self._shown = [(group, [column for column in group.columns if not column.chip or column.chip in on])
                       for group in self.content.groups if not group.chip or group.chip in on]
        self.lay_out()

    def show_content(self, content: Content, facts: Mapping[str, Any]) -> None:
        """Show other pictures, with the names that the facts tell."""
        self.content = content
        self.set_names(facts)
        self.lay_out()

    def set_headroom(self, pixels: float) -> None:
        """Leave room above the headings, in pixels at the standard font size."""
        if pixels != self._headroom:
            self._headroom = pixels
            self.lay_out()

    def set_names(self, facts: Mapping[str, Any]) -> None:
        """Take the samples' names."""
        self._names = {group.names: facts.get(group.names, ()) for group in self.content.groups}
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        self._palette = palette
        self.update()

    def show_all(self) -> None:
        """Show whole images again."""
        self._set_zoom(Zoom())

    def lay_out(self) -> None:
        """Find every picture's place."""
        unit = unit_of(self.font())
        lengths = Measures(26 * unit, 23 * unit, 6 * unit, 22 * unit)
        area = QRectF(self.rect()).adjusted(12 * unit, (8 + self._headroom) * unit, -12 * unit, -2 * unit)
        self._cells = arrange(area, [self._block(group, columns) for group, columns in self._shown], lengths)
        self.update()

    def _block(self, group: Group, columns: list[Column]) -> Block:
        height, width = self.content.shape(group.columns[0])
        return Block(len(columns), self.content.count(group), width / height)

    @property
    def cells(self) -> list[tuple[Cell, Column]]:
        """Every picture's place and what it shows."""
        return [(cell, self._shown[cell.group][1][cell.column]) for cell in self._cells]

    def group_of(self, cell: Cell) -> int:
        """The place of a cell's group among all groups."""
        return self.content.groups.index(self._shown[cell.group][0])

    def sizeHint(self) -> QSize:
        return QSize(520, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    # --- painting ----------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.plot))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        look = Look(self.zoom, self.over, self.split, unit_of(self.font()))
        for cell, column in self.cells:
            paint_cell(painter, cell.rect, column, cell.sample, self.content, look, self._palette)
            self._paint_words(painter, cell, column)
        self._paint_choice(painter, look.unit)
        self._paint_pointer(painter, look)
        if not self._cells and self.empty:
            painter.setPen(QColor(self._palette.secondary))
            painter.drawText(self.rect().adjusted(40, 0, -40, 0),
                             Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty)

    def _paint_words(self, painter: QPainter, cell: Cell, column: Column) -> None:
        """The heading over the first line, the name below the first picture of each sample."""
        unit, rect = unit_of(self.font()), cell.rect
        if cell.first:
            painter.setFont(scaled(self.font(), 0.95))
            heading = self._heading(cell)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(self._palette, column.role)))
            painter.drawEllipse(QPointF(rect.left() + 4 * unit, heading.center().y()), 3.5 * unit, 3.5 * unit)
            painter.setPen(QColor(self._palette.text))
            self._paint_text(painter, heading, fitting(tr(column.title), heading.width(), painter.font()))
        names = self._names.get(self._shown[cell.group][0].names, ())
        if cell.column == 0 and cell.sample < len(names):
            painter.setFont(scaled(self.font(), 0.8))
            painter.setPen(QColor(self._palette.faint))
            wide = rect.width() * len(self._shown[cell.group][1])
            self._paint_text(painter, QRectF(rect.left() + 2 * unit, rect.bottom() + 4 * unit, wide, 16 * unit),
                             str(names[cell.sample]))

    def _heading(self, cell: Cell) -> QRectF:
        """Where the heading over a cell is written, right of its dot."""
        unit, rect = unit_of(self.font()), cell.rect
        return QRectF(rect.left() + 13 * unit, rect.top() - 23 * unit, rect.width() - 13 * unit, 20 * unit)

    def tip_at(self, place: QPointF) -> str:
        """What the column shows whose heading is there; empty elsewhere."""
        return next((f"{tr(column.title)}: {tr(column.tip)}" for cell, column in self.cells
                     if cell.first and self._heading(cell).contains(place)), "")

    @staticmethod
    def _paint_text(painter: QPainter, area: QRectF, text: str) -> None:
        metrics = QFontMetricsF(painter.font())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                         metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, area.width()))

    def _paint_choice(self, painter: QPainter, unit: float) -> None:
        """A line of the accent under the sample whose history is on show."""
        if "strip" not in self.over:
            return
        row = [cell.rect for cell in self._cells if (self.group_of(cell), cell.sample) == self.choice]
        if row:
            painter.setPen(QPen(QColor(self._palette.accent), 2 * unit))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            around = row[0].united(row[-1])
            painter.drawRoundedRect(around.adjusted(-3, -3, 3, 3), 6, 6)

    def _paint_pointer(self, painter: QPainter, look: Look) -> None:
        if self.under is None:
            return
        beside = [(cell, column) for cell, column in self.cells
                  if (cell.group, cell.sample) == (self.under.cell.group, self.under.cell.sample)]
        field = self.field()
        for cell, column in beside:
            if field is not None and column.part in (self.under.column.part, self.under.column.before):
                paint_field(painter, cell.rect, field, look, self._palette)
            paint_pointer(painter, cell.rect, self.under.at, look, self._palette)

    # --- the pointer -------------------------------------------------------------------------------------

    def logit(self) -> tuple[int, int] | None:
        """Row and column of D's judgement under the pointer, while D's patches are shown and there is one."""
        shapes = self._judged() if "patches" in self.over else None
        return self.content.patches.nearest(*shapes, self.under.at) if shapes and self.under is not None else None

    def field(self) -> QRectF | None:
        """What D sees for that judgement, in shares of the image."""
        place, shapes = self.logit(), self._judged()
        return self.content.patches.field(*shapes, place) if place is not None and shapes is not None else None

    def _judged(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Height and width of D's map under the pointer and of the picture there, if there is one."""
        if self.under is None or not self.under.column.patches:
            return None
        judged = self.content.image(self.under.column.patches, self.under.cell.sample)
        return None if judged is None else ((judged.height(), judged.width()), self.content.shape(self.under.column))

    def _find(self, place: QPointF) -> Pointed | None:
        for cell, column in self.cells:
            if cell.rect.contains(place):
                return Pointed(cell, column, self.zoom.at(cell.rect, place))
        return None

    def _set_zoom(self, zoom: Zoom) -> None:
        self.zoom = zoom
        self.update()

    def _holds_slider(self, place: QPointF) -> bool:
        found = self._find(place)
        if found is None or "slider" not in self.over or not found.column.before:
            return False
        whole = self.zoom.whole(found.cell.rect)
        return abs(place.x() - whole.left() - self.split * whole.width()) < _NEAR * unit_of(self.font())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._find(event.position()) is None:
            return
        self._pressed, self._moving = event.position(), self.zoom
        self._sliding = self._holds_slider(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        found = self._find(place)
        if self._pressed is not None and self._cells:
            self._drag(place, found)
        self.under = found
        self.setCursor(Qt.CursorShape.SplitHCursor if self._sliding or self._holds_slider(place)
                       else Qt.CursorShape.ArrowCursor)
        self.update()
        self.pointed.emit()

    def _drag(self, place: QPointF, found: Pointed | None) -> None:
        assert self._pressed is not None
        assert self._moving is not None
        if self._sliding:
            self.split = min(1.0, max(0.0, found.at.x())) if found is not None else self.split
        else:
            whole = self.zoom.whole(self._cells[0].rect)
            moved = self._pressed - place
            self._set_zoom(self._moving.moved(QPointF(moved.x() / whole.width(), moved.y() / whole.height())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        clicked = pressed is not None and (event.position() - pressed).manhattanLength() < _DRAG
        found = self._find(event.position())
        if clicked and not self._sliding and found is not None:
            self._choose(self.group_of(found.cell), found.cell.sample)
        self._sliding = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        found = self._find(event.position())
        if found is not None and event.angleDelta().y():
            self._set_zoom(self.zoom.zoomed(_STEP ** (event.angleDelta().y() / 120), found.at))
        event.accept()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002
        self.under = None
        self.update()
        self.pointed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and − zoom about the middle, up and down choose a sample, with Shift left and right move the slider.

        Every other key is left to the window.
        """
        key, with_shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _KEYS:
            self._set_zoom(self.zoom.zoomed(_KEYS[key], QPointF(self.zoom.x, self.zoom.y)))
        elif key in _ALONG and self._cells:
            self._choose_along(_ALONG[key])
        elif key in _ASIDE and with_shift and "slider" in self.over:
            self.split = min(1.0, max(0.0, self.split + _ASIDE[key]))
            self.update()
        else:
            event.ignore()

    def _choose_along(self, step: int) -> None:
        """Choose the sample before or after; those of the second group come after the first one's."""
        samples = sorted({(self.group_of(cell), cell.sample) for cell in self._cells})
        here = samples.index(self.choice) if self.choice in samples else 0
        self._choose(*samples[min(max(0, here + step), len(samples) - 1)])

    def _choose(self, group: int, sample: int) -> None:
        self.choice = (group, sample)
        self.chosen.emit(group, sample)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Explain a heading, which may stand there in short."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tip = self.tip_at(QPointF(event.pos()))
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()
