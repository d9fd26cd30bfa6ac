"""The picture of ALI on images: samples, reconstructions, the way between two of them, the map of codes, sliders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ganviz.app.ali_images.asking import Asking
from ganviz.app.ali_images.code_map import CodeMap
from ganviz.app.ali_images.pixels import images
from ganviz.app.ali_images.sliders import LatentSliders
from ganviz.app.ali_images.tiles import Tiles
from ganviz.app.palette import DARK, Palette
from ganviz.app.plots.substeps import sentence
from ganviz.app.units import px
from ganviz.training.messages import Report

PERIODS = {"samples": 0.5, "reconstructions": 0.5, "interpolation": 0.5, "latent": 0.5, "codes": 1.0,
           "thumbnails": 0.0}
_SAMPLES, _PAIRS, _STEPS, _CODES = 48, 24, 12, 400


class ImagesPicture(QWidget):
    """Asks for what it shows with `request`, and takes each answer with `apply`.

    Attributes:
        ends: the cells of the two held-out images that the way leads between.
        updates: how many reports with pictures were handed to paint.
    """

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.images")
        self.facts: dict[str, Any] = {}
        self.palette_: Palette = DARK
        self.updates, self.ends = 0, [0, 1]
        self._indices: list[int] = []
        self._pointed = -1
        self._asking = Asking(PERIODS)
        self._make(prefix)
        self._build()
        self._retranslate()

    def _make(self, prefix: str) -> None:
        self.samples = Tiles(f"{prefix}.samples", self.tr("Samples"))
        self.pairs = Tiles(f"{prefix}.reconstructions", self.tr("Held-out images and their reconstructions"), True)
        self.way = Tiles(f"{prefix}.interpolation", self.tr("The way between two held-out images"))
        self.codes = CodeMap(f"{prefix}.codes")
        self.sliders = LatentSliders(prefix)
        self.pairs.picked.connect(self._on_picked)
        self.codes.pointed.connect(self._on_pointed)
        self.titles = {view: QLabel(self) for view in (self.samples, self.pairs, self.way, self.codes, self.sliders)}
        self.step = QLabel(self)
        self.step.setObjectName(f"{prefix}.substep")
        self.step.hide()
        for label in self.titles.values():
            label.setProperty("role", "section")

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(10))
        for view, row, column, wide in ((self.samples, 0, 0, 1), (self.pairs, 0, 1, 1), (self.way, 1, 0, 2),
                                        (self.codes, 2, 0, 1), (self.sliders, 2, 1, 1)):
            part = QVBoxLayout()
            part.setSpacing(px(4))
            part.addWidget(self.titles[view])
            part.addWidget(view, 1)
            grid.addLayout(part, row, column, 1, wide)
        grid.addWidget(self.step, 3, 0, 1, 2)
        self.way.setFixedHeight(px(56))
        for row, stretch in ((0, 5), (2, 5)):
            grid.setRowStretch(row, stretch)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)

    # --- what the tab calls --------------------------------------------------------------------------------

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Take what is known of the game; another data set begins anew with the two ends."""
        if facts.get("classes") != self.facts.get("classes") or facts.get("count") != self.facts.get("count"):
            self.ends = [0, 1]
        self.facts = dict(facts)
        self.codes.set_classes(facts["classes"])
        self.sliders.set_axes(0 if facts["labels"] == "supervised" else facts["axes"])
        self._mark()
        self._asking.renew()

    def set_running(self, running: bool) -> None:
        """At rest nothing is asked for twice."""
        self._asking.running = running

    def request(self, now: float) -> dict[str, dict[str, Any]]:
        """The layers to ask for at ``now`` (seconds); nothing while hidden."""
        if not self.isVisible() or not self.facts:
            return {}
        wanted: dict[str, dict[str, Any]] = {
            "samples": {"n": _SAMPLES}, "reconstructions": {"n": _PAIRS}, "codes": {"n": _CODES},
            "latent": {"sample": self.sliders.sample, "moves": self.sliders.moves}}
        if len(self._indices) > max(self.ends):
            a, b = (self._indices[end] for end in self.ends)
            wanted["interpolation"] = {"a": a, "b": b, "steps": _STEPS}
        if self._pointed >= 0:
            wanted["thumbnails"] = {"indices": [self._pointed]}
        return self._asking.due(wanted, now)

    def apply(self, report: Report) -> None:
        """Show an answer; only what came is touched."""
        progress = report.progress
        self._asking.state = (report.iteration, progress.viewing, progress.branch)
        layers = {name.partition(".")[0] for name in report.arrays} & PERIODS.keys()
        self._asking.came(layers)
        takers = {"samples": self._take_samples, "reconstructions": self._take_pairs, "interpolation": self._take_way,
                  "codes": self._take_codes, "thumbnails": self._take_thumbnails, "latent": self._take_latent}
        for layer in layers:
            start = f"{layer}."
            takers[layer]({name.removeprefix(start): array for name, array in report.arrays.items()
                           if name.startswith(start)})
        self.updates += bool(layers)
        self.step.setVisible(report.substep is not None)
        if report.substep is not None:
            self.step.setText(sentence(report.substep.id))

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self.palette_ = palette
        for view in (self.samples, self.pairs, self.way, self.codes, self.sliders):
            view.set_palette(palette)

    # --- what comes ----------------------------------------------------------------------------------------

    def _take_samples(self, parts: Mapping[str, Any]) -> None:
        self.samples.set_images(images(parts["images"]))

    def _take_pairs(self, parts: Mapping[str, Any]) -> None:
        self._indices = parts["indices"].tolist()
        self.pairs.set_images(images(parts["input"]), images(parts["again"]))

    def _take_way(self, parts: Mapping[str, Any]) -> None:
        first, last = images(parts["ends"])
        self.way.set_images([first, *images(parts["images"]), last])

    def _take_codes(self, parts: Mapping[str, Any]) -> None:
        share = float(parts["share"][0]), float(parts["share"][1])
        self.codes.set_codes(parts["indices"], parts["places"], parts["labels"], share)

    def _take_thumbnails(self, parts: Mapping[str, Any]) -> None:
        for index, thumbnail in zip(parts["indices"].tolist(), images(parts["images"]), strict=True):
            self.codes.set_thumbnail(index, thumbnail)

    def _take_latent(self, parts: Mapping[str, Any]) -> None:
        self.sliders.set_images(images(parts["images"]))

    # --- what the user does --------------------------------------------------------------------------------

    @Slot(int)
    def _on_picked(self, cell: int) -> None:
        """The image picked before becomes the first end, this one the last."""
        if cell != self.ends[1]:
            self.ends = [self.ends[1], cell]
            self._mark()

    def _mark(self) -> None:
        self.pairs.set_marks({self.ends[0]: "A", self.ends[1]: "B"})

    @Slot(int)
    def _on_pointed(self, index: int) -> None:
        self._pointed = index

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.titles[self.samples].setText(self.tr("Samples G(z)"))
        self.titles[self.pairs].setText(self.tr("Held-out x beside G(E(x)): click two of them"))
        self.titles[self.way].setText(self.tr("From A to B through the codes"))
        self.titles[self.codes].setText(self.tr("Codes E(x) on their two main axes"))
        self.titles[self.sliders].setText(self.tr("A sample, moved along the main axes"))
        for view, label in self.titles.items():
            view.setToolTip(label.text())
