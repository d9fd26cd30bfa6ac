"""The ground that the pictures stand on: one place for pyqtgraph's options, axes and styled plots."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from ganviz.app.palette import Palette
from ganviz.app.plots.primitives import hair
from ganviz.app.plots.text import scaled, tick_texts, ticks, unit_of

# Antialiasing is off unless an item asks for it itself: the items know which of their strokes are cheap.
pg.setConfigOptions(imageAxisOrder="row-major", antialias=False)

RADIUS = 8
_DRAG = 4
"""Pixels from which a press that moves is a drag."""


class Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis of small tabular figures without a line.

    Its range may be set by hand when ``free``; ticks keep ``inset`` pixels from its upper end, where a label
    would be cut. It is painted once and kept as a pixmap, since texts cost more than all curves together.
    """

    def __init__(self, orientation: str, free: bool = False, inset: float = 0.0) -> None:
        self._free, self._inset = free, inset
        super().__init__(orientation, maxTickLength=0)
        self.setStyle(tickTextOffset=6, hideOverlappingLabels=False, autoExpandTextSpace=False)
        self.enableAutoSIPrefix(False)
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)

    def linkToView(self, view: pg.ViewBox) -> None:
        """A free axis follows no view."""
        if not self._free:
            super().linkToView(view)

    def restyle(self, palette: Palette, font_widget: QWidget) -> None:
        """Take colours and font."""
        font = scaled(font_widget.font(), 0.9)
        metrics = QFontMetricsF(font)
        self.setStyle(tickFont=font)
        self.setTextPen(palette.secondary)
        self.setPen(hair(QColor(palette.hairline)))
        if self.orientation in ("left", "right"):
            self.setWidth(metrics.horizontalAdvance("−0.00") + 14)
        else:
            self.setHeight(metrics.height() + 10)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Major ticks only, as many as fit with air between."""
        if self._tickLevels is not None:
            return super().tickValues(minVal, maxVal, size)  # type: ignore[no-any-return]
        low, high = sorted((minVal, maxVal))
        air = 56 if self.orientation in ("left", "right") else 72
        end = high - self._inset / max(size, 1.0) * (high - low)
        values = [value for value in ticks(low, high, max(2, int(size / air))) if value <= end]
        return [(values[1] - values[0] if len(values) > 1 else 1.0, values)]

    def generateDrawSpecs(self, painter: QPainter) -> Any:
        """No line along the axis, and no ticks unless they are a grid."""
        specs = super().generateDrawSpecs(painter)
        if specs is None:
            return None
        (_pen, start, end), tick_specs, text_specs = specs
        return (QPen(Qt.PenStyle.NoPen), start, end), tick_specs if self.grid else [], text_specs

    def tickStrings(self, values: list[float], scale: float, _spacing: float) -> list[str]:
        """True minus signs and equal decimals."""
        return tick_texts([value * scale for value in values])


class Canvas(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """A plot area with round corners that tells where the pointer is.

    Signals:
        pointed: position in the scene, or None when the pointer leaves.
        clicked: position in the scene of a left click that did not drag.
        reset_asked: the user wants to see everything again (a double click).
    """

    pointed = Signal(object)
    clicked = Signal(QPointF)
    reset_asked = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setFrameShape(self.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        # Background and corners cover all of it, so nothing behind it has to be painted first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.ci.layout.setSpacing(0)
        self._corner, self._outside = QColor(), QPainterPath()
        self._pressed: QPointF | None = None

    @property
    def unit(self) -> float:
        """The scale of everything drawn; 1 at the usual font size."""
        return unit_of(self.font())

    def restyle(self, palette: Palette) -> None:
        """Take the ground's colours."""
        self._corner = QColor(palette.panel)
        self.setBackground(palette.plot)

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:
        """Round the corners by painting what lies outside them in the panel's colour."""
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._outside, self._corner)
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key is left to the window."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointed.emit(self.mapToScene(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and (event.position() - pressed).manhattanLength() < _DRAG:
            self.clicked.emit(self.mapToScene(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_asked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = QRectF(self.viewport().rect())
        self._outside = QPainterPath()
        self._outside.addRect(area.adjusted(-1, -1, 1, 1))
        self._outside.addRoundedRect(area, RADIUS, RADIUS)
        self.resized.emit()


class Plot(pg.PlotItem):  # type: ignore[misc]
    """A plot without pyqtgraph's buttons and menus, in the palette's colours."""

    def __init__(self, **axes: Axis) -> None:
        held = {"left": Axis("left"), "bottom": Axis("bottom")} | axes
        super().__init__(axisItems=held, enableMenu=False)
        self.hideButtons()
        self.vb.disableAutoRange()
        self.vb.setDefaultPadding(0)
        self.shown_axes = held
        for name in held:
            self.showAxis(name)
        self.layout.setContentsMargins(0, 0, 0, 0)

    def restyle(self, palette: Palette, canvas: Canvas) -> None:
        """Take colours and font."""
        for axis in self.shown_axes.values():
            axis.restyle(palette, canvas)


class Item(pg.GraphicsObject):  # type: ignore[misc]
    """Something in a plot that paints itself in pixels, from arrays in the plot's units."""

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette
        self.unit = 1.0

    def restyle(self, palette: Palette, unit: float) -> None:
        """Take colours and scale."""
        self.palette, self.unit = palette, unit
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole visible range: what lies outside is clipped by the view."""
        return QRectF(self.viewRect())

    def viewTransformChanged(self) -> None:
        """The visible range is the bounding rectangle."""
        self.prepareGeometryChange()
        super().viewTransformChanged()

    def dataBounds(self, *_args: Any, **_options: Any) -> None:
        """Takes no part in automatic ranges."""

    def paint(self, painter: QPainter, *_args: Any) -> None:
        """Hand over to `draw` with a painter in pixels."""
        transform = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        self.draw(painter, transform)
        painter.restore()

    def draw(self, painter: QPainter, transform: Any) -> None:
        """Paint in pixels; ``transform`` maps the plot's units to them."""
        raise NotImplementedError
