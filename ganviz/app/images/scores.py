"""The rows of an image game's table of measures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

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

_KID_TIP = QT_TRANSLATE_NOOP("Measures", "Kernel distance between what G makes and real images, on fixed features "
                             "of a small network of ours; lower is better. Comparable only with itself.")
_KID = Measure("kid", QT_TRANSLATE_NOOP("Measures", "KID"), "", _KID_TIP, number, _copy)
_CYCLE_TIP = QT_TRANSLATE_NOOP("Measures", "Mean absolute difference after there and back, 0 to 1; lower is better.")
_TRUTH_TIP = QT_TRANSLATE_NOOP("Measures", "Mean absolute difference to the same picture on the other side, 0 to 1; "
                               "lower is better. Training never sees which images belong together.")

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
    Measure("kid_a_to_b", QT_TRANSLATE_NOOP("Measures", "KID A → B"), "", _KID_TIP, number, _copy),
    Measure("kid_b_to_a", QT_TRANSLATE_NOOP("Measures", "KID B → A"), "", _KID_TIP, number, _copy),
    Measure("truth_a_to_b", QT_TRANSLATE_NOOP("Measures", "True L1 A → B"), "", _TRUTH_TIP, number, _copy),
    Measure("truth_b_to_a", QT_TRANSLATE_NOOP("Measures", "True L1 B → A"), "", _TRUTH_TIP, number, _copy),
    Measure("cycle_a_to_b", QT_TRANSLATE_NOOP("Measures", "Cycle error of A"), "", _CYCLE_TIP, number, _copy),
    Measure("cycle_b_to_a", QT_TRANSLATE_NOOP("Measures", "Cycle error of B"), "", _CYCLE_TIP, number, _copy),
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


_ACCURACIES = ("accuracy_d", "accuracy_d_a", "accuracy_d_b")
"""The rows that say nothing where no level of D is neutral."""
_TRUTHS = ("truth_a_to_b", "truth_b_to_a")
"""Those that say nothing where nobody knows which images are the same picture."""


def silent(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The rows that say nothing of a game, by what is known of it."""
    return (_ACCURACIES if facts["neutral"] is None else ()) + (() if facts.get("truth") else _TRUTHS)


PAIR_STATS = (_accuracy("accuracy_d", QT_TRANSLATE_NOOP("Measures", "D's accuracy")), *_RATES, *GRADIENTS)
CYCLE_STATS = (_accuracy("accuracy_d_a", QT_TRANSLATE_NOOP("Measures", "Accuracy of D_A")),
               _accuracy("accuracy_d_b", QT_TRANSLATE_NOOP("Measures", "Accuracy of D_B")), *_RATES, *GRADIENTS)
