"""The right-hand column of an image game: losses and errors as curves, measures on held-out images."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganviz.app.images.asking import Asking
from ganviz.app.images.chart_pages import ChartPages
from ganviz.app.images.diagnosis import DiagnosisPanel
from ganviz.app.images.scores import (
    CYCLE_MEASURES,
    CYCLE_STATS,
    HELD_OUT,
    PAIR_MEASURES,
    PAIR_STATS,
    silent,
)
from ganviz.app.palette import DARK, Palette
from ganviz.app.panels.branches import Branches
from ganviz.app.panels.measures import Heads, Measure, MeasuresPanel
from ganviz.app.plots.charts import Chart, Line, Reference
from ganviz.app.plots.series import Series
from ganviz.app.plots.text import QT_TRANSLATE_NOOP, number
from ganviz.settings.columns import CYCLEGAN_COLUMNS, PIX2PIX_COLUMNS, Column
from ganviz.training.diagnosing import findings
from ganviz.training.messages import Progress, Report

PERIODS = {"measures": 15.0}
"""Seconds between two questions for the measures: they take many pictures, each at the cost of the watch budget."""
_PATIENCE = 20.0
"""How many times as long as measures took of the trainer's time the next ones wait: with the usual watch budget of a
tenth of the time, half of it is then left to the pictures."""
_FEW, _MANY = 4, 32
_QUICK_SECONDS = 0.3
"""Measures are taken of a few images first; where that was quick, of many: a large game would stand still for long."""
_STATS_SECONDS = 0.25
_NOT_ASKED = -1
_FIGURE = "diagnosis."
SAMPLE = QT_TRANSLATE_NOOP("Measures", "{count} held-out images at iteration {iteration}")
SAMPLE_OF_ONE = QT_TRANSLATE_NOOP("Measures", "{count} held-out image at iteration {iteration}")


@dataclass(frozen=True, slots=True)
class Curves:
    """A chart: its name, its title, column, title and colour of each curve, whether D's neutral level is marked, and
    whether its columns are measures on held-out images instead of those of the history."""

    id: str
    title: str
    lines: tuple[tuple[str, str, str], ...]
    neutral: bool = False
    measured: bool = False


_D, _G = QT_TRANSLATE_NOOP("Charts", "D"), QT_TRANSLATE_NOOP("Charts", "G")
_A, _B = QT_TRANSLATE_NOOP("Charts", "A"), QT_TRANSLATE_NOOP("Charts", "B")
_OUTPUT = QT_TRANSLATE_NOOP("Charts", "output")
_ON_REAL, _ON_FAKE = QT_TRANSLATE_NOOP("Charts", "real"), QT_TRANSLATE_NOOP("Charts", "generated")
_GRADIENTS = Curves("norms", QT_TRANSLATE_NOOP("Charts", "Gradient norms"),
                    (("grad_norm_d", _D, "accent"), ("grad_norm_g", _G, "generated")))


def _of_both(column: str) -> tuple[tuple[str, str, str], ...]:
    """A column of each way, in colours that are told apart in either theme and are not those of real and generated."""
    return (f"{column}_a", _A, "accent"), (f"{column}_b", _B, "good")


PAIR_CURVES = (
    Curves("losses", QT_TRANSLATE_NOOP("Charts", "Losses"),
           (("loss_d", _D, "accent"), ("loss_gan", _G, "generated"))),
    Curves("l1", QT_TRANSLATE_NOOP("Charts", "L1 to the target (0 to 1)"),
           (("loss_l1", QT_TRANSLATE_NOOP("Charts", "training"), "text"),)),
    Curves("held_l1", QT_TRANSLATE_NOOP("Charts", "L1, held out (0 to 1)"), (("l1", _OUTPUT, "generated"),),
           measured=True),
    Curves("held_kid", QT_TRANSLATE_NOOP("Charts", "KID, held out"), (("kid", _OUTPUT, "generated"),), measured=True),
    Curves("means", QT_TRANSLATE_NOOP("Charts", "Mean of D"),
           (("mean_d_real", _ON_REAL, "real"), ("mean_d_fake", _ON_FAKE, "generated")), neutral=True),
    _GRADIENTS,
)

CYCLE_CURVES = (
    Curves("losses_a", QT_TRANSLATE_NOOP("Charts", "Losses A → B"),
           (("loss_d_a", _D, "accent"), ("loss_gan_a", _G, "generated"))),
    Curves("losses_b", QT_TRANSLATE_NOOP("Charts", "Losses B → A"),
           (("loss_d_b", _D, "accent"), ("loss_gan_b", _G, "generated"))),
    Curves("cycle", QT_TRANSLATE_NOOP("Charts", "Cycle error (0 to 1)"),
           _of_both("loss_cycle")),
    Curves("held_kid", QT_TRANSLATE_NOOP("Charts", "KID, held out"),
           (("kid_a_to_b", QT_TRANSLATE_NOOP("Charts", "A → B"), "accent"),
            ("kid_b_to_a", QT_TRANSLATE_NOOP("Charts", "B → A"), "good")), measured=True),
    Curves("identity", QT_TRANSLATE_NOOP("Charts", "Identity error (0 to 1)"),
           _of_both("loss_identity")),
    Curves("means", QT_TRANSLATE_NOOP("Charts", "Mean of D on generated"),
           _of_both("mean_d_fake"), neutral=True),
    _GRADIENTS,
)


class ImagePanel(QWidget):
    """Charts and measures of a run. Ask it for questions with `request`, hand it each answer with `apply`.

    Attributes:
        images: of how many held-out images the measures are taken.
        held_out: those that the charts show, of the present, since the run was opened.
    """

    CURVES: ClassVar[tuple[Curves, ...]]
    COLUMNS: ClassVar[tuple[Column, ...]]
    MEASURES: ClassVar[Sequence[Measure]]
    HEADS: ClassVar[Heads]
    STATS: ClassVar[Sequence[Measure]]

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.side")
        self.setAccessibleName(self.tr("Losses and measures"))
        self.facts: dict[str, Any] = {}
        self.palette_ = DARK
        self._asking = Asking(PERIODS, _PATIENCE)
        self._measured = [name for spec in self.CURVES if spec.measured for name, _title, _role in spec.lines]
        self.history, self.held_out = Series(len(self.COLUMNS)), Series(len(self._measured))
        self._branches = Branches(self.history, self.held_out)
        self._told_at, self._has_pictures, self.images = 0.0, False, _FEW
        self._viewing: int | None = None
        self._is_at_hand = True
        self._progress: Progress | None = None
        self._asked_in, self._asked_of, self._charted_of = _NOT_ASKED, _FEW, _FEW
        self._build(prefix)

    def _build(self, prefix: str) -> None:
        self.charts = {spec.id: self._chart(prefix, spec) for spec in self.CURVES}
        self.measures = MeasuresPanel(f"{prefix}.measures", self.MEASURES, heads=self.HEADS, stats=self.STATS,
                                      apart=True)
        self.diagnosis = DiagnosisPanel(f"{prefix}.diagnosis")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        peers = tuple(self.charts.values())
        for chart in peers:
            chart.align(peers)
        column.addWidget(ChartPages(f"{prefix}.charts", peers), 1)
        column.addWidget(self.measures)
        column.addWidget(self.diagnosis)

    def _chart(self, prefix: str, spec: Curves) -> Chart:
        if spec.measured:
            series = self.held_out
            lines = [Line(self._measured.index(name), title, role) for name, title, role in spec.lines]
        else:
            series, lines = self.history, [self._line(*line) for line in spec.lines]
        return Chart(f"{prefix}.charts.{spec.id}", spec.title, series, lines)

    def _line(self, name: str, title: str, role: str) -> Line:
        """The curve of a column, an error between images in shares of the range as the held-out ones are."""
        place, column = next(found for found in enumerate(self.COLUMNS) if found[1].id == name)
        return Line(place, title, role, 1 / column.span if column.span else 1.0)

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Take what is known of the game: the level at which D can't tell, and whether there is one."""
        self.facts = dict(facts)
        neutral = facts["neutral"]
        self.measures.leave_out(silent(facts))
        marks = () if neutral is None else (Reference(neutral, "½" if neutral == 0.5 else number(neutral, 2)),)
        for spec in self.CURVES:
            if spec.neutral:
                self.charts[spec.id].set_references(*marks)

    def clear(self) -> None:
        """Another run begins: forget all curves."""
        self._branches.clear()
        self._has_pictures, self.images = False, _FEW
        self._progress, self._viewing, self._is_at_hand = None, None, True
        self._forget()
        self._changed()

    def _forget(self) -> None:
        """What is measured from now on is of something else."""
        self._asked_in = _NOT_ASKED
        self._asking.renew()
        self.measures.clear(2)
        self.diagnosis.clear()

    def request(self, now: float, generation: int = 0) -> dict[str, dict[str, Any]]:
        """The measures, now and then while the run plays; nothing while hidden, without held-out images, where no
        state of the iteration that is looked at is at hand, or while an answer is to come that may bring them.

        The pictures come first: the measures take longer.
        """
        can_ask = self.isVisible() and self.facts.get("count") and self._has_pictures and self._is_at_hand
        if not can_ask or self._asked_in != _NOT_ASKED or not self._asking.due(["measures"], now):
            return {}
        self._asked_in, self._asked_of = generation, self.images
        return {"measures": {"n": self.images, "diagnose": True}}

    def set_running(self, running: bool) -> None:
        """At rest the measures are asked for only after something changed."""
        self._asking.running = running

    def look_at(self, iteration: int | None, is_at_hand: bool = True) -> None:
        """Show what is told of an earlier iteration, None for the present: at once what the history tells.

        Args:
            iteration: the iteration.
            is_at_hand: whether its state is, of which alone something can be measured.
        """
        if (iteration, is_at_hand) == (self._viewing, self._is_at_hand):
            return
        self._viewing, self._is_at_hand = iteration, is_at_hand
        self._forget()
        self._told_at = 0.0
        self._show_viewed()

    def _show_viewed(self) -> None:
        """What the history tells of the iteration on show."""
        if self._progress is not None:
            self._tell(self._branches.stats(replace(self._progress, viewing=self._viewing), self.COLUMNS))
        for chart in self.charts.values():
            chart.mark(self._viewing)

    def apply(self, report: Report) -> None:
        """Show an answer."""
        self._progress = progress = report.progress
        if progress.facts and dict(progress.facts) != self.facts:
            self.set_facts(progress.facts)
        if self._branches.take(report.history, progress):
            self._changed()
        if self._is_at_hand:
            self.look_at(progress.viewing)
        self._asking.state = (progress.iteration, progress.viewing, progress.branch)
        self._has_pictures |= any(name.startswith("samples.") for name in report.arrays)
        self._take_measures(report)
        self._show_viewed()

    def _take_measures(self, report: Report) -> None:
        """Those of the iteration on show; of a run that plays they are of one that it has just passed."""
        if report.generation >= self._asked_in:
            self._asked_in = _NOT_ASKED
        found = {name.removeprefix("measures."): pair for name, pair in report.arrays.items()
                 if name.startswith("measures.")}
        if found and self._is_at_hand and self._viewing in (None, report.iteration):
            self._asking.came(["measures"], time.perf_counter(), report.cost("measures"))
            self.measures.set_measures(found)
            self._tell_sample(report.iteration)
            self._chart_measures(found, report)
            self._diagnose(found, report)
            self._take_more()

    def _chart_measures(self, found: Mapping[str, Any], report: Report) -> None:
        """A further point of the measures' curves, in the present; those of other images are not comparable."""
        if self._viewing is not None:
            return
        if self._asked_of != self._charted_of:
            self._charted_of = self._asked_of
            self.held_out.clear()
        self.held_out.truncate(report.iteration - 1)
        self.held_out.append([report.iteration], [[found[name][0] if name in found else np.nan
                                                   for name in self._measured]])
        self._changed()

    def _tell_sample(self, iteration: int) -> None:
        """Of how many images the measures are, of both sides where there are two, and of which iteration."""
        lengths = self.facts.get("lengths", {"": self.facts["count"]})
        counts = [min(self._asked_of, length) for length in lengths.values()]
        self.measures.tell_sample(SAMPLE_OF_ONE if counts == [1] else SAMPLE, count=" + ".join(map(str, counts)),
                                  iteration=f"{iteration:,}")

    def _diagnose(self, found: Mapping[str, Any], report: Report) -> None:
        """From the figures of the pictures and from the curves up to the state that they are of."""
        figures = {name.removeprefix(_FIGURE): pair.tolist() for name, pair in found.items()
                   if name.startswith(_FIGURE)}
        until = np.searchsorted(self.history.iterations, report.iteration, side="right")
        columns = {column.id: values[:until]
                   for column, values in zip(self.COLUMNS, self.history.values, strict=True)}
        self.diagnosis.show_findings(findings(figures, columns, report.progress.game_settings, report.iteration),
                                     report.iteration)

    def _take_more(self) -> None:
        if self.images == _FEW and self._asking.took < _QUICK_SECONDS:
            self.images = _MANY
            self._asking.renew()

    def _tell(self, stats: Mapping[str, float]) -> None:
        now = time.monotonic()
        if now - self._told_at > _STATS_SECONDS or not self._asking.running:
            self._told_at = now
            self.measures.set_stats(stats)

    def set_palette(self, palette: Palette) -> None:
        """Take another theme, live."""
        self.palette_ = palette
        for chart in self.charts.values():
            chart.set_palette(palette)
        self.measures.set_palette(palette)
        self.diagnosis.set_palette(palette)

    def _changed(self) -> None:
        for chart in self.charts.values():
            chart.changed()


class PairPanel(ImagePanel):
    """Pix2Pix."""

    CURVES = PAIR_CURVES
    COLUMNS = PIX2PIX_COLUMNS
    MEASURES = PAIR_MEASURES
    HEADS = HELD_OUT
    STATS = PAIR_STATS


class CyclePanel(ImagePanel):
    """CycleGAN."""

    CURVES = CYCLE_CURVES
    COLUMNS = CYCLEGAN_COLUMNS
    MEASURES = CYCLE_MEASURES
    HEADS = HELD_OUT
    STATS = CYCLE_STATS
