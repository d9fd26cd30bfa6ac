"""The picture of the 2-D game: D's surface, samples, densities, the warped grid and G's wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from ganviz.app.palette import Palette
from ganviz.app.panels.colourbar import ColourBar
from ganviz.app.plots.arrows import ArrowsItem
from ganviz.app.plots.base import Axis, Item, Plot
from ganviz.app.plots.calm import Calm, finite_max
from ganviz.app.plots.dots import DotsItem
from ganviz.app.plots.inset import LatentInset
from ganviz.app.plots.layers import LAYERS_2D
from ganviz.app.plots.mesh import MeshItem
from ganviz.app.plots.names import spoken
from ganviz.app.plots.picture import STILL, Parts, Picture, levels
from ganviz.app.plots.raster import ContourItem, DensityItem, Range, SurfaceItem
from ganviz.app.plots.substeps import Turn

COARSE, FINE = 44, 256
"""Points per axis of the surface while the run plays, and at rest. The data's density is fine always: it is computed
once for each view, and a narrow mode would fall between coarse points."""
FIXED = {"samples": {"n": 500}, "gradient": {"n": 60}, "grid": {"size": 21}}
_MARGIN = 0.02
_DIMMED = 0.16


class Picture2D(Picture):
    """The plane, with D's judgement as its ground."""

    LAYERS = LAYERS_2D
    PROBED = ("d", "p_data", "p_g")

    def __init__(self, prefix: str = "game2d", parent: QWidget | None = None) -> None:
        super().__init__(prefix, parent)
        self._neutral, self._half, self._raw = 0.5, 0.5, False
        self._spread = Calm(slack=0.85)
        self._plot = Plot(left=Axis("left", inset=8), bottom=Axis("bottom", inset=18))
        self._plot.setAspectLocked(True)
        self.canvas.addItem(self._plot)
        self.canvas.ci.layout.setContentsMargins(0, 0, 0, 2)
        self._make_items()
        self.bar = ColourBar(self.palette_, self)
        self.bar.setObjectName(f"{prefix}.colourbar")
        self.footer.addWidget(self.bar)
        self.footer.addWidget(self.readout)
        self.finish()

    def plots(self) -> Sequence[Plot]:
        return (self._plot,)

    def items(self) -> Sequence[Item]:
        return (*self._layer_items.values(), *self._step_items, self.names, self.cross)

    def handlers(self) -> Mapping[str, Callable[[Parts, Mapping[str, Any]], None]]:
        return {"surface": self._take_surface, "samples": self._take_samples, "gradient": self._take_gradient,
                "grid": self._take_grid, "generated_density": self._take_generated_density,
                "data_density": self._take_data_density, "probe": self._take_probe}

    def options(self, name: str) -> dict[str, Any]:
        """The visible range for what covers the plane; numbers of points for the rest."""
        if name in FIXED:
            return dict(FIXED[name])
        fine = name in STILL or (name == "surface" and not self._pace.running)
        return {"range": self.visible_range, "size": FINE if fine else COARSE}

    @property
    def visible_range(self) -> tuple[float, float, float, float]:
        """(x low, x high, y low, y high) of the view."""
        (left, right), (bottom, top) = self._plot.vb.viewRange()
        return float(left), float(right), float(bottom), float(top)

    def take_facts(self) -> None:
        """D's neutral level and range, the axes' names and scales, and whether there is a latent plane to warp."""
        low, high = self.facts["shown_range"]
        self._neutral = float(self.facts["neutral"])
        self._raw = self.facts["shown_name"] != "probability"
        self._half = max(high - self._neutral, self._neutral - low)
        self._spread.forget()
        self.names.set(*map(spoken, self.facts["axes"]))
        (left, right), (bottom, top) = self.facts["extent"]
        self._plot.setAspectLocked(True, (top - bottom) / (right - left))  # axes in unlike units fill the same square
        for item in (self._arrows, self._clouds["generated_density"], self._clouds["data_density"]):
            item.forget()
        self._show_bar()
        self.set_possible("grid", self.facts.get("latent_dim", 2) >= 2)

    def fit(self) -> None:
        (left, right), (bottom, top) = self.facts["extent"]
        area = QRectF(left, bottom, right - left, top - bottom)
        self._plot.vb.setRange(area, padding=_MARGIN, disableAutoRange=True)

    def show_layer(self, layer: str, on: bool) -> None:
        self._layer_items[layer].setVisible(on)

    def show_turn(self, turn: Turn) -> None:
        """The turn's own dots stand out; the samples of the snapshot step back meanwhile."""
        arrays, empty = turn.arrays, np.zeros((0, 2))
        for part, dots in (("real", self._step_real), ("fake", self._step_fake)):
            judged = arrays.get(f"d_{part}")
            shades = None if judged is None else levels(judged, self._neutral, self._half)
            dots.set(arrays.get(part, empty), shades)
        moves = arrays.get("v", empty)
        self._step_moves.set(arrays.get("fake", empty)[: len(moves)], moves)
        self._inset.set(arrays.get("z"))
        for layer in ("real", "generated", "gradient"):
            self._layer_items[layer].setOpacity(_DIMMED if arrays else 1.0)
        self._appearing[:] = [item for names, item in self._step_parts if names & turn.new]

    def reveal(self, share: float) -> None:
        for item in self._step_items:
            item.share = share if item in self._appearing else 1.0
            item.update()

    def set_palette(self, palette: Palette) -> None:
        super().set_palette(palette)
        self.bar.set_palette(palette)

    def _make_items(self) -> None:
        self._surface, self._contour, self._grid, self._arrows = SurfaceItem(), ContourItem(), MeshItem(), ArrowsItem()
        self._real, self._fake = DotsItem("real"), DotsItem("generated")
        self._clouds = {f"{role}_density": DensityItem(colour)
                        for role, colour in (("data", "real"), ("generated", "generated"))}
        self._layer_items: dict[str, Item] = {
            "surface": self._surface, **self._clouds, "neutral": self._contour, "grid": self._grid, "real": self._real,
            "generated": self._fake, "gradient": self._arrows}
        self._step_real, self._step_fake = DotsItem("real", 8.5), DotsItem("generated", 8.5)
        self._step_moves, self._inset = ArrowsItem(), LatentInset()
        self._step_parts = ((frozenset({"real", "d_real"}), self._step_real),
                            (frozenset({"fake", "d_fake"}), self._step_fake),
                            (frozenset({"v"}), self._step_moves), (frozenset({"z"}), self._inset))
        self._step_items = tuple(item for _names, item in self._step_parts)
        self._appearing: list[Item] = []
        for item in (*self._layer_items.values(), *self._step_items):
            self._plot.addItem(item)

    def _take_surface(self, parts: Parts, asked: Mapping[str, Any]) -> None:
        values = parts["values"]
        if self._raw:
            # A few steep corners must not bleach the rest: the colours follow 98 % of the plane.
            self._half = self._spread.follow(finite_max(np.abs(values - self._neutral), 0.98)) or self._half
            self._show_bar()
        extent = self._range_of(asked)
        self._surface.set(values, extent, self._neutral, self._half)
        if self.is_shown("neutral"):
            self._contour.set(values, extent, self._neutral)

    def _show_bar(self) -> None:
        self.bar.set_values(self._neutral - self._half, self._neutral, self._neutral + self._half)

    def _range_of(self, asked: Mapping[str, Any]) -> Range:
        extent: Range = asked.get("range", self.visible_range)
        return extent

    def _take_samples(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self._real.set(parts["real"])
        self._fake.set(parts["fake"])

    def _take_gradient(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self._arrows.set(parts["x"], parts["v"])

    def _take_grid(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self._grid.set(parts["x"])

    def _take_generated_density(self, parts: Parts, asked: Mapping[str, Any]) -> None:
        self._clouds["generated_density"].set(parts["values"], self._range_of(asked))

    def _take_data_density(self, parts: Parts, asked: Mapping[str, Any]) -> None:
        self._clouds["data_density"].set(parts["values"], self._range_of(asked))

    def _take_probe(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self.readout.set(parts)
