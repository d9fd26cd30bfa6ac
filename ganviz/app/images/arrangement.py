"""Where the pictures of the samples stand: as large as the area allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in pixels: of a heading, of the name below a sample, between cells, between groups of cells."""

    heading: float
    name: float
    gap: float
    apart: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One picture's place: of which sample, group and column, and whether its line is the first."""

    sample: int
    group: int
    column: int
    rect: QRectF
    first: bool


def arrange(area: QRectF, samples: int, columns: Sequence[int], shape: QSizeF, lengths: Measures) -> list[Cell]:
    """Places for every picture.

    Args:
        area: where there is room.
        samples: how many samples there are.
        columns: how many pictures of a sample each group has.
        shape: the shape of one picture, of which only the ratio counts.
        lengths: what stands around the pictures.
    """
    if not samples or not sum(columns):
        return []
    tries = [_Grid(area, samples, columns, shape, lengths, beside) for beside in range(1, samples + 1)]
    return max(tries, key=lambda grid: grid.side * _PLAIN ** grid.beside).cells()

_PLAIN = 0.88
"""What a picture's side counts for with each further sample in a line: one below the other is easier to read, and a
small change of the area is not to turn everything round."""


class _Grid:
    """Lines with ``beside`` samples in each."""

    def __init__(self, area: QRectF, samples: int, columns: Sequence[int], shape: QSizeF, lengths: Measures,
                 beside: int) -> None:
        self._area, self._samples, self._columns, self._lengths = area, samples, columns, lengths
        self.beside, self._lines = beside, -(-samples // beside)
        across, blocks = beside * sum(columns), beside * len(columns)
        self._spare = (across - blocks) * lengths.gap + (blocks - 1) * lengths.apart
        width = (area.width() - self._spare) / across
        height = (area.height() - lengths.heading) / self._lines - lengths.name
        self._ratio = shape.height() / max(1.0, shape.width())
        self.side = max(1.0, min(width, height / self._ratio))
        self._left = area.left() + max(0.0, (area.width() - self._spare - across * self.side) / 2)

    def cells(self) -> list[Cell]:
        high = self.side * self._ratio
        step = high + self._lengths.name
        spread = self._area.height() - self._lengths.heading - self._lines * step
        top = self._area.top() + self._lengths.heading + max(0.0, spread / 2)
        found = []
        for sample in range(self._samples):
            line, place = divmod(sample, self.beside)
            left = self._left + place * self._block()
            for group, count in enumerate(self._columns):
                for column in range(count):
                    rect = QRectF(left, top + line * step, self.side, high)
                    found.append(Cell(sample, group, column, rect, line == 0))
                    left += self.side + self._lengths.gap
                left += self._lengths.apart - self._lengths.gap
        return found

    def _block(self) -> float:
        across = sum(self._columns)
        groups = len(self._columns)
        return across * self.side + (across - groups) * self._lengths.gap + groups * self._lengths.apart
