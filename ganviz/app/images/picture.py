"""The picture of an image game: layers as chips, the sheet of samples, the history of one of them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ganviz.app.images.asking import Asking
from ganviz.app.images.columns import CYCLES, PAIRS, SUBSTEPS, Group
from ganviz.app.images.content import Content
from ganviz.app.images.footer import Footer
from ganviz.app.images.layers import LAYERS_CYCLE, LAYERS_PAIRS
from ganviz.app.images.moments import Moments
from ganviz.app.images.pace_line import Speed
from ganviz.app.images.recall import Recall
from ganviz.app.images.sheet import Sheet
from ganviz.app.images.shelf import Shelf
from ganviz.app.images.strip import Strip
from ganviz.app.palette import DARK, Palette
from ganviz.app.panels.chips import ChipBar
from ganviz.app.plots.layers import Layer
from ganviz.app.plots.substeps import Caption
from ganviz.app.units import px
from ganviz.training.messages import Progress, Report, SubstepInfo

PERIODS = dict.fromkeys(("samples", "identity", "difference", "patches"), 0.2)
_CAPTION = 60
"""How much room the caption of slow motion takes."""
_RECALLED = 12
"""How many of the pictures beside checkpoints are read, each in some hundredths of a second."""


class ImagePicture(QWidget):
    """Asks for what it shows with `request`, and takes each answer with `apply`.

    Signals:
        samples_chosen: other samples are to be on show; the settings that change, by name.

    Attributes:
        updates: how many reports with pictures of this run were handed to paint.
        recalled: the iteration of the stored picture on show, where an earlier iteration is shown by one.
    """

    samples_chosen = Signal(dict)

    LAYERS: ClassVar[tuple[Layer, ...]]
    GROUPS: ClassVar[Sequence[Group]]

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.picture")
        self.updates, self.facts = 0, dict[str, Any]()
        self.palette_: Palette = DARK
        self.content, self.moments = Content(self.GROUPS, DARK), Moments(self.GROUPS)
        self._batch, self._stored = Content(self.GROUPS, DARK), Content(self.GROUPS, DARK)
        self._pictures = Recall()
        self._looked_at: tuple[int, int] | None = None
        self._stored_facts: Mapping[str, Any] = {}
        self.recalled: int | None = None
        self._asking = Asking(PERIODS)
        self.shelf: Shelf | None = None
        self._settings: Mapping[str, Any] = {}
        self._folder = ""
        self._build(prefix)
        self._show_layers()

    def _build(self, prefix: str) -> None:
        self.chips = ChipBar(self.LAYERS, prefix, self.palette_, self)
        self.sheet = Sheet(self.content, self.palette_, self)
        self.sheet.setObjectName(f"{prefix}.canvas")
        self.strip = Strip(self.palette_, self)
        self.strip.setObjectName(f"{prefix}.strip")
        self.footer = Footer(prefix, self.palette_, self)
        self.caption = Caption(self.palette_, self.sheet)
        self.chips.toggled.connect(self._on_toggled)
        self.sheet.chosen.connect(self._on_chosen)
        self.sheet.pointed.connect(self._on_pointed)
        self.setFocusProxy(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.head = self._head(prefix)
        column.addLayout(self.head)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.strip)
        column.addWidget(self.footer)

    def _head(self, prefix: str) -> QHBoxLayout:
        """The chips, and what opens the shelf."""
        self.choose = QToolButton(self)
        self.choose.setObjectName(f"{prefix}.choose")
        self.choose.setProperty("role", "use")
        self.choose.setText(self.tr("Choose samples…"))
        self.choose.setAccessibleName(self.tr("Choose samples"))
        self.choose.setToolTip(self.tr("Choose which held-out images are on show; training stays the same"))
        self.choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(self.chips, 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        return row

    # --- what the tab calls ------------------------------------------------------------------------------

    def begin(self, folder: str) -> None:
        """Another run begins, kept in ``folder``: forget every picture."""
        self.updates, self._folder = 0, folder
        self.content.clear()
        self.moments.clear()
        self._asking.renew()
        self._looked_at = self.recalled = None
        self.sheet.show_content(self.content, self.facts)
        self.strip.show_moments([])
        self.sheet.show_all()
        self.sheet.lay_out()

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Take what is known of the game."""
        if self._names(facts) != self._names(self.facts):
            self.moments.clear()
        self.facts = dict(facts)
        for content in (self.content, self._batch, self._stored):
            content.set_facts(facts)
        self._show_colours(facts)
        self._asking.renew()
        if self.sheet.content is not self._stored:  # a stored picture stays one of its own samples
            self.sheet.set_names(facts)
        self.sheet.empty = "" if any(self._names(facts)) else self.tr(
            "This run has no images that are held out from training, so there is nothing to look at here. Raise "
            "“Held out”, or give the folder a test or val part.")

    def _show_colours(self, facts: Mapping[str, Any]) -> None:
        """Say what D's colours mean."""
        if facts["neutral"] is None:
            self.footer.bar.set_relative()
        else:
            low, high = facts["shown_range"]
            self.footer.bar.set_values(low, facts["neutral"], high)

    def _names(self, facts: Mapping[str, Any]) -> list[tuple[str, ...]]:
        return [tuple(facts.get(group.names, ())) for group in self.GROUPS]

    def request(self, now: float, generation: int = 0) -> dict[str, dict[str, Any]]:  # noqa: ARG002
        """The layers to ask for at ``now`` (seconds); nothing while hidden, without samples, or by a stored picture."""
        if not self.isVisible() or self.sheet.empty or not self.facts or self._looked_at is not None:
            return {}
        asked = [name for layer in self.LAYERS if self.is_shown(layer.id) for name in layer.asks]
        shelf = self.shelf.request(now) if self.shelf is not None else {}
        return {**self._asking.due(["samples", *asked], now), **shelf}

    def apply(self, report: Report) -> None:
        """Show an answer; only what came is touched."""
        progress = report.progress
        self._settings = progress.game_settings
        if progress.facts and dict(progress.facts) != self.facts:
            self.set_facts(progress.facts)
        self._asking.state = (progress.iteration, progress.viewing, progress.branch)
        self.footer.show_speed(Speed.of(progress, self.facts))
        self._show_substep(report.substep)
        if self.shelf is not None:
            self.shelf.apply(report.arrays)
        layers = {name.partition(".")[0] for name in report.arrays} & set(PERIODS)
        if layers:
            self._asking.came(layers, time.perf_counter())
            self._take(report)

    def _take(self, report: Report) -> None:
        self.updates += 1
        self.content.take(report.arrays)
        if self.sheet.content is self._stored and self._looked_at is None:
            self.sheet.show_content(self.content, self.facts)
        self.sheet.lay_out()
        self.footer.show_pointer(self.sheet)
        if report.progress.viewing is None:
            if not self.moments.iterations:
                self._recall(report.progress)
            self.moments.take(report.iteration, report.arrays)
            self._show_strip()

    def _recall(self, progress: Progress) -> None:
        """What the samples became before the run was opened here, from the pictures beside its checkpoints."""
        from ganviz.training.folder.samples import past_results

        place = (progress.branch, progress.iteration)
        for iteration, results in past_results(Path(self._folder), progress.branches, place,
                                               self._results_of(self.facts), _RECALLED):
            self.moments.take(iteration, {f"samples.{part}": images for part, images in results.items()})

    def _results_of(self, facts: Mapping[str, Any]) -> dict[str, Sequence[str]]:
        """The names of the samples on show by the part that G makes of them."""
        return {group.columns[1].part: facts[group.names] for group in self.GROUPS}

    def look_at(self, iteration: int | None, progress: Progress | None) -> None:
        """Show what is stored of an earlier iteration; None for what the trainer sends.

        Inputs and targets are the same at all times; beside them lies what G made of them just then, where the strip
        has it, or at the newest stored picture before. Until other pictures come it stays, with its own samples, where
        others are chosen meanwhile.
        """
        looked_at = None if iteration is None or progress is None else (iteration, progress.branch)
        if looked_at == self._looked_at or not self.facts:
            return
        self._looked_at, self.recalled = looked_at, None
        if iteration is None or progress is None:
            self._asking.renew()
            return
        kept = self._given(self._stored) if self.sheet.content is self._stored else {}
        if not kept:
            self._stored_facts = self.facts
        given = kept or self._given(self.content)
        found = self._found(iteration, progress)
        self._stored.clear()
        self._stored.take(given)
        if found is not None:
            self.recalled, results = found
            self._stored.take({f"samples.{part}": images for part, images in results.items()})
        self.sheet.show_content(self._stored, self._stored_facts)

    def _found(self, iteration: int, progress: Progress) -> tuple[int, Mapping[str, NDArray[Any]]] | None:
        """The moment of the strip that was just then, or the newest stored picture before."""
        moment = self.moments.at(iteration) if self._names(self._stored_facts) == self._names(self.facts) else None
        if moment is not None:
            return iteration, moment
        return self._pictures.before(Path(self._folder), progress, iteration, self._results_of(self._stored_facts))

    def _given(self, content: Content) -> Mapping[str, NDArray[Any]]:
        """Inputs and targets, as far as they are there."""
        return {column.name: content.arrays[column.name] for group in self.GROUPS for column in group.columns
                if column.is_given and column.name in content.arrays}

    def _show_substep(self, info: SubstepInfo | None) -> None:
        """A rest of slow motion: its name, and the batch in place of the samples as soon as that is computed."""
        if info is not None and self._looked_at is None:
            self.caption.show_step(info)
            self.sheet.set_headroom(_CAPTION)
            places = SUBSTEPS.get(info.id, {})
            self._batch.take({places[name]: values for name, values in info.arrays.items() if name in places})
            if all(map(self._batch.count, self.GROUPS)):
                self.sheet.show_content(self._batch, {})
        elif self.caption.isVisibleTo(self.sheet):
            self.caption.hide()
            self.sheet.set_headroom(0)
            self._batch.clear()
            shown = (self.content, self.facts) if self._looked_at is None else (self._stored, self._stored_facts)
            self.sheet.show_content(*shown)

    def set_running(self, running: bool) -> None:
        """At rest it asks only for what changed."""
        self._asking.running = running

    def set_palette(self, palette: Palette) -> None:
        """Take another theme, live."""
        self.palette_ = palette
        for content in (self.content, self._batch, self._stored):
            content.set_palette(palette)
        for widget in (self.chips, self.sheet, self.strip, self.caption, self.footer.bar):
            widget.set_palette(palette)

    def is_shown(self, layer: str) -> bool:
        """Whether a layer is on."""
        return self.chips.chips[layer].isChecked()

    def set_shown(self, layer: str, on: bool) -> None:
        """Turn a layer on or off."""
        self.chips.chips[layer].setChecked(on)

    # --- inside ------------------------------------------------------------------------------------------

    def _show_layers(self) -> None:
        self.sheet.show_layers(frozenset(layer.id for layer in self.LAYERS if self.is_shown(layer.id)))
        self.strip.setVisible(self.is_shown("strip"))
        self.footer.bar.setVisible(self.is_shown("patches"))
        self.footer.show_pointer(self.sheet)

    def _show_strip(self) -> None:
        if self.is_shown("strip"):
            self.strip.show_moments(self.moments.images(*self.sheet.choice))

    @Slot()
    def _on_choose(self) -> None:
        """Offer the held-out images to choose from."""
        self.shelf = Shelf(self.GROUPS, self.facts, self._settings, self)
        self.shelf.chosen.connect(self.samples_chosen)
        self.shelf.finished.connect(self._on_shelf_closed)
        self.shelf.open()

    @Slot()
    def _on_shelf_closed(self) -> None:
        self.shelf = None

    @Slot(str, bool)
    def _on_toggled(self, _layer: str, _on: bool) -> None:
        self._show_layers()
        self._show_strip()

    @Slot(int, int)
    def _on_chosen(self, _group: int, _sample: int) -> None:
        self._show_strip()

    @Slot()
    def _on_pointed(self) -> None:
        self.footer.show_pointer(self.sheet)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.footer.restyle()
            self.sheet.lay_out()


class PairPicture(ImagePicture):
    """Pix2Pix: input, output and target of each sample."""

    LAYERS = LAYERS_PAIRS
    GROUPS = PAIRS


class CyclePicture(ImagePicture):
    """CycleGAN: both ways there and back."""

    LAYERS = LAYERS_CYCLE
    GROUPS = CYCLES
