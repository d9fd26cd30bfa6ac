"""What goes wrong when images are translated, each as one number that can be compared with a limit.

Images are float32 arrays (n, C, H, W), values 0 to 1. A function returns NaN where its question has no answer. The
limits and the runs that they were measured on stand beside the rules, in ``ganviz.settings.diagnosis``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.float32]
Columns = Mapping[str, NDArray[np.floating]]

WINDOW = 200
"""How many of the newest rows of a history are looked at."""

_FLAT = 1e-3
"""Below half a level in 256 nothing differs."""
_FEWEST = 2
_PERIOD = 4
_AROUND = 3


class Seen(NamedTuple):
    """What a generator makes of training inputs, and their targets."""

    outputs: Images
    targets: Images


@dataclass(frozen=True, slots=True)
class Pictures:
    """What one generator makes of held-out images.

    Attributes:
        inputs: what it is given.
        outputs: what it makes of them.
        real: real images of the kind that it makes; the targets, in the same order, where there are pairs.
        paired: whether they are.
        seen: the same of as many training pairs, if there are pairs.
    """

    inputs: Images
    outputs: Images
    real: Images
    paired: bool = False
    seen: Seen | None = None


def collapse(found: Pictures) -> float:
    """How much outputs differ from each other, as a share of how much real images do: the ratio of the standard
    deviations over images, in the mean of squares over pixels; 0 where all outputs are the same."""
    apart, real = _spread(found.outputs), _spread(found.real)
    return apart / real if real > _FLAT else nan


def checkerboard(found: Pictures) -> float:
    """How far the outputs' spectrum rises at the periods of 2 and 4 pixels above what lies around, as a multiple of
    that of real images. A transposed convolution of stride 2 leaves such peaks (Odena et al. 2016)."""
    peak, real = _peak(found.outputs), _peak(found.real)
    return peak / max(real, 1.0)


def inversion(found: Pictures) -> float:
    """The correlation of outputs with targets, or with inputs where there are no pairs, mean over the channels; -1
    where light and dark are exchanged.

    Of each image what it has apart from the mean image: two kinds of landscapes may well differ in where they are
    bright, and a night's sky be dark for a good reason.
    """
    outputs, others = _comparable(_apart(found.outputs), _apart(found.real if found.paired else found.inputs))
    found_in = [_correlation(x, y) for x, y in zip(outputs, others, strict=True)]
    known = [value for value in found_in if not isnan(value)]
    return float(np.mean(known)) if known else nan


def overfitting(found: Pictures) -> float:
    """The mean absolute error on held-out pairs, as a multiple of that on as many training pairs: at least so much,
    one standard error of either mean allowed for, since there may be few pairs and each is as hard as it is."""
    if found.seen is None:
        return nan
    held_out, seen = _errors(found.outputs, found.real), _errors(*found.seen)
    if min(len(held_out), len(seen)) < _FEWEST or not seen.any():
        return nan
    return float((held_out.mean() - _uncertainty(held_out)) / (seen.mean() + _uncertainty(seen)))


def judged_right(history: Columns) -> float:
    """The share of patches that D judges right, mean of the newest `WINDOW` rows."""
    rows = history["accuracy_d"][-WINDOW:]
    rows = rows[np.isfinite(rows)]
    return float(rows.mean()) if len(rows) == WINDOW else nan


def _spread(images: Images) -> float:
    return float(np.sqrt(images.var(axis=0, ddof=1).mean())) if len(images) > 1 else nan


def _peak(images: Images) -> float:
    """Power at the frequencies of the periods 2 and 4, over the mean of that at their neighbours; of each channel,
    since a grid may be one of colours alone."""
    height, width = (side // _PERIOD * _PERIOD for side in images.shape[2:])
    power = (np.abs(np.fft.fft2(images[:, :, :height, :width])) ** 2).mean(axis=(0, 1))
    places = [(y * height // _PERIOD, x * width // _PERIOD) for y in range(_PERIOD) for x in range(_PERIOD)][1:]
    around = sum(np.mean([power[y, x] for y, x in _neighbours(place, power.shape)]) for place in places)
    return float(sum(power[place] for place in places) / around) if around > 0 else nan


def _neighbours(place: tuple[int, int], shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """The frequencies around one; of one on an axis those on the axis, where images have most of their power."""
    steps = [[0] if at == 0 else range(-_AROUND, _AROUND + 1) for at in place]
    found = [((place[0] + y) % shape[0], (place[1] + x) % shape[1]) for y in steps[0] for x in steps[1]]
    return [each for each in found if each != place]


def _apart(images: Images) -> Images:
    apart: Images = images - images.mean(axis=0, keepdims=True)
    return apart


def _comparable(x: Images, y: Images) -> tuple[Images, Images]:
    """Both with the channels first, grey where their numbers differ."""
    if x.shape[1] != y.shape[1]:
        x, y = (each.mean(axis=1, keepdims=True) for each in (x, y))
    return x.swapaxes(0, 1), y.swapaxes(0, 1)


def _correlation(x: Images, y: Images) -> float:
    scale = float(np.sqrt((x**2).mean() * (y**2).mean()))
    return float((x * y).mean()) / scale if scale > _FLAT**2 else nan


def _errors(x: Images, y: Images) -> NDArray[np.float64]:
    errors: NDArray[np.float64] = np.abs(x - y).mean(axis=(1, 2, 3), dtype=np.float64)
    return errors


def _uncertainty(values: NDArray[np.float64]) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values)))
