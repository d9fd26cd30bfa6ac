"""What every picture of a game has: layers as chips, questions at their pace, the pointer, slow motion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QVariantAnimation, Signal, Slot
from PySide6.QtWidgets import QStyle, QVBoxLayout, QWidget

from ganviz.app.palette import DARK, Palette
from ganviz.app.panels.chips import ChipBar
from ganviz.app.panels.flow import FlowLayout
from ganviz.app.plots.base import Canvas, Item, Plot
from ganviz.app.plots.layers import Layer
from ganviz.app.plots.names import NamesItem
from ganviz.app.plots.pace import Pace
from ganviz.app.plots.readout import CrossItem, Readout
from ganviz.app.plots.substeps import Caption, Turn
from ganviz.training.messages import Report, SubstepInfo

Parts = Mapping[str, NDArray[Any]]
PERIODS = {"data_density": 0.1, "generated_density": 0.1, "optimal": 0.1, "probe": 1 / 15,
           "posterior_density": 0.1, "error": 0.1, "coverage": 0.25, "map_x": 0.2, "map_code": 0.2,
           "gradient": 1 / 15, "surface": 1 / 15, "trips": 0.1, "route": 0.1}
"""Seconds between two questions for a layer; the others are asked for every time."""
STILL = frozenset({"data_density", "prior_density"})
"""Layers that training does not change."""
REVEAL = 400
"""Milliseconds in which what a sub-step computed appears, one dot after the other."""
_REMEMBERED = 32


class Picture(QWidget):
    """A live picture of one game.

    Ask it for questions with `request`, hand it each answer with `apply`.

    Attributes:
        updates: how many reports with something to show were handed to paint.
        animated: whether the dots of a sub-step appear one after the other, unless the desktop wants no motion.

    Signals:
        layer_toggled: a layer's id, and whether it is on now.
    """

    layer_toggled = Signal(str, bool)
    LAYERS: ClassVar[tuple[Layer, ...]]
    PROBED: ClassVar[tuple[str, ...]]
    EXTENTS: ClassVar[tuple[str, ...]] = ("extent",)
    """The facts that say how far its plots reach."""

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.picture")
        self.updates, self.animated = 0, True
        self.palette_: Palette = DARK
        self.facts: dict[str, Any] = {}
        self._pace, self._turn = Pace(PERIODS, STILL), Turn()
        self._asked: dict[int, dict[str, Mapping[str, Any]]] = {}
        self._state: tuple[Any, ...] = ()
        self._pointer: tuple[float, ...] | None = None
        self._moved = False
        self._build(prefix)
        self._reveal = QVariantAnimation(self, duration=REVEAL, startValue=0.0, endValue=1.0)
        self._reveal.valueChanged.connect(self._on_reveal)

    # --- what the window calls ---------------------------------------------------------------------------

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Take what is known of the game; a new extent shows everything again."""
        self._show_scales(True)
        before, self.facts = self.facts, dict(facts)
        self._pace.renew()
        self.take_facts()
        if any(self.facts[extent] != before.get(extent) for extent in self.EXTENTS):
            self.show_all()

    @Slot()
    def show_all(self) -> None:
        """Show the whole extent again, wherever the user has moved to."""
        self._moved = False
        if self.facts:
            self.fit()

    def request(self, now: float, generation: int = 0) -> dict[str, dict[str, Any]]:
        """The layers to ask for at ``now`` (seconds), with their options; nothing while hidden.

        Pass the ``generation`` of the question, so that its answer is shown over the range that it asked for.
        """
        if not self.isVisible() or not self.facts:
            return {}
        names = [name for layer in self.LAYERS if self.is_shown(layer.id) for name in layer.asks]
        wanted = {name: self.options(name) for name in dict.fromkeys(names)}
        asked = self.probe()
        if asked is not None:
            wanted["probe"] = asked
        due = {name: options for name, options in wanted.items() if self._pace.due(name, options, now)}
        self._remember(generation, due)
        return due

    def apply(self, report: Report) -> None:
        """Show an answer; only what came is touched."""
        progress = report.progress
        if progress.facts and progress.facts != self.facts:
            self.set_facts(progress.facts)
        self._renew_if_moved((progress.iteration, progress.viewing, progress.branch, report.exact))
        parts = _by_layer(report.arrays)
        for name, handler in self.handlers().items():
            if name in parts and not self._is_forgotten(name, report):
                handler(parts[name], self._asked.get(report.origin(name).generation, {}).get(name, {}))
        self.apply_substep(report.substep, report.iteration)
        self.updates += bool(parts)

    def apply_substep(self, info: SubstepInfo | None, iteration: int = 0) -> None:
        """Show a rest of slow motion, or end it with None."""
        if info is None:
            self._end_substep()
        elif self._turn.take(info, iteration):
            self._caption.show_step(info)
            self.show_turn(self._turn)
            self._start_reveal()

    def set_running(self, running: bool) -> None:
        """At rest it asks for finer layers, and only for what changed."""
        self._pace.running = running

    def set_palette(self, palette: Palette) -> None:
        """Take another theme, live."""
        self.palette_ = palette
        self.canvas.restyle(palette)
        for plot in self.plots():
            plot.restyle(palette, self.canvas)
        for item in self.items():
            item.restyle(palette, self.canvas.unit)
        for widget in (self.chips, self.readout, self._caption):
            widget.set_palette(palette)

    def is_shown(self, layer: str) -> bool:
        """Whether a layer is on."""
        chip = self.chips.chips[layer]
        return chip.isChecked() and chip.isEnabled()

    def set_shown(self, layer: str, on: bool) -> None:
        """Turn a layer on or off."""
        self.chips.chips[layer].setChecked(on)

    def set_possible(self, layer: str, can: bool) -> None:
        """Say whether the game has what a layer shows; one that was on vanishes while it has not."""
        self.chips.chips[layer].setEnabled(can)
        self.show_layer(layer, self.is_shown(layer))

    # --- what a picture provides -------------------------------------------------------------------------

    def plots(self) -> Sequence[Plot]:
        """Its plots; the first is the one under the pointer."""
        raise NotImplementedError

    def items(self) -> Sequence[Item]:
        """Everything that paints itself."""
        raise NotImplementedError

    def handlers(self) -> Mapping[str, Callable[[Parts, Mapping[str, Any]], None]]:
        """Who takes each layer's arrays, with the options it was asked with."""
        raise NotImplementedError

    def options(self, name: str) -> dict[str, Any]:
        """The options to ask for a layer with."""
        raise NotImplementedError

    def probe(self) -> dict[str, Any] | None:
        """What to ask for under the pointer; None for nothing."""
        return None if self._pointer is None else {"x": self._pointer}

    def take_facts(self) -> None:
        """New facts have come."""
        raise NotImplementedError

    def fit(self) -> None:
        """Show the whole extent."""
        raise NotImplementedError

    def show_layer(self, layer: str, on: bool) -> None:
        """Show or hide a layer's items."""
        raise NotImplementedError

    def show_turn(self, turn: Turn) -> None:
        """Show what a player's turn has computed so far; an empty turn ends slow motion."""
        raise NotImplementedError

    def reveal(self, share: float) -> None:
        """Show the first ``share`` of what the present sub-step computed."""
        raise NotImplementedError

    # --- inside ------------------------------------------------------------------------------------------

    def _build(self, prefix: str) -> None:
        self.chips = ChipBar(self.LAYERS, prefix, self.palette_, self)
        self.chips.toggled.connect(self._on_toggled)
        self.canvas = Canvas(self)
        self.canvas.setObjectName(f"{prefix}.canvas")
        self.canvas.setAccessibleName(self.tr("Picture of the game"))
        self.setFocusProxy(self.canvas)
        self.canvas.pointed.connect(self._on_pointed)
        self.canvas.reset_asked.connect(self.show_all)
        self.canvas.resized.connect(self._on_resized)
        self.names = NamesItem()
        self.cross = CrossItem(horizontal=len(self.PROBED) == 3)
        self.readout = Readout(self.palette_, self.PROBED, self)
        self._caption = Caption(self.palette_, self.canvas)
        self.footer = FlowLayout(gap=12, spread=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.chips)
        column.addWidget(self.canvas, 1)
        column.addLayout(self.footer)

    def finish(self) -> None:
        """To be called once all items are in place."""
        self._show_scales(False)
        self.plots()[0].addItem(self.names)
        self.plots()[0].addItem(self.cross)
        for plot in self.plots():
            plot.vb.sigRangeChangedManually.connect(self._on_moved)
        self.set_palette(self.palette_)
        for layer in self.LAYERS:
            self.show_layer(layer.id, layer.shown)

    def _show_scales(self, on: bool) -> None:
        """No numbers on the axes before there is anything to measure."""
        for plot in self.plots():
            for axis in plot.shown_axes.values():
                axis.setStyle(showValues=on)

    def _remember(self, generation: int, due: dict[str, dict[str, Any]]) -> None:
        kept = {**self._asked.get(generation, {}), **due}
        self._asked.pop(generation, None)
        self._asked[generation] = kept
        while len(self._asked) > _REMEMBERED:
            del self._asked[next(iter(self._asked))]

    def _is_forgotten(self, name: str, report: Report) -> bool:
        """Whether a layer is so late that nobody knows any more what it was asked with."""
        return name in report.late and name not in self._asked.get(report.late[name].generation, {})

    def _renew_if_moved(self, state: tuple[Any, ...]) -> None:
        """Another state is on show, or the exact one is still under way: ask for everything."""
        if not self._pace.running and (state != self._state or not state[-1]):
            self._pace.renew()
        self._state = state

    def _start_reveal(self) -> None:
        self._reveal.stop()
        if self.animated and self.isVisible() and wants_motion(self):
            self.reveal(0.0)
            self._reveal.start()
        else:
            self.reveal(1.0)

    def _end_substep(self) -> None:
        if self._turn.arrays or self._caption.isVisibleTo(self.canvas):
            self._reveal.stop()
            self._turn.end()
            self._caption.hide()
            self.show_turn(self._turn)

    @Slot(str, bool)
    def _on_toggled(self, layer: str, on: bool) -> None:
        self.show_layer(layer, on)
        self._pace.renew()
        self.layer_toggled.emit(layer, on)

    @Slot(object)
    def _on_reveal(self, share: float) -> None:
        self.reveal(share)

    @Slot(object)
    def _on_pointed(self, scene: QPointF | None) -> None:
        self.point(scene)

    def point(self, scene: QPointF | None) -> None:
        """The pointer is at a place of the scene, or left."""
        view = self.plots()[0].vb
        inside = scene is not None and view.sceneBoundingRect().contains(scene)
        self._pointer = None
        if inside:
            place = view.mapSceneToView(scene)
            self._pointer = (place.x(), place.y()) if len(self.PROBED) == 3 else (place.x(),)
        left, right = view.viewRange()[0]
        self.readout.span = right - left
        self.cross.set(self._pointer)
        self.readout.point(self._pointer)

    @Slot()
    def _on_moved(self) -> None:
        self._moved = True

    @Slot()
    def _on_resized(self) -> None:
        self._caption.place()
        if self.facts and not self._moved:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_palette(self.palette_)
        if event.type() == QEvent.Type.LanguageChange:
            self.canvas.setAccessibleName(self.tr("Picture of the game"))


def wants_motion(widget: QWidget) -> bool:
    """Whether the desktop has anything move; Qt tells it as the duration of a style's animations."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0


def _by_layer(arrays: Mapping[str, NDArray[Any]]) -> dict[str, dict[str, NDArray[Any]]]:
    """Arrays named ``layer.part``, grouped by layer."""
    grouped: dict[str, dict[str, NDArray[Any]]] = {}
    for name, values in arrays.items():
        layer, _, part = name.partition(".")
        grouped.setdefault(layer, {})[part] = values
    return grouped


def levels(values: NDArray[Any], neutral: float, half: float) -> NDArray[np.float64]:
    """D's values as -1 (generated) to 1 (real), 0 being neutral."""
    return np.clip((np.asarray(values, dtype=np.float64).ravel() - neutral) / half, -1, 1)
