"""The right-hand column of ALI: beside the curves, what it generates and how well it infers."""

from __future__ import annotations

from typing import ClassVar

from ganviz.app.panels.measures import MEASURES, Measure, tr
from ganviz.app.panels.side import RightPanel
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


_KEPT = ("js", "kl_reverse", "sw")

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
    *(measure for measure in MEASURES if measure.key in _KEPT),
)


class ALIPanel(RightPanel):
    """Charts and measures of a run of ALI."""

    MEASURES: ClassVar = MEASURES_ALI
