"""Pictures over a rectangle of the plane: D's surface, its neutral contour, and densities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from ganviz.app.palette import Palette
from ganviz.app.plots.base import Item
from ganviz.app.plots.calm import Calm, finite_max
from ganviz.app.plots.colours import between, diverging, fading_table, table
from ganviz.app.plots.contour import contour
from ganviz.app.plots.primitives import Segments, hair, mapped

Range = Sequence[float]
"""(x low, x high, y low, y high)."""


class Raster:
    """An indexed image over a range, painted smoothly.

    Values stand at the centres of cells that fill the range.
    """

    def __init__(self) -> None:
        self._image = QImage()
        self._bytes: NDArray[np.uint8] = np.zeros((0, 0), np.uint8)
        self.colours: list[int] = []
        self.rect = QRectF()

    def set(self, indices: NDArray[np.uint8], extent: Range) -> None:
        """Indices of shape (rows, columns), rows ascending with y."""
        rows, columns = indices.shape
        self._bytes = np.zeros((rows, -(-columns // 4) * 4), np.uint8)
        self._bytes[:, :columns] = indices[::-1]
        self._image = QImage(self._bytes.data, columns, rows, self._bytes.shape[1],
                             QImage.Format.Format_Indexed8)
        left, right, bottom, top = extent
        self.rect = QRectF(QPointF(left, bottom), QPointF(right, top))

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Paint where the range lies now."""
        if self._image.isNull():
            return
        self._image.setColorTable(self.colours)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(transform.mapRect(self.rect), self._image)


class SurfaceItem(Item):
    """D over the plane: the plot's ground where D is neutral, blue above, orange below."""

    def __init__(self) -> None:
        super().__init__()
        self._raster = Raster()

    def restyle(self, palette: Palette, unit: float) -> None:
        """Take colours."""
        self._raster.colours = table(diverging(palette))
        super().restyle(palette, unit)

    def set(self, values: NDArray[np.floating], extent: Range, neutral: float, half: float) -> None:
        """Show ``values`` (rows, columns), rows ascending with y; colours are full at ``neutral ± half``."""
        shifted = np.nan_to_num((values - neutral) * (127.5 / half), nan=0.0)
        self._raster.set(np.clip(shifted + 128.0, 0, 255).astype(np.uint8), extent)
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Paint the image."""
        self._raster.draw(painter, transform)


class ContourItem(Item):
    """The line on which D is neutral."""

    def __init__(self) -> None:
        super().__init__()
        self._segments = Segments()
        self.pieces = np.zeros((0, 2, 2))
        """The line as straight pieces in the plot's units, shape (n, 2, 2)."""

    def set(self, values: NDArray[np.floating], extent: Range, neutral: float) -> None:
        """Follow ``values`` (rows, columns), rows ascending with y."""
        left, right, bottom, top = extent
        rows, columns = values.shape
        cell = np.array([(right - left) / columns, (top - bottom) / rows])
        # One more straight cell on every side takes the contour to the edges of the range.
        finite = np.where(np.isfinite(values), values, np.nan).astype(np.float64)
        wider = np.pad(finite, 1, mode="reflect", reflect_type="odd")
        self.pieces = (contour(wider, neutral) - 0.5) * cell + (left, bottom)
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """A line of one pixel."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(hair(between(self.palette.plot, self.palette.text, 0.62)))
        self._segments.draw(painter, mapped(transform, self.pieces))


class DensityItem(Item):
    """A density over the plane, as a colour that fades to nothing."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._raster, self._role, self._top = Raster(), role, Calm()

    def restyle(self, palette: Palette, unit: float) -> None:
        """Take colours."""
        self._raster.colours = fading_table(getattr(palette, self._role))
        super().restyle(palette, unit)

    def set(self, values: NDArray[np.floating], extent: Range) -> None:
        """Show a density (rows, columns); colour grows with its square root, so that thin parts are seen."""
        top = self._top.follow(finite_max(values)) or 1.0
        share = np.sqrt(np.clip(np.nan_to_num(values) / top, 0, 1))
        self._raster.set((share * 255).astype(np.uint8), extent)
        self.update()

    def forget(self) -> None:
        """Begin anew with the scale."""
        self._top.forget()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Paint the image."""
        self._raster.draw(painter, transform)
