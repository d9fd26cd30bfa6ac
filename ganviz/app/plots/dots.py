"""Samples as dots, in one colour or coloured by what D says of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform

from ganviz.app.palette import Palette
from ganviz.app.plots.base import Item
from ganviz.app.plots.colours import diverging
from ganviz.app.plots.primitives import Stamps, mapped

SHADES = 33


def _sprites(colours: list[QColor], outline: QPen, diameter: float, ratio: float) -> QPixmap:
    """Dots side by side, each with an outline."""
    side = int(np.ceil((diameter + 3) * ratio))
    pixmap = QPixmap(side * len(colours), side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(outline)
    inset = (side / ratio - diameter) / 2
    for k, colour in enumerate(colours):
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(k * side / ratio + inset, inset, diameter, diameter))
    painter.end()
    return pixmap


class DotsItem(Item):
    """Dots of one role of the palette, or shaded between generated and real."""

    def __init__(self, role: str, diameter: float = 7.0) -> None:
        super().__init__()
        self._role, self._diameter, self._stamps = role, diameter, Stamps()
        self._points = np.zeros((0, 2))
        self._shades: NDArray[np.intp] | None = None
        self._cache: dict[tuple[float, bool], QPixmap] = {}
        self.share = 1.0

    @property
    def count(self) -> int:
        """How many dots there are."""
        return len(self._points)

    def restyle(self, palette: Palette, unit: float) -> None:
        """Take colours; the cached dots are drawn anew."""
        self._cache.clear()
        super().restyle(palette, unit)

    def set(self, points: NDArray[np.floating], level: NDArray[np.floating] | None = None) -> None:
        """Show points (n, 2); ``level`` (n,) in [-1, 1] shades each from generated to real."""
        good = np.isfinite(points).all(1)
        self._points = np.asarray(points, dtype=np.float64)[good]
        self._shades = None
        if level is not None:
            part = np.clip(np.nan_to_num(level[good]), -1, 1)
            self._shades = np.round((part + 1) / 2 * (SHADES - 1)).astype(np.intp)
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Stamp the first ``share`` of the dots."""
        shown = round(self.share * len(self._points))
        if not shown:
            return
        sprites = self._pixmap(painter.device().devicePixelRatioF(), self._shades is not None)
        which = 0 if self._shades is None else self._shades[:shown]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._stamps.draw(painter, mapped(transform, self._points[:shown]), sprites, which)

    def _pixmap(self, ratio: float, shaded: bool) -> QPixmap:
        if (ratio, shaded) not in self._cache:
            # What it is stands around what D says of it.
            outline = QPen(QColor(getattr(self.palette, self._role)), 1.7) if shaded \
                else QPen(QColor(self.palette.plot), 1.0)
            diameter = self._diameter * self.unit
            self._cache[ratio, shaded] = _sprites(self._colours(shaded), outline, diameter, ratio)
        return self._cache[ratio, shaded]

    def _colours(self, shaded: bool) -> list[QColor]:
        if not shaded:
            return [QColor(getattr(self.palette, self._role))]
        return [QColor(*map(int, rgb)) for rgb in diverging(self.palette, strength=1.0, size=SHADES)]
