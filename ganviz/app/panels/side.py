"""The right-hand column: losses, D's mean output, the distance to the data, and the measures."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganviz.app.palette import DARK, Palette
from ganviz.app.panels.branches import Branches
from ganviz.app.panels.measures import MEASURES, Measure, MeasuresPanel
from ganviz.app.plots.charts import Chart, Line, Reference, tr
from ganviz.app.plots.pace import Pace
from ganviz.app.plots.series import Series
from ganviz.app.plots.text import QT_TRANSLATE_NOOP, number, unit_of
from ganviz.settings.columns import TOY_COLUMNS
from ganviz.training.messages import Progress, Report

PERIODS = {"measures": 0.5}
_STATS_SECONDS = 0.25
"""Between two readings of the gradient norms while the run plays; a figure cannot be read any faster."""
_LOSS_D, _LOSS_G, _REAL, _FAKE, _NORM_D, _NORM_G = range(len(TOY_COLUMNS))
_TALL = 800
"""Height in pixels from which the gradient norms have their chart too (the table always tells them)."""
_FLOOR = QT_TRANSLATE_NOOP("Charts", "floor")


@dataclass(frozen=True, slots=True)
class Curve:
    """A measure that is drawn as a curve: its key, the name of its line, and that of what it compares with."""

    key: str
    title: str
    beside: str = _FLOOR


_DISTANCE = {1: Curve("w1", QT_TRANSLATE_NOOP("Charts", "W₁")),
             2: Curve("sw", QT_TRANSLATE_NOOP("Charts", "sliced W₁"))}

_LOSSES = (Line(_LOSS_D, QT_TRANSLATE_NOOP("Charts", "D"), "accent"),
           Line(_LOSS_G, QT_TRANSLATE_NOOP("Charts", "G"), "generated"))
_MEANS = (Line(_REAL, QT_TRANSLATE_NOOP("Charts", "real"), "real"),
          Line(_FAKE, QT_TRANSLATE_NOOP("Charts", "generated"), "generated"))
_NORMS = (Line(_NORM_D, QT_TRANSLATE_NOOP("Charts", "D"), "accent"),
          Line(_NORM_G, QT_TRANSLATE_NOOP("Charts", "G"), "generated"))


class RightPanel(QWidget):
    """Charts and measures of a run. Ask it for questions with `request`, hand it each answer with `apply`."""

    MEASURES: ClassVar[Sequence[Measure]] = MEASURES

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.side")
        self.setAccessibleName(self.tr("Losses and measures"))
        self.facts: dict[str, Any] = {}
        self.palette_, self._pace = DARK, Pace(PERIODS)
        self.history, self.distances = Series(len(TOY_COLUMNS)), Series(1)
        self._branches = Branches(self.history, self.distances)
        self._shown: tuple[Any, ...] = ()
        self._told_at = 0.0
        self._build(prefix)

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Take what is known of the game: its references, and which distance it has."""
        before = self.curve if self.facts else None
        self.facts = dict(facts)
        self.losses.set_references(Reference(facts["loss_d_equilibrium"], facts["loss_d_label"]),
                                   Reference(facts["loss_g_equilibrium"], facts["loss_g_label"]))
        neutral = float(facts["neutral"])
        self.means.set_references(Reference(neutral, "½" if neutral == 0.5 else number(neutral, 2)))
        if self.curve != before:
            self.measures.clear(facts.get("dim", 2))
            self.distance.lines = (Line(0, self.curve.title, "text"),)

    @property
    def curve(self) -> Curve:
        """The measure that has a curve."""
        return _DISTANCE[self.facts.get("dim", 2)]

    def clear(self) -> None:
        """Another run begins: forget all curves."""
        self._branches.clear()
        self._shown = ()
        self._pace.renew()
        self.distance.set_references()
        self.measures.clear(self.facts.get("dim", 2))
        self._changed()

    def request(self, now: float, generation: int = 0) -> dict[str, dict[str, Any]]:  # noqa: ARG002
        """The measures, twice a second while the run plays; nothing while hidden."""
        if self.isVisible() and self._pace.due("measures", {}, now):
            return {"measures": {}}
        return {}

    def set_running(self, running: bool) -> None:
        """At rest the measures are asked for only after something changed, or rarely."""
        self._pace.running = running

    def apply(self, report: Report) -> None:
        """Show an answer."""
        progress = report.progress
        if progress.facts and progress.facts != self.facts:
            self.set_facts(progress.facts)
        self._take_history(report.history, progress)
        self._take_measures(report)
        self._tell(self._branches.stats(progress, TOY_COLUMNS))
        for chart in self.charts:
            chart.mark(progress.viewing)
        shown = (progress.iteration, progress.viewing, progress.branch)
        if shown != self._shown and not self._pace.running:
            self._pace.renew()
        self._shown = shown

    def set_palette(self, palette: Palette) -> None:
        """Take another theme, live."""
        self.palette_ = palette
        for widget in (*self.charts, self.measures):
            widget.set_palette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.norms.setVisible(event.size().height() >= _TALL * unit_of(self.font()))

    def _build(self, prefix: str) -> None:
        name = f"{prefix}.charts"
        self.losses = Chart(f"{name}.losses", QT_TRANSLATE_NOOP("Charts", "Losses"), self.history, _LOSSES)
        self.means = Chart(f"{name}.means", QT_TRANSLATE_NOOP("Charts", "Mean of D"), self.history, _MEANS)
        self.distance = Chart(f"{name}.distance", QT_TRANSLATE_NOOP("Charts", "Distance to the data"),
                              self.distances, (Line(0, _DISTANCE[2].title, "text"),))
        self.norms = Chart(f"{name}.norms", QT_TRANSLATE_NOOP("Charts", "Gradient norms"), self.history,
                           _NORMS)
        self.charts = (self.losses, self.means, self.distance, self.norms)
        self.measures = MeasuresPanel(f"{prefix}.measures", self.MEASURES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for chart in self.charts:
            chart.align(self.charts)
            column.addWidget(chart, 1)
        column.addWidget(self.measures)

    def _take_history(self, rows: NDArray[np.float64], progress: Progress) -> None:
        if self._branches.take(rows, progress):
            self._changed()

    def _take_measures(self, report: Report) -> None:
        """The table shows what is on show; the curve grows with the present only."""
        found = {name.removeprefix("measures."): pair for name, pair in report.arrays.items()
                 if name.startswith("measures.")}
        self.measures.set_measures(found)
        key = self.curve.key
        iteration = report.origin("measures").iteration
        newer = not len(self.distances) or iteration > self.distances.iterations[-1]
        if key in found and newer and report.progress.viewing is None:
            value, floor = map(float, found[key])
            self.distances.append([iteration], [value])
            self.distance.set_references(Reference(floor, tr(self.curve.beside)))
            self.distance.changed()

    def _tell(self, stats: Mapping[str, float]) -> None:
        now = time.monotonic()
        if now - self._told_at > _STATS_SECONDS or not self._pace.running:
            self._told_at = now
            self.measures.set_stats(stats)

    def _changed(self) -> None:
        for chart in self.charts:
            chart.changed()
