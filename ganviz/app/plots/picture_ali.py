"""The picture of ALI on points: the plane of x and the plane of the codes, side by side and linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Slot
from PySide6.QtWidgets import QWidget

from ganviz.app.palette import Palette
from ganviz.app.panels.colourbar import ColourBar
from ganviz.app.plots.base import Item, Plot
from ganviz.app.plots.calm import Calm, finite_max
from ganviz.app.plots.layers_ali import LAYERS_ALI
from ganviz.app.plots.picture import Parts, Picture
from ganviz.app.plots.raster import Range
from ganviz.app.plots.route import RouteItem
from ganviz.app.plots.substeps import Turn
from ganviz.app.plots.twin_plane import TwinPlane

COARSE, FINE = 33, 192
"""Points per axis of each plane's pictures while the run plays, and at rest."""
FIXED = {"pairs": {"n": 160}, "trips": {"n": 60}, "coverage": {}}
_FIELD = 13
_GAP = 10
_DIMMED = 0.16
_X_LAYERS = frozenset({"map_x", "field_x", "error"})
_PINNED = frozenset({"map_x", "map_code", "field_x", "field_code"})
_EXTENTS = {"x": "extent", "code": "code_extent"}
Place = tuple[float, float]


class PictureALI(Picture):
    """Two planes, a pin in each: every plane shows D with the pin of the other one.

    The pointer, or else the pin of x, is followed through both networks: from x to E(x) and back as G(E(x)), from z to
    G(z) and back as E(G(z)).
    """

    LAYERS = LAYERS_ALI
    PROBED = ("d", "p_data", "p_g", "error")
    EXTENTS = tuple(_EXTENTS.values())

    def __init__(self, prefix: str = "gameali", parent: QWidget | None = None) -> None:
        super().__init__(prefix, parent)
        self._neutral, self._half, self._raw = 0.5, 0.5, False
        self._spread = Calm(slack=0.85)
        self.pins: dict[str, Place] = {}
        self._offered: dict[str, Place] = {}
        self._at: tuple[str, Place] | None = None
        self._appearing: list[Item] = []
        self._make_planes()
        self.bar = ColourBar(self.palette_, self)
        self.bar.setObjectName(f"{prefix}.colourbar")
        self.footer.addWidget(self.bar)
        self.footer.addWidget(self.readout)
        self.canvas.clicked.connect(self._on_clicked)
        self.finish()

    def _make_planes(self) -> None:
        self.data_plane = TwinPlane("x", {})
        self.code_plane = TwinPlane("code", {"posterior": "real", "prior": "generated"})
        self.planes = {"x": self.data_plane, "code": self.code_plane}
        for column, plane in enumerate(self.planes.values()):
            self.canvas.addItem(plane.plot, 0, column)
        self.canvas.ci.layout.setHorizontalSpacing(_GAP)
        self.canvas.ci.layout.setContentsMargins(0, 0, 0, 2)
        self.route = RouteItem()
        self.canvas.scene().addItem(self.route)
        self.names, self.cross = self.data_plane.names, self.data_plane.cross
        for item in (self.code_plane.names, self.code_plane.cross):
            self.code_plane.plot.addItem(item)

    # --- what a picture provides -------------------------------------------------------------------------

    def plots(self) -> Sequence[Plot]:
        return self.data_plane.plot, self.code_plane.plot

    def items(self) -> Sequence[Item]:
        return (*self.data_plane.items(), *self.code_plane.items())

    def handlers(self) -> Mapping[str, Callable[[Parts, Mapping[str, Any]], None]]:
        return {"map_x": self._take_map_x, "map_code": self._take_map_code, "field_x": self._take_field_x,
                "field_code": self._take_field_code, "pairs": self._take_pairs, "trips": self._take_trips,
                "coverage": self._take_coverage, "error": self._take_error, "posterior_density": self._take_posterior,
                "prior_density": self._take_prior, "route": self._take_route, "probe": self._take_probe}

    def options(self, name: str) -> dict[str, Any]:
        """The visible range of the layer's plane, and the pins for what D says at them."""
        if name in FIXED:
            return dict(FIXED[name])
        if name == "route":
            plane, at = self._at or ("x", self.pins["x"])
            return {"plane": plane, "at": at, "x": self.pins["x"]}
        of = self.data_plane if name in _X_LAYERS else self.code_plane
        size = _FIELD if name.startswith("field") else COARSE if self._pace.running else FINE
        return {"range": of.visible_range, "size": size, **(self.pins if name in _PINNED else {})}

    def probe(self) -> dict[str, Any] | None:
        """The place under the pointer, in either plane."""
        return None if self._at is None else {"plane": self._at[0], "at": self._at[1], **self.pins}

    def take_facts(self) -> None:
        """D's neutral level and range, the names of both planes, and where the pins stand at first."""
        low, high = self.facts["shown_range"]
        self._neutral, self._raw = float(self.facts["neutral"]), self.facts["shown_name"] != "probability"
        self._half = max(high - self._neutral, self._neutral - low)
        self._spread.forget()
        self._show_bar()
        for plane in self.planes.values():
            plane.forget()
        self._name_planes()
        for key in self.planes:
            self._offer_pin(key, (float(self.facts[f"pin_{key}"][0]), float(self.facts[f"pin_{key}"][1])))
        self.set_possible("modes", self.facts["modes_of"] > 0)

    def _name_planes(self, found: int | None = None) -> None:
        of = self.facts["modes_of"]
        modes = self.tr("{found} of {all} modes").format(found=found, all=of) if of and found is not None else ""
        self.data_plane.names.set(left=self.tr("data x"), right=modes)
        learned = self.facts["labels"] == "supervised"
        self.code_plane.names.set(left=self.tr("label y") if learned else self.tr("latent z"))

    def fit(self) -> None:
        self.data_plane.fit(self.facts["extent"])
        self.code_plane.fit(self.facts["code_extent"])
        self.route.set_area(QRectF(self.canvas.viewport().rect()))

    def show_layer(self, layer: str, on: bool) -> None:
        for plane in self.planes.values():
            if layer in plane.layers:
                plane.layers[layer].setVisible(on)
        if layer == "route":
            self.route.setVisible(on)

    def set_palette(self, palette: Palette) -> None:
        super().set_palette(palette)
        self.route.restyle(palette, self.canvas.unit)
        self.bar.set_palette(palette)

    # --- slow motion ---------------------------------------------------------------------------------------

    def show_turn(self, turn: Turn) -> None:
        """The turn's own pairs stand out; those of the snapshot step back meanwhile."""
        self.data_plane.show_step(turn.arrays, "real", "fake", "fake", self._neutral, self._half)
        self.code_plane.show_step(turn.arrays, "encoded", "z", "encoded", self._neutral, self._half)
        for plane in self.planes.values():
            for layer in ("encoder", "generator", "trips", "field", "modes"):
                plane.layers[layer].setOpacity(_DIMMED if turn.arrays else 1.0)
        shown = ({"real", "d_real"}, {"fake", "d_fake"}, {"v_fake"}, {"encoded", "d_real"}, {"z", "d_fake"},
                 {"v_encoded"})
        steps = (*self.data_plane.steps, *self.code_plane.steps)
        self._appearing = [item for item, parts in zip(steps, shown, strict=True) if parts & turn.new]

    def reveal(self, share: float) -> None:
        for item in (*self.data_plane.steps, *self.code_plane.steps):
            item.share = share if item in self._appearing else 1.0
            item.update()

    # --- pins and pointer ----------------------------------------------------------------------------------

    def _offer_pin(self, key: str, at: Place) -> None:
        """Where a pin stands at first; one that was moved stays while the game is the same."""
        if self._offered.get(key) != at:
            self._offered[key] = at
            self._pin(key, at)

    def _pin(self, key: str, at: Place) -> None:
        self.pins = {**self.pins, key: at}
        self.planes[key].pin.set(at)

    @Slot(QPointF)
    def _on_clicked(self, scene: QPointF) -> None:
        for key, plane in self.planes.items():
            at = plane.place(scene)
            if at is not None and self.facts:
                self._pin(key, at)

    def point(self, scene: QPointF | None) -> None:
        """The pointer is at a place of one plane, or left both."""
        places = {key: plane.place(scene) for key, plane in self.planes.items()}
        self._at = next(((key, at) for key, at in places.items() if at is not None), None)
        for key, plane in self.planes.items():
            plane.cross.set(places[key])
        plane = self.planes[self._at[0] if self._at else "x"]
        left, right = plane.visible_range[:2]
        self.readout.span, self.readout.symbol = right - left, {"x": "x", "code": "z"}[plane.key]
        self.readout.point(self._at[1] if self._at else None)

    # --- what comes ----------------------------------------------------------------------------------------

    def _take_map(self, plane: TwinPlane, parts: Parts, asked: Mapping[str, Any]) -> None:
        extent = asked.get("range", plane.visible_range)
        if self._raw:
            # What D says far from all data must not bleach the rest: the colours follow 98 % of what lies near.
            near = _inside(parts["values"], extent, self.facts[_EXTENTS[plane.key]])
            self._half = self._spread.follow(finite_max(np.abs(near - self._neutral), 0.98)) or self._half
            self._show_bar()
        plane.show_map(parts, extent, self._neutral, self._half, self.is_shown("neutral"))

    def _show_bar(self) -> None:
        self.bar.set_values(self._neutral - self._half, self._neutral, self._neutral + self._half)

    def _take_map_x(self, parts: Parts, asked: Mapping[str, Any]) -> None:
        self._take_map(self.data_plane, parts, asked)

    def _take_map_code(self, parts: Parts, asked: Mapping[str, Any]) -> None:
        self._take_map(self.code_plane, parts, asked)

    def _take_field_x(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self.data_plane.field.set(parts["x"], parts["v"])

    def _take_field_code(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self.code_plane.field.set(parts["x"], parts["v"])

    def _take_pairs(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self.data_plane.encoder.set(parts["real"])
        self.data_plane.generator.set(parts["fake"])
        self.code_plane.encoder.set(parts["encoded"])
        self.code_plane.generator.set(parts["z"])

    def _take_trips(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self.data_plane.trips.set(parts["x"], parts["x_again"])
        self.code_plane.trips.set(parts["z"], parts["z_again"])

    def _take_coverage(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self.data_plane.modes.set(parts["modes"], parts["share"])
        self._name_planes(self.data_plane.modes.found)

    def _take_error(self, parts: Parts, asked: Mapping[str, Any]) -> None:
        self.data_plane.error.set(parts["values"], asked.get("range", self.data_plane.visible_range))

    def _take_posterior(self, parts: Parts, asked: Mapping[str, Any]) -> None:
        self.code_plane.clouds["posterior"].set(parts["values"], asked.get("range", self.code_plane.visible_range))

    def _take_prior(self, parts: Parts, asked: Mapping[str, Any]) -> None:
        self.code_plane.clouds["prior"].set(parts["values"], asked.get("range", self.code_plane.visible_range))

    def _take_route(self, parts: Parts, asked: Mapping[str, Any]) -> None:
        if not asked:
            return
        here = self.planes[asked["plane"]]
        other = next(plane for plane in self.planes.values() if plane is not here)
        at, there, back = (QPointF(*map(float, where)) for where in (asked["at"], parts["there"], parts["back"]))
        first, second = ("real", "generated") if here is self.data_plane else ("generated", "real")
        self.route.set([(here.plot, at, other.plot, there, first), (other.plot, there, here.plot, back, second)])

    def _take_probe(self, parts: Parts, _asked: Mapping[str, Any]) -> None:
        self.readout.set(parts)


def _inside(values: NDArray[Any], extent: Range, square: Sequence[Sequence[float]]) -> NDArray[Any]:
    """The part of a picture over ``extent`` that lies in a smaller square."""
    rows, columns = values.shape
    (left, right), (bottom, top) = square
    x = np.linspace(extent[0], extent[1], columns)
    y = np.linspace(extent[2], extent[3], rows)
    part = values[np.ix_((y >= bottom) & (y <= top), (x >= left) & (x <= right))]
    return part if part.size else values
