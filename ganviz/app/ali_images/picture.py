"""The picture of ALI on images: samples, reconstructions, ways between codes and sums of them, their map, sliders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganviz.app.ali_images.arithmetic import LatentArithmetic
from ganviz.app.ali_images.asking import Asking
from ganviz.app.ali_images.code_map import CodeMap
from ganviz.app.ali_images.pixels import images
from ganviz.app.ali_images.sliders import LatentSliders
from ganviz.app.ali_images.tiles import Tiles
from ganviz.app.palette import DARK, Palette
from ganviz.app.plots.substeps import sentence
from ganviz.app.units import px
from ganviz.training.messages import Report

PERIODS = {"samples": 0.5, "reconstructions": 0.5, "interpolation": 0.5, "arithmetic": 0.5, "latent": 0.5,
           "codes": 1.0, "thumbnails": 0.0}
_STEPS, _STRENGTHS, _CODES = 12, 7, 400


class ImagesPicture(QWidget):
    """Asks for what it shows with `request`, and takes each answer with `apply`.

    Attributes:
        arithmetic: holds the images that were picked: the way leads from A to B, and the sum is A - B + C.
        updates: how many reports with pictures were handed to paint.
    """

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.images")
        self.facts: dict[str, Any] = {}
        self.palette_: Palette = DARK
        self.updates = 0
        self._indices: list[int] = []
        self._inputs: list[QImage] = []
        self._pointed = -1
        self._asking = Asking(PERIODS)
        self._make(prefix)
        self._build()
        self._retranslate()

    def _make(self, prefix: str) -> None:
        self.samples = Tiles(f"{prefix}.samples", self.tr("Samples"))
        self.pairs = Tiles(f"{prefix}.reconstructions", self.tr("Held-out images and their reconstructions"), True)
        self.way = Tiles(f"{prefix}.interpolation", self.tr("The way between two held-out images"))
        self.arithmetic = LatentArithmetic(prefix)
        self.codes = CodeMap(f"{prefix}.codes")
        self.sliders = LatentSliders(prefix)
        self.pairs.picked.connect(self._on_picked)
        self.codes.pointed.connect(self._on_pointed)
        self.arithmetic.changed.connect(self._on_operands_changed)
        self.views = (self.samples, self.pairs, self.way, self.arithmetic, self.codes, self.sliders)
        self.titles = {view: QLabel(self) for view in self.views}
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
                                        (self.arithmetic, 2, 0, 2), (self.codes, 3, 0, 1), (self.sliders, 3, 1, 1)):
            part = QVBoxLayout()
            part.setSpacing(px(4))
            part.addLayout(self._head(view))
            part.addWidget(view, 1)
            grid.addLayout(part, row, column, 1, wide)
        grid.addWidget(self.step, 4, 0, 1, 2)
        self.way.setFixedHeight(px(44))
        self.arithmetic.setFixedHeight(px(60))
        for row, stretch in ((0, 5), (3, 5)):
            grid.setRowStretch(row, stretch)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)

    def _head(self, view: Tiles | LatentArithmetic | CodeMap | LatentSliders) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.titles[view], 1)
        if view is self.arithmetic:
            row.addWidget(self.arithmetic.classes)
        return row

    # --- what the tab calls --------------------------------------------------------------------------------

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Take what is known of the game; another data set begins anew with what was picked."""
        if any(facts.get(name) != self.facts.get(name) for name in ("classes", "count")):
            self.arithmetic.begin()
            self._indices, self._inputs = [], []
            self.pairs.set_images()
            self.way.set_images()
        self.facts = dict(facts)
        self.arithmetic.set_facts(facts["classes"], facts["count"])
        self.codes.set_classes(facts["classes"])
        self.sliders.set_axes(0 if facts["labels"] == "supervised" else facts["axes"])
        self._asking.renew()

    def set_running(self, running: bool) -> None:
        """At rest nothing is asked for twice."""
        self._asking.running = running

    def request(self, now: float, generation: int = 0) -> dict[str, dict[str, Any]]:
        """The layers to ask for at ``now`` (seconds) with the question of that number; nothing while hidden."""
        if not self.isVisible() or not self.facts:
            return {}
        samples = self.facts["samples"]
        wanted: dict[str, dict[str, Any]] = {
            "samples": {"n": samples}, "reconstructions": {"n": (samples + 1) // 2}, "codes": {"n": _CODES},
            "latent": {"sample": self.sliders.sample, "moves": self.sliders.moves}}
        picked = self.arithmetic.operands
        if {"a", "b"} <= picked.keys():
            wanted["interpolation"] = {"a": picked["a"], "b": picked["b"], "steps": _STEPS}
        if len(picked) == len(self.arithmetic.slots):
            wanted["arithmetic"] = {**picked, "steps": _STRENGTHS}
        if self._pointed >= 0:
            wanted["thumbnails"] = {"indices": [self._pointed]}
        return self._asking.due(wanted, now, generation)

    def apply(self, report: Report) -> None:
        """Show an answer; only what came is touched."""
        progress = report.progress
        if progress.facts and dict(progress.facts) != self.facts:
            self.set_facts(progress.facts)
        self._asking.state = (report.iteration, progress.viewing, progress.branch)
        layers = {name.partition(".")[0] for name in report.arrays} & PERIODS.keys()
        self._asking.came(layers, report.generation)
        takers = {"samples": self._take_samples, "reconstructions": self._take_pairs, "interpolation": self._take_way,
                  "arithmetic": self.arithmetic.set_sum, "codes": self._take_codes,
                  "thumbnails": self._take_thumbnails, "latent": self._take_latent}
        for layer in layers:
            if not self.arithmetic.holds(self._asking.asked(layer, report.generation)):
                continue
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
        for view in self.views:
            view.set_palette(palette)

    # --- what comes ----------------------------------------------------------------------------------------

    def _take_samples(self, parts: Mapping[str, Any]) -> None:
        self.samples.set_images(images(parts["images"]))

    def _take_pairs(self, parts: Mapping[str, Any]) -> None:
        self._indices, self._inputs = parts["indices"].tolist(), images(parts["input"])
        self.pairs.set_images(self._inputs, images(parts["again"]))
        picked = {operand for operand in self.arithmetic.operands.values() if isinstance(operand, int)}
        if not self.arithmetic.operands or not picked <= set(self._indices):
            self.arithmetic.begin(list(zip(self._indices, self._inputs, strict=True))[:2])

    def _take_way(self, parts: Mapping[str, Any]) -> None:
        first, last = images(parts["ends"])
        self.arithmetic.set_operands([first, last])
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
        self.arithmetic.put(self._indices[cell], self._inputs[cell])

    @Slot()
    def _on_operands_changed(self) -> None:
        marks: dict[int, str] = {}
        for slot in self.arithmetic.slots:
            if slot.operand in self._indices:
                cell = self._indices.index(slot.operand)
                marks[cell] = marks.get(cell, "") + slot.letter
        self.pairs.set_marks(marks)
        self._name_pairs()

    @Slot(int)
    def _on_pointed(self, index: int) -> None:
        self._pointed = index
        self._asking.forget("thumbnails")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.titles[self.samples].setText(self.tr("Samples G(z)"))
        self.titles[self.way].setText(self.tr("From A to B through the codes"))
        self.titles[self.arithmetic].setText(self.tr("A − B + C in the codes, and C + t (A − B)"))
        self.titles[self.codes].setText(self.tr("Codes E(x) on their two main axes"))
        self.titles[self.sliders].setText(self.tr("A sample, moved along the main axes"))
        self._name_pairs()
        for view, label in self.titles.items():
            view.setToolTip(label.text())

    def _name_pairs(self) -> None:
        text = self.tr("Held-out x beside G(E(x)): a click sets {letter}").format(letter=self.arithmetic.next.letter)
        self.titles[self.pairs].setText(text)
        self.pairs.setToolTip(text)
