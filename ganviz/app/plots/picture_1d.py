"""The picture of the 1-D game: the figure of Goodfellow et al. (2014), alive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from ganviz.app.palette import Palette
from ganviz.app.plots.arrows import ArrowsItem
from ganviz.app.plots.base import Axis, Item, Plot
from ganviz.app.plots.calm import Calm, finite_max
from ganviz.app.plots.curves import CurveItem, LevelItem, RaysItem
from ganviz.app.plots.dots import DotsItem
from ganviz.app.plots.layers import LAYERS_1D
from ganviz.app.plots.names import spoken
from ganviz.app.plots.picture import Parts, Picture
from ganviz.app.plots.substeps import Turn
from ganviz.app.plots.text import tick_texts, ticks

SIZES = {"data_density": 400, "generated_density": 256, "discriminator": 256, "optimal": 256}
RAYS = 64
_ROOM = 0.06
"""Share of D's range left free below and above it."""
_HEADROOM = 1.08
_DIMMED = 0.25


class Picture1D(Picture):
    """Densities on the right axis, D on the left one, and the latent line below."""

    LAYERS = LAYERS_1D
    PROBED = ("d", "optimal", "p_data", "p_g")

    def __init__(self, prefix: str = "game1d", parent: QWidget | None = None) -> None:
        super().__init__(prefix, parent)
        self._low, self._high, self._raw, self._neutral = 0.0, 1.0, False, 0.5
        self._heights = {"data_density": 0.0, "generated_density": 0.0}
        self._placed: tuple[float, ...] = ()
        self._top, self._reach, self._latent_reach = (Calm(round_up=True) for _axis in range(3))
        self._make_plots()
        self._make_items()
        self.footer.addWidget(self.readout)
        self.finish()

    @property
    def density_top(self) -> float:
        """The density at the upper end of D's range."""
        return self._top.value or 1.0

    def plots(self) -> Sequence[Plot]:
        return (self._plot, self._strip)

    def items(self) -> Sequence[Item]:
        ends = (self._rays.below, self._rays.above)
        return (*self._layer_items.values(), *ends, *self._step_items, self.names, self.cross)

    def handlers(self) -> Mapping[str, Callable[[Parts, Mapping[str, Any]], None]]:
        return {"data_density": self._take_data, "generated_density": self._take_generated,
                "discriminator": self._take_discriminator, "optimal": self._take_optimal,
                "latent": self._take_latent, "probe": self._take_probe}

    def options(self, name: str) -> dict[str, Any]:
        """The visible range, and how many points."""
        if name == "latent":
            return {"n": RAYS}
        low, high = self._plot.vb.viewRange()[0]
        return {"range": (float(low), float(high)), "size": SIZES[name]}

    def take_facts(self) -> None:
        """D's range and neutral level; the axes' scales begin anew."""
        self._low, self._high = map(float, self.facts["shown_range"])
        self._neutral = float(self.facts["neutral"])
        self._raw = self.facts["shown_name"] != "probability"
        self._layer_items["neutral"].set(self._neutral)
        self.names.set(spoken(self.facts["axes"][0]), "D", self.tr("density"))
        self._heights = dict.fromkeys(self._heights, 0.0)
        for calm in (self._top, self._reach, self._latent_reach):
            calm.forget()
        self._show_heights()

    def fit(self) -> None:
        low, high = self.facts["extent"][0]
        self._plot.vb.setXRange(low, high, padding=0.0)
        self._show_latent_ticks()

    def show_layer(self, layer: str, on: bool) -> None:
        self._layer_items[layer].setVisible(on)
        if layer == "latent":
            self._strip.setVisible(on)
            self.canvas.ci.layout.setRowStretchFactor(1, 1 if on else 0)
            self._strip.setMaximumHeight(16777215 if on else 0)

    def show_turn(self, turn: Turn) -> None:
        """Samples on their lines, then lifted to what D says of them; moves along x."""
        arrays = turn.arrays
        for part, dots in (("real", self._step_real), ("fake", self._step_fake)):
            dots.set(self._judged(arrays, part))
        fake, move = self._judged(arrays, "fake"), arrays.get("v")
        along = np.zeros(0) if move is None else np.ravel(move)
        self._step_moves.set(fake[: len(along)], np.stack((along, np.zeros(len(along))), 1))
        self._show_latent_dots(arrays.get("z"))
        for layer in ("latent", "discriminator", "optimal"):
            self._layer_items[layer].setOpacity(_DIMMED if arrays and layer == "latent" else 1.0)
        self._appearing[:] = [item for names, item in self._step_parts if names & turn.new]

    def reveal(self, share: float) -> None:
        for item in self._step_items:
            item.share = share if item in self._appearing else 1.0
            item.update()

    def set_palette(self, palette: Palette) -> None:
        super().set_palette(palette)
        for axis in (self._strip.shown_axes["left"], self._strip.shown_axes["right"]):
            axis.setTextPen(palette.faint)

    def _make_plots(self) -> None:
        self._density_axis = Axis("right", free=True)
        self._plot = Plot(right=self._density_axis)
        self._strip = Plot(right=Axis("right", free=True))
        self._strip.shown_axes["left"].setTicks([[(0.0, "z"), (1.0, "G(z)")]])
        self._strip.shown_axes["right"].setTicks([[]])
        self.canvas.addItem(self._plot, 0, 0)
        self.canvas.addItem(self._strip, 1, 0)
        layout = self.canvas.ci.layout
        layout.setContentsMargins(2, 10, 2, 4)
        layout.setRowStretchFactor(0, 3)
        layout.setRowStretchFactor(1, 1)
        self._plot.vb.setMouseEnabled(x=True, y=False)
        self._strip.vb.setMouseEnabled(x=False, y=False)
        self._strip.vb.setXLink(self._plot.vb)
        self._strip.vb.setYRange(-0.12, 1.12, padding=0)
        self._plot.shown_axes["left"].setGrid(140)

    def _make_items(self) -> None:
        self._rays = RaysItem()
        self._curves = {
            "data": CurveItem("real", fill=0.34), "generated": CurveItem("generated", fill=0.34),
            "optimal": CurveItem("secondary", dashed=True), "discriminator": CurveItem("accent", width=2.2)}
        self._layer_items: dict[str, Any] = {"neutral": LevelItem("text"), **self._curves,
                                             "latent": self._rays}
        self._step_real, self._step_fake = DotsItem("real", 8.0), DotsItem("generated", 8.0)
        self._step_moves, self._step_z = ArrowsItem(), DotsItem("text", 5.0)
        self._step_parts = ((frozenset({"real", "d_real"}), self._step_real),
                            (frozenset({"fake", "d_fake"}), self._step_fake),
                            (frozenset({"v"}), self._step_moves), (frozenset({"z"}), self._step_z))
        self._step_items = tuple(item for _names, item in self._step_parts)
        self._appearing: list[Item] = []
        on_strip = (self._rays, self._step_z)
        for item in (*self._layer_items.values(), *self._step_items):
            (self._strip if item in on_strip else self._plot).addItem(item)

    # --- densities: their own axis, whose top moves calmly ------------------------------------------------

    def _take_data(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self._take_density("data_density", self._curves["data"], parts)

    def _take_generated(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self._take_density("generated_density", self._curves["generated"], parts)

    def _take_density(self, name: str, curve: CurveItem, parts: Parts) -> None:
        self._heights[name] = finite_max(parts["y"])
        curve.set(parts["x"], parts["y"])
        self._top.follow(_HEADROOM * max(self._heights.values()))
        self._show_heights()

    def _show_heights(self) -> None:
        """Put the densities between the ends of D's range, and the right axis beside them, where these moved."""
        if self._placed == (heights := (self._low, self._high, self.density_top)):
            return
        self._placed = heights
        span = self._high - self._low
        bottom, top = self._low - _ROOM * span, self._high + _ROOM * span
        self._plot.vb.setYRange(bottom, top, padding=0)
        scale = span / self.density_top
        for name in ("data", "generated"):
            self._curves[name].place(scale, self._low)
        self._density_axis.setRange((bottom - self._low) / scale, (top - self._low) / scale)

    # --- D ------------------------------------------------------------------------------------------------

    def _take_discriminator(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        if self._raw:
            self._widen(parts["y"])
        self._curves["discriminator"].set(parts["x"], parts["y"])

    def _widen(self, values: NDArray[Any]) -> None:
        """Raw values know no bounds: the axis follows them on both sides of the neutral level."""
        low, high = map(float, self.facts["shown_range"])
        reach = self._reach.follow(finite_max(np.abs(values - self._neutral)))
        reach = max(reach, high - self._neutral, self._neutral - low)
        self._low, self._high = self._neutral - reach, self._neutral + reach
        self._show_heights()

    def _take_optimal(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self._curves["optimal"].set(parts["x"], parts["y"])

    # --- the latent line ----------------------------------------------------------------------------------

    def _take_latent(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        z, before = np.ravel(parts["z"]), self._latent_reach.value
        if self._latent_reach.follow(finite_max(np.abs(z))) != before:
            self._show_latent_ticks()
        self._rays.set(self._place_latent(z), np.ravel(parts["x"]))

    def _place_latent(self, z: NDArray[Any]) -> NDArray[np.float64]:
        """Latent values on the axis of x: their range fills the middle of the data's."""
        low, high = self.facts["extent"][0]
        reach = self._latent_reach.value or 1.0
        return np.asarray((low + high) / 2 + np.float64(z) / reach * 0.46 * (high - low))

    def _show_latent_ticks(self) -> None:
        reach = self._latent_reach.value or 1.0
        marks = ticks(-reach, reach, 6)
        places = self._place_latent(np.array(marks)).tolist()
        self._strip.shown_axes["bottom"].setTicks([list(zip(places, tick_texts(marks), strict=True))])

    def _show_latent_dots(self, z: NDArray[Any] | None) -> None:
        first = np.zeros(0) if z is None else np.asarray(z, dtype=np.float64).reshape(len(z), -1)[:, 0]
        self._step_z.set(np.stack((self._place_latent(first), np.zeros(len(first))), 1))

    # --- slow motion and the pointer ----------------------------------------------------------------------

    def _judged(self, arrays: Mapping[str, NDArray[Any]], part: str) -> NDArray[np.float64]:
        """Samples on the base line, or at the height of what D says of them."""
        if part not in arrays:
            return np.zeros((0, 2))
        x, judged = np.ravel(arrays[part]).astype(np.float64), arrays.get(f"d_{part}")
        height = np.full(len(x), self._low) if judged is None else np.ravel(judged).astype(np.float64)
        return np.stack((x, height), 1)

    def _take_probe(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self.readout.set(parts)
