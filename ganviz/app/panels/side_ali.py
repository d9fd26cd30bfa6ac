"""The right-hand column of ALI: beside the curves, what it generates and how well it infers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ganviz.app.panels.measures import MEASURES, Measure, tr
from ganviz.app.panels.side import Curve, RightPanel
from ganviz.app.plots.pace import Pace
from ganviz.app.plots.text import QT_TRANSLATE_NOOP, number


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


def _guess(value: float) -> str:
    return tr(QT_TRANSLATE_NOOP("Measures", "guess {0}")).format(_percent(value))


_KEPT = ("js", "kl_reverse", "sw")

_KNOWLEDGE = (
    Measure("neighbour", QT_TRANSLATE_NOOP("Measures", "1-NN"), "",
            QT_TRANSLATE_NOOP("Measures", "The share of held-out examples whose nearest code among others is of the "
                              "same class (of points: of the same mode), beside that of who always guesses the "
                              "largest class."), _percent, _guess),
    Measure("probe", QT_TRANSLATE_NOOP("Measures", "Linear probe"), "",
            QT_TRANSLATE_NOOP("Measures", "The share of held-out examples whose class a linear classifier of the codes "
                              "names rightly, beside that of who always guesses the largest class."), _percent, _guess),
)

MEASURES_ALI = (
    Measure("modes", QT_TRANSLATE_NOOP("Measures", "Modes"), "",
            QT_TRANSLATE_NOOP("Measures", "How many modes of the data have a generated sample within three standard "
                              "deviations, of 2,500 samples (PacGAN, Table 1)."), _whole, _of),
    Measure("high_quality", QT_TRANSLATE_NOOP("Measures", "High quality"), "",
            QT_TRANSLATE_NOOP("Measures", "The share of 2,500 generated samples within three standard deviations of "
                              "their nearest mode, beside that of the data themselves."), _percent, _data),
    Measure("round_trip", QT_TRANSLATE_NOOP("Measures", "Round trip"), "",
            QT_TRANSLATE_NOOP("Measures", "Mean distance from x to G(E(x)) in the data's units, beside the distance of "
                              "two samples that have nothing to do with each other."), number, _random),
    Measure("prior_mmd", QT_TRANSLATE_NOOP("Measures", "Prior match"), "MMD²",
            QT_TRANSLATE_NOOP("Measures", "Squared maximum mean discrepancy between E(x) over the data and the prior "
                              "of z; unbiased, with the kernel exp(−d² / 2 dim). Noise takes it below zero.")),
    *_KNOWLEDGE,
    *(measure for measure in MEASURES if measure.key in _KEPT),
)

MEASURES_IMAGES = (
    Measure("reconstruction", QT_TRANSLATE_NOOP("Measures", "Reconstruction"), "",
            QT_TRANSLATE_NOOP("Measures", "Mean distance from a held-out image to G(E(x)), all pixels together, from 0 "
                              "to 1 each, beside the distance of two images that have nothing to do with each other."),
            number, _random),
    *_KNOWLEDGE,
)
_OF_MODES = ("modes", "high_quality")
_RECONSTRUCTION = Curve("reconstruction", QT_TRANSLATE_NOOP("Charts", "x to G(E(x))"),
                        QT_TRANSLATE_NOOP("Charts", "random"))
_POINTS_SECONDS, _IMAGES_SECONDS = 1.0, 10.0
"""Between two measures; those of images take a good part of the time that pictures may cost."""


class ALIPanel(RightPanel):
    """Charts and measures of a run of ALI, on points or on images."""

    MEASURES: ClassVar = tuple(dict.fromkeys((*MEASURES_ALI, *MEASURES_IMAGES)))

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
        period = _IMAGES_SECONDS if self._on_images else _POINTS_SECONDS
        running, self._pace = self._pace.running, Pace({"measures": period})
        self._pace.running = running
        self._show_form()

    def clear(self) -> None:
        """Another run begins."""
        super().clear()
        self._show_form()

    def _show_form(self) -> None:
        shown = {measure.key for measure in (MEASURES_IMAGES if self._on_images else MEASURES_ALI)}
        if not self.facts.get("modes_of", 1):
            shown.difference_update(_OF_MODES)
        if not self.facts.get("has_classes", True):
            shown.difference_update(measure.key for measure in _KNOWLEDGE)
        self.measures.show_rows({"prior_mmd", *shown})
