"""What the sheet shows: the newest pictures and maps, as they came and as images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from ganviz.app.images.columns import Column, Group
from ganviz.app.images.overlays import Patches, Scale, heat, judgements, picture
from ganviz.app.palette import Palette

Arrays = dict[str, NDArray[Any]]


class Content:
    """The newest answer of each kind, by the names of the arrays.

    Attributes:
        arrays: as they came.
        images: pictures and maps as images, by array and sample.
        patches: how D's maps lie over the pictures.
        scale: the colours of D's maps; None where they are those of the values on show.
    """

    def __init__(self, groups: Sequence[Group], palette: Palette) -> None:
        self.groups = groups
        self._palette = palette
        self.arrays: Arrays = {}
        self.images: dict[str, list[QImage]] = {}
        self.patches = Patches(70, 8)
        self.scale: Scale | None = Scale(0.5, 0.5)

    def clear(self) -> None:
        """Another run begins."""
        self.arrays, self.images = {}, {}

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Take how D's values are shown, and how its patches lie."""
        self.patches = Patches(facts["patch"], facts["stride"])
        low, high = facts["shown_range"]
        neutral = facts["neutral"]
        self.scale = None if neutral is None else Scale(neutral, max(high - neutral, neutral - low))

    def take(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take what came; what did not come stays."""
        fresh = {name: values for name, values in arrays.items() if values.ndim >= 3}
        self.arrays |= fresh
        self.images |= {name: self._made(name, values) for name, values in fresh.items()}

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        self._palette = palette
        self.images = {name: self._made(name, values) for name, values in self.arrays.items()}

    def _made(self, name: str, values: NDArray[Any]) -> list[QImage]:
        if name.startswith("patches."):
            return judgements(values, self.scale or self._scale_of(name), self._palette)
        if name.startswith("difference."):
            return heat(values, self._palette)
        return [picture(each) for each in values]

    def _scale_of(self, name: str) -> Scale:
        """That of the values on show of the same judge, whose names end alike."""
        judge = name.partition("_")[2]
        return Scale.spanning([values for other, values in self.arrays.items()
                               if other.startswith("patches.") and other.partition("_")[2] == judge])

    def count(self, group: Group) -> int:
        """How many samples of a group there are."""
        return len(self.images.get(group.columns[0].name, ()))

    def image(self, name: str, sample: int) -> QImage | None:
        """A picture or a map of a sample, if it is there."""
        found = self.images.get(name, [])
        return found[sample] if sample < len(found) else None

    def shape(self, column: Column) -> tuple[int, int]:
        """Height and width of a column's pictures: those of CycleGAN's sides may differ."""
        values = self.arrays.get(column.name)
        return (values.shape[1], values.shape[2]) if values is not None else (1, 1)

    def pixels(self, column: Column, sample: int) -> NDArray[np.uint8] | None:
        """The pixels (H, W, C) of a picture, if it is there."""
        values = self.arrays.get(column.name)
        return values[sample] if values is not None and sample < len(values) else None

    def value(self, name: str, sample: int, place: tuple[int, int]) -> float | None:
        """A map's value at a place, if it is there."""
        values = self.arrays.get(name)
        if values is None or sample >= len(values):
            return None
        row, column = (min(at, size - 1) for at, size in zip(place, values.shape[1:], strict=True))
        return float(values[sample, row, column])
