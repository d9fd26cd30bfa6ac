"""Where the pictures of the samples stand: as large as the area allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in pixels: of a heading, of the name below a sample, between cells, between groups of cells."""

    heading: float
    name: float
    gap: float
    apart: float


@dataclass(frozen=True, slots=True)
class Block:
    """A group: how many pictures of a sample it has, of how many samples, and their width over their height."""

    columns: int
    samples: int
    ratio: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One picture's place: of which sample, group and column, and whether its line is the first."""

    sample: int
    group: int
    column: int
    rect: QRectF
    first: bool


def arrange(area: QRectF, blocks: Sequence[Block], lengths: Measures) -> list[Cell]:
    """Places for every picture; those in a line are equally high. A group with fewer samples leaves places empty.

    Args:
        area: where there is room.
        blocks: the groups that stand beside each other.
        lengths: what stands around the pictures.
    """
    samples = max((block.samples for block in blocks if block.columns), default=0)
    if not samples:
        return []
    tries = [_Grid(area, samples, blocks, lengths, beside) for beside in range(1, samples + 1)]
    return max(tries, key=lambda grid: grid.high * _PLAIN ** grid.beside).cells()


_PLAIN = 0.88
"""What a picture's height counts for with each further sample in a line: one below the other is easier to read, and a
small change of the area is not to turn everything round."""


class _Grid:
    """Lines with ``beside`` samples in each."""

    def __init__(self, area: QRectF, samples: int, blocks: Sequence[Block], lengths: Measures, beside: int) -> None:
        self._area, self._samples, self._blocks, self._lengths = area, samples, blocks, lengths
        self.beside, self._lines = beside, -(-samples // beside)
        across = beside * sum(block.columns for block in blocks)
        spare = (across - beside * len(blocks)) * lengths.gap + (beside * len(blocks) - 1) * lengths.apart
        by_width = (area.width() - spare) / (beside * sum(block.columns * block.ratio for block in blocks))
        by_height = (area.height() - lengths.heading) / self._lines - lengths.name
        self.high = max(1.0, min(by_width, by_height))
        self._left = area.left() + max(0.0, (area.width() + lengths.apart - beside * self._span()) / 2)

    def cells(self) -> list[Cell]:
        step = self.high + self._lengths.name
        spread = self._area.height() - self._lengths.heading - self._lines * step
        top = self._area.top() + self._lengths.heading + max(0.0, spread / 2)
        found = []
        for sample in range(self._samples):
            line, place = divmod(sample, self.beside)
            found += self._of_sample(sample, self._left + place * self._span(), top + line * step, line == 0)
        return found

    def _of_sample(self, sample: int, left: float, top: float, first: bool) -> list[Cell]:
        found = []
        for group, block in enumerate(self._blocks):
            wide = self.high * block.ratio
            if sample < block.samples:
                found += [Cell(sample, group, column,
                               QRectF(left + column * (wide + self._lengths.gap), top, wide, self.high), first)
                          for column in range(block.columns)]
            left += self._width(block)
        return found

    def _width(self, block: Block) -> float:
        """Of a group, with the room after it."""
        return block.columns * (self.high * block.ratio + self._lengths.gap) - self._lengths.gap + self._lengths.apart

    def _span(self) -> float:
        """Of all groups of a sample, with the room after each."""
        return sum(self._width(block) for block in self._blocks)
