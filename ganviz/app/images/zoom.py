"""What part of every image is on show: one zoom and one centre for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

MOST = 24.0
"""The strongest zoom."""


@dataclass(frozen=True, slots=True)
class Zoom:
    """A part of an image, in shares of its width and height."""

    factor: float = 1.0
    x: float = 0.5
    y: float = 0.5

    @property
    def part(self) -> QRectF:
        """The part on show."""
        side = 1 / self.factor
        return QRectF(self.x - side / 2, self.y - side / 2, side, side)

    def whole(self, cell: QRectF) -> QRectF:
        """Where the whole image lies, so that the part on show fills ``cell``."""
        width, height = cell.width() * self.factor, cell.height() * self.factor
        part = self.part
        return QRectF(cell.left() - part.left() * width, cell.top() - part.top() * height, width, height)

    def at(self, cell: QRectF, place: QPointF) -> QPointF:
        """The place of the image that is shown at ``place``."""
        whole = self.whole(cell)
        return QPointF((place.x() - whole.left()) / whole.width(), (place.y() - whole.top()) / whole.height())

    def zoomed(self, by: float, about: QPointF) -> Zoom:
        """Nearer or farther, the place ``about`` of the image staying where it is."""
        factor = min(MOST, max(1.0, self.factor * by))
        share = self.factor / factor
        x, y = about.x() + (self.x - about.x()) * share, about.y() + (self.y - about.y()) * share
        return Zoom(factor, x, y)._inside()

    def moved(self, by: QPointF) -> Zoom:
        """Moved by shares of the image."""
        return Zoom(self.factor, self.x + by.x(), self.y + by.y())._inside()

    def _inside(self) -> Zoom:
        half = 0.5 / self.factor
        return Zoom(self.factor, min(1 - half, max(half, self.x)), min(1 - half, max(half, self.y)))
