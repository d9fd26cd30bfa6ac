"""The rows of an image game's table of measures."""

from __future__ import annotations

import math

from ganviz.app.panels.measures import GRADIENTS, Heads, Measure
from ganviz.app.plots.text import QT_TRANSLATE_NOOP, number


def _copy(value: float) -> str:
    """What copying the input scores; empty where it has no score."""
    return "" if math.isnan(value) else number(value)


def _percent(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.0f} %"


HELD_OUT = Heads(
    QT_TRANSLATE_NOOP("Measures", "held-out images"),
    QT_TRANSLATE_NOOP("Measures", "On up to 32 images that are held out from training, as they would be saved."),
    QT_TRANSLATE_NOOP("Measures", "copying"),
    QT_TRANSLATE_NOOP("Measures", "What handing on the input as it is would score: a generator has to do better."))
HELD_OUT_ALONE = Heads(HELD_OUT.estimator, HELD_OUT.estimator_tip, "", "")

_KID = Measure("kid", QT_TRANSLATE_NOOP("Measures", "KID"), "",
               QT_TRANSLATE_NOOP("Measures", "Kernel distance between what G makes and real images, on fixed features "
                                 "of a small network of ours; lower is better. Comparable only with itself."),
               number, _copy)

PAIR_MEASURES = (
    Measure("l1", QT_TRANSLATE_NOOP("Measures", "L1"), "",
            QT_TRANSLATE_NOOP("Measures", "Mean absolute difference to the target, 0 to 1; lower is better."),
            number, _copy),
    Measure("psnr", QT_TRANSLATE_NOOP("Measures", "PSNR"), "dB",
            QT_TRANSLATE_NOOP("Measures", "Peak signal-to-noise ratio to the target; higher is better."),
            number, _copy),
    Measure("ssim", QT_TRANSLATE_NOOP("Measures", "SSIM"), "",
            QT_TRANSLATE_NOOP("Measures", "Structural similarity to the target, up to 1; higher is better."),
            number, _copy),
    _KID,
)

CYCLE_MEASURES = (
    Measure("cycle", QT_TRANSLATE_NOOP("Measures", "Cycle error"), "",
            QT_TRANSLATE_NOOP("Measures", "Mean absolute difference after there and back, 0 to 1, of both ways; lower "
                              "is better."), number, _copy),
    _KID,
)

_RATES = (
    Measure("learning_rate_d", QT_TRANSLATE_NOOP("Measures", "Rate of D"), "",
            QT_TRANSLATE_NOOP("Measures", "D's learning rate by the schedule, at the newest recorded iteration.")),
    Measure("learning_rate", QT_TRANSLATE_NOOP("Measures", "Rate of G"), "",
            QT_TRANSLATE_NOOP("Measures", "G's learning rate by the schedule, at the newest recorded iteration.")),
)


def _accuracy(key: str, title: str) -> Measure:
    return Measure(key, title, "", QT_TRANSLATE_NOOP("Measures", "The share of patches that D judges right; near one "
                                                     "half it can't tell, near 100 % it wins."), _percent)


ACCURACIES = ("accuracy_d", "accuracy_d_a", "accuracy_d_b")
"""The rows that say nothing where no level of D is neutral."""

PAIR_STATS = (_accuracy("accuracy_d", QT_TRANSLATE_NOOP("Measures", "D's accuracy")), *_RATES, *GRADIENTS)
CYCLE_STATS = (_accuracy("accuracy_d_a", QT_TRANSLATE_NOOP("Measures", "Accuracy of D_A")),
               _accuracy("accuracy_d_b", QT_TRANSLATE_NOOP("Measures", "Accuracy of D_B")), *_RATES, *GRADIENTS)
