"""One of ALI's two planes: its plot, and everything that can stand in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from ganviz.app.plots.arrows import ArrowsItem
from ganviz.app.plots.base import Axis, Item, Plot
from ganviz.app.plots.dots import DotsItem
from ganviz.app.plots.names import NamesItem
from ganviz.app.plots.picture import Parts, levels
from ganviz.app.plots.raster import ContourItem, DensityItem, Range, SurfaceItem
from ganviz.app.plots.readout import CrossItem
from ganviz.app.plots.trips import ErrorItem, ModesItem, PinItem, TripsItem

_MARGIN = 0.02
_DOT, _STEP_DOT = 5.5, 7.5


class TwinPlane:
    """A plane of square units with D's map as its ground.

    Attributes:
        key: ``"x"`` or ``"code"``, as the trainer calls it.
        layers: the item of each layer that it has.
    """

    def __init__(self, key: str, clouds: dict[str, str]) -> None:
        self.key = key
        self.plot = Plot(left=Axis("left", inset=20), bottom=Axis("bottom", inset=18))
        self.plot.setAspectLocked(True)
        self.map, self.contour, self.field = SurfaceItem(), ContourItem(), ArrowsItem()
        self.encoder, self.generator = DotsItem("real", _DOT), DotsItem("generated", _DOT)
        self.trips, self.modes, self.error = TripsItem(), ModesItem(), ErrorItem()
        self.clouds = {layer: DensityItem(role) for layer, role in clouds.items()}
        self.pin, self.cross, self.names = PinItem(), CrossItem(), NamesItem()
        self.step_encoder, self.step_generator = DotsItem("real", _STEP_DOT), DotsItem("generated", _STEP_DOT)
        self.step_moves = ArrowsItem()
        self.layers: dict[str, Item] = {
            "map": self.map, "error": self.error, **self.clouds, "neutral": self.contour, "field": self.field,
            "generator": self.generator, "encoder": self.encoder, "trips": self.trips, "modes": self.modes}
        for item in (*self.layers.values(), *self.steps, self.pin):
            self.plot.addItem(item)

    @property
    def steps(self) -> tuple[DotsItem, DotsItem, ArrowsItem]:
        """What slow motion shows."""
        return self.step_encoder, self.step_generator, self.step_moves

    def items(self) -> Sequence[Item]:
        """Everything that paints itself, from the ground up."""
        return (*self.layers.values(), *self.steps, self.names, self.cross, self.pin)

    @property
    def visible_range(self) -> tuple[float, float, float, float]:
        """(left, right, bottom, top) of the view."""
        (left, right), (bottom, top) = self.plot.vb.viewRange()
        return float(left), float(right), float(bottom), float(top)

    def fit(self, extent: Sequence[Sequence[float]]) -> None:
        """Show a whole extent, ((low, high), (low, high)); axes in unlike units fill the same square."""
        (left, right), (bottom, top) = extent
        self.plot.setAspectLocked(True, (top - bottom) / (right - left))
        self.plot.vb.setRange(QRectF(left, bottom, right - left, top - bottom), padding=_MARGIN, disableAutoRange=True)

    def place(self, scene: QPointF | None) -> tuple[float, float] | None:
        """The place under a point of the scene, None where it lies outside."""
        if scene is None or not self.plot.vb.sceneBoundingRect().contains(scene):
            return None
        at = self.plot.vb.mapSceneToView(scene)
        return float(at.x()), float(at.y())

    def show_map(self, values: Parts, extent: Range, neutral: float, half: float, with_contour: bool) -> None:
        """D over ``extent``; colours are full at ``neutral ± half``."""
        self.map.set(values["values"], extent, neutral, half)
        if with_contour:
            self.contour.set(values["values"], extent, neutral)

    def show_step(self, pairs: Parts, encoder: str, generator: str, moved: str, neutral: float, half: float) -> None:
        """What a turn has computed: dots of both kinds, shaded once D has judged them, and the moves of one kind."""
        empty = np.zeros((0, 2))
        for dots, part, judged in ((self.step_encoder, encoder, "d_real"), (self.step_generator, generator, "d_fake")):
            shades = levels(pairs[judged], neutral, half) if judged in pairs else None
            dots.set(pairs.get(part, empty), shades)
        moves = pairs.get(f"v_{moved}", empty)
        self.step_moves.set(pairs.get(moved, empty)[: len(moves)], moves)

    def forget(self) -> None:
        """Begin anew with every scale."""
        for item in (self.field, self.error, *self.clouds.values()):
            item.forget()
