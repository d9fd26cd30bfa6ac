"""Small charts of a run: curves over iterations, reference lines, ghosts of old branches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.palette import DARK, Palette
from ganviz.app.plots.colours import between, faded
from ganviz.app.plots.frame import Frame, apart, paint_curve
from ganviz.app.plots.primitives import hair
from ganviz.app.plots.rota import Rota
from ganviz.app.plots.series import Envelope, Series
from ganviz.app.plots.text import caps, count, number, scaled, tick_texts, ticks, unit_of

REFRESH = 100
"""Milliseconds between two paintings at least."""
_OUTLIERS = (0.01, 0.99)


@dataclass(frozen=True, slots=True)
class Line:
    """A curve: column of the series, title (translated in the context ``Charts``), role of its colour, and what its
    values are multiplied by on screen."""

    column: int
    title: str
    role: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Reference:
    """A dashed line at ``value``, whose label stands in the margin."""

    value: float
    label: str


def tr(text: str) -> str:
    """``text`` in the user's language."""
    return QCoreApplication.translate("Charts", text)


class Chart(QWidget):
    """Curves of one `Series` over iterations."""

    def __init__(self, name: str, title: str, series: Series, lines: Sequence[Line],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._title, self.series, self.lines = title, series, tuple(lines)
        self.references: tuple[Reference, ...] = ()
        self.marked: int | None = None
        self._palette: Palette = DARK
        self._hover: float | None = None
        self._peers: Sequence[Chart] = (self,)
        self._rota = Rota(REFRESH, self)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._describe()

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self.update()

    def align(self, charts: Sequence[Chart]) -> None:
        """Share range, margins and turns to paint with the charts above and below (itself among them)."""
        self._peers, self._rota = charts, charts[0]._rota

    def set_references(self, *references: Reference) -> None:
        """The values that the curves would be compared with; what is the same for two curves is drawn once."""
        distinct = tuple(dict.fromkeys(references))
        if distinct != self.references:
            self.references = distinct
            self.changed()

    def mark(self, iteration: int | None) -> None:
        """Point out the earlier iteration on show, or none."""
        if iteration != self.marked:
            self.marked = iteration
            self.changed()

    def changed(self) -> None:
        """Paint soon: at most ten times a second, however often this is called, and never with its peers."""
        if self.isVisible():
            self._rota.ask(self)

    def sizeHint(self) -> QSize:
        unit = unit_of(self.font())
        return QSize(round(280 * unit), round(124 * unit))

    def minimumSizeHint(self) -> QSize:
        unit = unit_of(self.font())
        return QSize(round(200 * unit), round(84 * unit))

    # --- geometry ----------------------------------------------------------------------------------------

    @property
    def area(self) -> QRectF:
        """Where the curves are, in pixels; ticks stand left of it and the references' labels right."""
        metrics = QFontMetricsF(self._small)
        unit = unit_of(self.font())
        left = metrics.horizontalAdvance("−00.0") + 6 * unit
        labels = [metrics.horizontalAdvance(mark.label) for peer in self._peers for mark in peer.references]
        right = max(labels, default=0.0) + 8 * unit
        top = QFontMetricsF(caps(self.font())).height() + 8 * unit
        bottom = metrics.height() + 3 * unit
        width, height = self.width() - left - right, self.height() - top - bottom
        return QRectF(left, top, max(10.0, width), max(10.0, height))

    def x_range(self) -> tuple[float, float]:
        """First and last iteration of this chart and of those it is aligned with."""
        ends = [int(part.iterations[-1]) for peer in self._peers
                for part in (peer.series, *peer.series.ghosts) if len(part)]
        return 0.0, float(max([100, *ends]))

    def y_range(self, envelopes: Sequence[Envelope]) -> tuple[float, float]:
        """Room for all but the wildest values, and for every reference."""
        parts = [values for part in envelopes for values in (part.low, part.high)]
        values = np.concatenate([*parts, np.zeros(0)]).astype(np.float64)
        values = values[np.isfinite(values)]
        marks = [reference.value for reference in self.references if math.isfinite(reference.value)]
        ends = np.quantile(values, _OUTLIERS).tolist() if values.size else []
        low, high = min([*ends, *marks], default=0.0), max([*ends, *marks], default=1.0)
        room = 0.12 * (high - low) or 0.1 * max(abs(high), 1.0)
        return low - room, high + room

    @property
    def _small(self) -> QFont:
        return scaled(self.font(), 0.82)

    # --- painting ----------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.area
        bins = max(50, int(area.width() * self.devicePixelRatioF()))
        low, high = self.x_range()
        now = [_envelope(self.series, line, (low, high), bins) for line in self.lines]
        frame = Frame(area, (low, high), self.y_range(now))
        self._paint_title(painter)
        painter.setFont(self._small)
        if self.references or len(self.series):
            self._paint_axes(painter, frame)
        painter.save()
        painter.setClipRect(area.adjusted(0, -1, 1, 1))
        self._paint_ghosts(painter, frame, bins)
        for line, part in zip(self.lines, now, strict=True):
            paint_curve(painter, frame, part, QColor(getattr(self._palette, line.role)))
        self._paint_marks(painter, frame)
        painter.restore()
        self._paint_references(painter, frame)

    def _paint_title(self, painter: QPainter) -> None:
        """Title on the left, legend on the right; under the pointer the legend tells the values."""
        metrics = QFontMetricsF(caps(self.font()))
        height = round(metrics.height() + 2)
        left = self._paint_legend(painter, height)
        painter.setFont(caps(self.font()))
        painter.setPen(QColor(self._palette.secondary))
        # Capitals are wider than the text that is measured to be elided; hence upper() here.
        title = metrics.elidedText(tr(self._title).upper(), Qt.TextElideMode.ElideRight, left)
        painter.drawText(QRectF(0, 0, left, height), Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_legend(self, painter: QPainter, height: float) -> float:
        """From the right end; returns where it begins."""
        painter.setFont(scaled(self.font(), 0.88))
        right, unit = float(self.width()), unit_of(self.font())
        for text, role in reversed(self.legend()):
            width = QFontMetricsF(painter.font()).horizontalAdvance(text)
            painter.setPen(QColor(self._palette.secondary))
            painter.drawText(QRectF(right - width, 0, width + 1, height), Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + 16 * unit
            painter.setPen(QPen(QColor(getattr(self._palette, role)), 2 * unit))
            painter.drawLine(QLineF(right + 2 * unit, height / 2, right + 11 * unit, height / 2))
            right -= 8 * unit
        return right

    def legend(self) -> list[tuple[str, str]]:
        """Text and role of each curve."""
        row = self._row_under_pointer()
        if row is None:
            return [(tr(line.title), line.role) for line in self.lines]
        at = (count(float(self.series.iterations[row])), "faint")
        values = self.series.values[:, row]
        return [at, *((number(line.factor * float(values[line.column])), line.role) for line in self.lines)]

    def _paint_axes(self, painter: QPainter, frame: Frame) -> None:
        """A hairline at each tick of the values; iterations below."""
        area, metrics = frame.area, QFontMetricsF(painter.font())
        marks = ticks(*frame.y, max(2, int(area.height() / (metrics.height() * 1.9))))
        for value, text in zip(marks, tick_texts(marks), strict=True):
            height = frame.to_y(value)
            painter.setPen(hair(faded(self._palette.hairline, 0.6)))
            painter.drawLine(QLineF(area.left(), height, area.right(), height))
            painter.setPen(QColor(self._palette.faint))
            left = area.left() - 6 - metrics.horizontalAdvance(text)
            painter.drawText(QPointF(left, height + metrics.capHeight() / 2), text)
        for value in ticks(*frame.x, max(2, int(area.width() / metrics.horizontalAdvance("0000000")))):
            text = count(value)
            width = metrics.horizontalAdvance(text)
            left = min(frame.to_x(value) - width / 2, self.width() - width)
            painter.drawText(QPointF(left, self.height() - metrics.descent()), text)

    def _paint_references(self, painter: QPainter, frame: Frame) -> None:
        """Dashed lines; labels stand in the margin and move apart where they would meet."""
        metrics = QFontMetricsF(painter.font())
        places = apart([frame.to_y(reference.value) for reference in self.references], metrics.height())
        for reference, place in zip(self.references, places, strict=True):
            height = frame.to_y(reference.value)
            painter.setPen(hair(faded(self._palette.secondary, 0.9), Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(frame.area.left(), height, frame.area.right(), height))
            painter.setPen(QColor(self._palette.secondary))
            painter.drawText(QPointF(frame.area.right() + 6, place + metrics.capHeight() / 2), reference.label)

    def _paint_ghosts(self, painter: QPainter, frame: Frame, bins: int) -> None:
        for ghost in self.series.ghosts:
            for line in self.lines:
                part = _envelope(ghost, line, frame.x, bins)
                paint_curve(painter, frame, part, between(self._palette.panel, getattr(self._palette, line.role), 0.4))

    def _paint_marks(self, painter: QPainter, frame: Frame) -> None:
        """The iteration on show, and the one under the pointer."""
        row = self._row_under_pointer()
        pointed = None if row is None else int(self.series.iterations[row])
        for iteration, colour in ((self.marked, QColor(self._palette.accent)),
                                  (pointed, faded(self._palette.text, 0.4))):
            if iteration is not None:
                painter.setPen(hair(colour))
                x = frame.to_x(iteration)
                painter.drawLine(QLineF(x, frame.area.top(), x, frame.area.bottom()))

    # --- the pointer, and words --------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover = event.position().x()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover = None
        self.update()

    def _row_under_pointer(self) -> int | None:
        if self._hover is None or not len(self.series):
            return None
        low, high = self.x_range()
        area = self.area
        at = low + (self._hover - area.left()) / area.width() * (high - low)
        return min(int(np.searchsorted(self.series.iterations, np.int64(at))), len(self.series) - 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()
            self.update()

    def _describe(self) -> None:
        self.setAccessibleName(tr(self._title))
        self.setAccessibleDescription(", ".join(tr(line.title) for line in self.lines))


def _envelope(series: Series, line: Line, x: tuple[float, float], bins: int) -> Envelope:
    """The stretches of a curve as they are shown."""
    found = series.envelope(line.column, *x, bins)
    if line.factor == 1:
        return found
    mean = found.mean * line.factor
    if found.low is found.high:  # every stretch is one row
        return Envelope(found.x, mean, mean, mean)
    return Envelope(found.x, found.low * line.factor, found.high * line.factor, mean)
