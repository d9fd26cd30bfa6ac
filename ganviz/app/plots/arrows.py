"""Arrows: where G's own loss would move each generated sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QTransform

from ganviz.app.plots.base import Item
from ganviz.app.plots.calm import Calm, finite_max
from ganviz.app.plots.colours import faded
from ganviz.app.plots.primitives import Segments, hair, mapped

USUAL, LONGEST = 26.0, 44.0
"""Lengths in pixels of an arrow of usual size, and of the longest."""
_HEAD = 4.5
_TURNS = np.deg2rad([152.0, -152.0])


def shafts(starts: NDArray[np.float64], moves: NDArray[np.float64], ratio: NDArray[np.float64],
           unit: float = 1.0) -> NDArray[np.float64]:
    """Ends of the shafts in pixels (n, 2, 2); those too short to be seen are left out.

    Args:
        starts: in pixels (n, 2).
        moves: directions in pixels (n, 2); only the direction counts.
        ratio: size of each move over the usual one (n,), which is drawn about `USUAL` pixels long; larger
            ones approach `LONGEST`.
        unit: scale of the drawing.
    """
    size = np.hypot(moves[:, 0], moves[:, 1])
    bend = LONGEST / USUAL
    length = unit * USUAL * ratio / (1 + (ratio / bend) ** 2) ** 0.5
    seen = np.isfinite(length) & (length >= 1.5) & (size > 0)
    ends = starts[seen] + moves[seen] / size[seen, None] * length[seen, None]
    return np.stack((starts[seen], ends), axis=1)


def heads(lines: NDArray[np.float64], unit: float = 1.0) -> NDArray[np.float64]:
    """The two barbs of each shaft, shape (2 n, 2, 2)."""
    along = lines[:, 1] - lines[:, 0]
    length = np.hypot(along[:, 0], along[:, 1])
    angle = np.arctan2(along[:, 1], along[:, 0])
    size = np.minimum(_HEAD * unit, 0.6 * length)[:, None]
    tips = lines[:, 1]
    barbs = [tips + size * np.stack((np.cos(angle + turn), np.sin(angle + turn)), 1) for turn in _TURNS]
    return np.concatenate([np.stack((tips, barb), 1) for barb in barbs])


class ArrowsItem(Item):
    """Arrows from points along moves, of a readable length that changes calmly."""

    def __init__(self) -> None:
        super().__init__()
        self._segments, self._scale = Segments(), Calm(slack=0.9)
        self._points = self._moves = np.zeros((0, 2))
        self.share = 1.0

    @property
    def count(self) -> int:
        """How many arrows there are."""
        return len(self._points)

    def set(self, points: NDArray[np.floating], moves: NDArray[np.floating]) -> None:
        """Show ``moves`` (n, 2) at ``points`` (n, 2)."""
        good = np.isfinite(points).all(1) & np.isfinite(moves).all(1)
        self._points, self._moves = points[good].astype(np.float64), moves[good].astype(np.float64)
        self._scale.follow(finite_max(np.hypot(*self._moves.T), 0.75))
        self.update()

    def forget(self) -> None:
        """Begin anew with the scale."""
        self._scale.forget()

    def draw(self, painter: QPainter, transform: QTransform) -> None:
        """Shafts and heads, one pixel thin."""
        shown = round(self.share * len(self._points))
        if not shown:
            return
        zoom = np.array([transform.m11(), transform.m22()])
        moves = self._moves[:shown]
        # The size of a move is told in the plot's units, so that zooming in does not lengthen the arrows.
        ratio = np.hypot(*moves.T) / (self._scale.value or 1.0)
        lines = shafts(mapped(transform, self._points[:shown]), moves * zoom, ratio, self.unit)
        lines = np.concatenate((lines, heads(lines, self.unit)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, shift in ((faded(self.palette.plot, 0.5), 1.0), (faded(self.palette.text, 0.85), 0.0)):
            painter.setPen(hair(colour))
            self._segments.draw(painter, lines + shift)
