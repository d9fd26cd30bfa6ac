"""The warped grid: a square grid of latent points as the generator lays it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QTransform

from ganviz.app.plots.base import Item
from ganviz.app.plots.colours import faded
from ganviz.app.plots.primitives import hair, mapped, stroke


class MeshItem(Item):
    """Lines along both directions of a grid of points."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = np.zeros((0, 0, 2))

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._grid.shape[0] + self._grid.shape[1]

    def set(self, grid: NDArray[np.floating]) -> None:
        """Show a grid of points, shape (rows, columns, 2)."""
        self._grid = np.asarray(grid, dtype=np.float64)
        self.update()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """One thin line for each row and each column."""
        grid = mapped(transform, self._grid)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(hair(faded(self.palette.generated, 0.6)))
        for line in (*grid, *grid.swapaxes(0, 1)):
            stroke(painter, line, 1.0)
