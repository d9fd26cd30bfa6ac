"""The right-hand column of ALI: beside the curves, what it generates and how well it infers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from ganviz.app.images.asking import Asking
from ganviz.app.panels.measures import MEASURES, Measure, tr
from ganviz.app.panels.side import Curve, RightPanel
from ganviz.app.plots.pace import Pace
from ganviz.app.plots.text import QT_TRANSLATE_NOOP, number
from ganviz.training.messages import Report


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _of(value: float) -> str:
    return tr(QT_TRANSLATE_NOOP("Measures", "of {0}")).format(_whole(value))


def _data(value: float) -> str:
    return tr(QT_TRANSLATE_NOOP("Measures", "data {0}")).format(_percent(value))


def _random(value: float) -> str:
    return tr(QT_TRANSLATE_NOOP("Measures", "random {0}")).format(number(value))


def _alone(_: float) -> str:
    return ""


def _guess(value: float) -> str:
    return tr(QT_TRANSLATE_NOOP("Measures", "guess {0}")).format(_percent(value))


MEASURES_ALI = (
    Measure("modes", QT_TRANSLATE_NOOP("Measures", "Modes"), "",
            QT_TRANSLATE_NOOP("Measures", "How many modes of the data have a generated sample within three standard "
                              "deviations, of 2,500 samples (PacGAN, Table 1)."), _whole, _of),
    Measure("high_quality", QT_TRANSLATE_NOOP("Measures", "High quality"), "",
            QT_TRANSLATE_NOOP("Measures", "The share of 2,500 generated samples within three standard deviations of "
                              "their nearest mode, beside that of the data themselves."), _percent, _data),
    Measure("reverse_kl", QT_TRANSLATE_NOOP("Measures", "KL of modes"), "",
            QT_TRANSLATE_NOOP("Measures", "KL(G ‖ data) in nats between the shares of 2,500 generated samples that are "
                              "nearest to each mode and equal shares: 0 where all modes get as many, log K where one "
                              "of K gets all (PacGAN, Table 1).")),
    Measure("round_trip", QT_TRANSLATE_NOOP("Measures", "Round trip"), "",
            QT_TRANSLATE_NOOP("Measures", "Mean distance from x to G(E(x)) in the data's units, beside the distance of "
                              "two samples that have nothing to do with each other."), number, _random),
    Measure("reconstruction", QT_TRANSLATE_NOOP("Measures", "Reconstruction"), "",
            QT_TRANSLATE_NOOP("Measures", "Mean distance from a held-out image to G(E(x)), all pixels together, from 0 "
                              "to 1 each, beside the distance of two images that have nothing to do with each other."),
            number, _random),
    Measure("reconstruction_ratio", QT_TRANSLATE_NOOP("Measures", "Ratio"), "",
            QT_TRANSLATE_NOOP("Measures", "The distance from x to G(E(x)) as a share of that of two samples that have "
                              "nothing to do with each other: 1 where a reconstruction might as well be of another "
                              "sample."), number, _alone),
    Measure("prior_mmd", QT_TRANSLATE_NOOP("Measures", "Prior match"), "MMD²",
            QT_TRANSLATE_NOOP("Measures", "Squared maximum mean discrepancy between E(x) over the data and the prior "
                              "of z; unbiased, with the kernel exp(−d² / 2 dim). Noise takes it below zero.")),
    Measure("neighbour", QT_TRANSLATE_NOOP("Measures", "1-NN"), "",
            QT_TRANSLATE_NOOP("Measures", "The share of held-out examples whose nearest code among others is of the "
                              "same class (of points: of the same mode), beside that of who always guesses the "
                              "largest class."), _percent, _guess),
    Measure("probe", QT_TRANSLATE_NOOP("Measures", "Linear probe"), "",
            QT_TRANSLATE_NOOP("Measures", "The share of held-out examples whose class a linear classifier of the codes "
                              "names rightly, beside that of who always guesses the largest class."), _percent, _guess),
    *(measure for measure in MEASURES if measure.key in ("js", "kl_reverse", "sw")),
)
_OF_IMAGES = frozenset({"reconstruction", "reconstruction_ratio", "prior_mmd", "neighbour", "probe"})
_OF_POINTS = frozenset(measure.key for measure in MEASURES_ALI) - {"reconstruction"}
_OF_CLASSES = frozenset({"neighbour", "probe"})
_OF_MODES = frozenset({"modes", "high_quality", "reverse_kl"})
_RECONSTRUCTION = Curve("reconstruction", QT_TRANSLATE_NOOP("Charts", "x to G(E(x))"),
                        QT_TRANSLATE_NOOP("Charts", "random"))
_POINTS_SECONDS, _IMAGES_SECONDS = 1.0, 10.0
"""Between two measures; those of images take a good part of the time that pictures may cost."""
_PATIENCE = 20.0
"""How many times as long as they took the next ones of images wait: half of a usual budget is left to the pictures."""


class ALIPanel(RightPanel):
    """Charts and measures of a run of ALI, on points or on images."""

    MEASURES: ClassVar = MEASURES_ALI

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        self._asking = Asking({"measures": _IMAGES_SECONDS}, _PATIENCE)
        super().__init__(prefix, parent)
        self._pace = Pace({"measures": _POINTS_SECONDS})

    @property
    def curve(self) -> Curve:
        """For images how far reconstructions are."""
        return _RECONSTRUCTION if self._on_images else super().curve

    @property
    def _on_images(self) -> bool:
        return self.facts.get("form") == "images"

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Take what is known of the game, and show the measures of its form."""
        super().set_facts(facts)
        self._show_form()

    def request(self, now: float, generation: int = 0) -> dict[str, dict[str, Any]]:
        """The measures, once a second of points; those of images more rarely, and again where they did not come."""
        if not self._on_images:
            return super().request(now, generation)
        return self._asking.due(["measures"], now) if self.isVisible() else {}

    def set_running(self, running: bool) -> None:
        """At rest the measures are asked for only after something changed."""
        super().set_running(running)
        self._asking.running = running

    def apply(self, report: Report) -> None:
        """Show an answer."""
        progress = report.progress
        self._asking.state = (progress.iteration, progress.viewing, progress.branch)
        if any(name.startswith("measures.") for name in report.arrays):
            self._asking.came(["measures"], time.perf_counter(), report.cost("measures"))
        super().apply(report)

    def clear(self) -> None:
        """Another run begins."""
        self._asking.renew()
        super().clear()
        self._show_form()

    def _show_form(self) -> None:
        shown = _OF_IMAGES if self._on_images else _OF_POINTS
        if not self.facts.get("modes_of", 1):
            shown -= _OF_MODES
        if not self.facts.get("has_classes", True):
            shown -= _OF_CLASSES
        self.measures.show_rows(shown)
