"""Round trips, modes and errors: what else stands in the planes of ALI."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from ganviz.app.plots.arrows import heads
from ganviz.app.plots.base import Item
from ganviz.app.plots.calm import Calm, finite_max
from ganviz.app.plots.colours import faded, fading_table
from ganviz.app.plots.primitives import Segments, hair, mapped
from ganviz.app.plots.raster import Range, Raster

_SHORTEST = 3.0
_RING = 8.0


class TripsItem(Item):
    """Thin arrows from where a round trip began to where it ended; one that came home is not seen."""

    def __init__(self) -> None:
        super().__init__()
        self._segments = Segments()
        self._ends = np.zeros((0, 2, 2))

    @property
    def count(self) -> int:
        """How many trips there are."""
        return len(self._ends)

    def set(self, starts: NDArray[np.floating], ends: NDArray[np.floating]) -> None:
        """Show trips from ``starts`` (n, 2) to ``ends`` (n, 2)."""
        both = np.stack((starts, ends), axis=1).astype(np.float64)
        self._ends = both[np.isfinite(both).all(axis=(1, 2))]
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """A shaft and a head for each that is long enough to be seen."""
        lines = mapped(transform, self._ends)
        lines = lines[np.hypot(*(lines[:, 1] - lines[:, 0]).T) > _SHORTEST * self.unit]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, shift in ((faded(self.palette.plot, 0.5), 1.0), (faded(self.palette.text, 0.75), 0.0)):
            painter.setPen(hair(colour))
            self._segments.draw(painter, np.concatenate((lines, heads(lines, self.unit))) + shift)


class ModesItem(Item):
    """A ring around each mode that was found, a cross on each that is missed."""

    def __init__(self) -> None:
        super().__init__()
        self._modes, self._found = np.zeros((0, 2)), np.zeros(0, dtype=bool)

    @property
    def found(self) -> int:
        """How many modes were found."""
        return int(self._found.sum())

    def set(self, modes: NDArray[np.floating], share: NDArray[np.floating]) -> None:
        """Show modes (k, 2); ``share`` (k,) of the generated samples lies well at each."""
        self._modes, self._found = np.asarray(modes, dtype=np.float64), np.asarray(share) > 0
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Rings and crosses of one size at every zoom."""
        radius = _RING * self.unit
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for (x, y), found in zip(mapped(transform, self._modes), self._found, strict=True):
            painter.setPen(QPen(QColor(self.palette.good if found else self.palette.warning), 1.4 * self.unit))
            if found:
                painter.drawEllipse(QPointF(x, y), radius, radius)
            else:
                arm = radius * 0.6
                painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
                painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))


class ErrorItem(Item):
    """A distance over the plane: nothing where it is zero, the accent where it is largest."""

    def __init__(self) -> None:
        super().__init__()
        self._raster, self._top = Raster(), Calm()

    def restyle(self, palette: object, unit: float) -> None:
        """Take colours."""
        super().restyle(palette, unit)  # type: ignore[arg-type]
        self._raster.colours = fading_table(self.palette.accent)

    def set(self, values: NDArray[np.floating], extent: Range) -> None:
        """Show distances (rows, columns), rows ascending with y."""
        top = self._top.follow(finite_max(values, 0.98)) or 1.0
        share = np.clip(np.nan_to_num(values) / top, 0, 1)
        self._raster.set((share * 255).astype(np.uint8), extent)
        self.update()

    def forget(self) -> None:
        """Begin anew with the scale."""
        self._top.forget()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Paint the image."""
        self._raster.draw(painter, transform)


class PinItem(Item):
    """The chosen place of a plane: a ring of the accent around a dot."""

    def __init__(self) -> None:
        super().__init__()
        self.at: tuple[float, float] | None = None

    def set(self, at: tuple[float, float] | None) -> None:
        """Stand at a place, or nowhere."""
        self.at = at
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """A halo of the ground, the ring, and the dot."""
        if self.at is None:
            return
        centre, unit = transform.map(QPointF(*self.at)), self.unit
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((self.palette.plot, 5.0), (self.palette.accent, 2.2)):
            painter.setPen(QPen(QColor(colour), width * unit))
            painter.drawEllipse(centre, 7.5 * unit, 7.5 * unit)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.palette.accent))
        painter.drawEllipse(QRectF(centre.x() - 2 * unit, centre.y() - 2 * unit, 4 * unit, 4 * unit))
