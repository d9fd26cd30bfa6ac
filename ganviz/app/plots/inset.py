"""The latent space in a corner of the picture, shown while slow motion draws z."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from ganviz.app.plots.base import Item
from ganviz.app.plots.colours import faded

_SIDE, _GAP, _REACH = 104.0, 12.0, 3.2


class LatentInset(Item):
    """The first two latent dimensions from -3.2 to 3.2 (one dimension lies on a line)."""

    def __init__(self) -> None:
        super().__init__()
        self._z = np.zeros((0, 2))
        self.share = 1.0

    @property
    def count(self) -> int:
        """How many latent points there are."""
        return len(self._z)

    def set(self, z: NDArray[np.floating] | None) -> None:
        """Show latent points (n, latent_dim); None hides the inset."""
        flat = np.zeros((0, 1)) if z is None else np.asarray(z, dtype=np.float64).reshape(len(z), -1)
        self._z = np.zeros((len(flat), 2))
        self._z[:, : min(2, flat.shape[1])] = flat[:, :2]
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """A small square in the lower left corner, with one dot for each z."""
        if not len(self._z):
            return
        area, side = transform.mapRect(self.viewRect()), _SIDE * self.unit
        box = QRectF(area.left() + _GAP, area.bottom() - _GAP - side, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.palette.hairline), 1))
        painter.setBrush(faded(self.palette.panel, 0.9))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(self.palette.secondary))
        painter.drawText(box.adjusted(8, 4, 0, 0), Qt.AlignmentFlag.AlignLeft, "z")
        self._paint_dots(painter, box)

    def _paint_dots(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.palette.secondary))
        radius = 1.6 * self.unit
        for x, y in np.clip(self._z[: round(self.share * len(self._z))] / _REACH, -0.96, 0.96):
            cx, cy = box.center().x() + x * box.width() / 2, box.center().y() - y * box.height() / 2
            painter.drawEllipse(QRectF(cx - radius, cy - radius, 2 * radius, 2 * radius))
