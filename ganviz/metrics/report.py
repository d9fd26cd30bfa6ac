"""Every measure of a game in one call, each against what it reads between real samples."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, log, nan, sqrt
from typing import NamedTuple

import numpy as np

from ganviz.metrics.divergences import Divergences, Generated, Rated, divergences
from ganviz.metrics.samples import Floats, Sample
from ganviz.metrics.wasserstein import directions, slice_distance, slices

# For a shift, eight evenly spaced directions come within 0.8 % of the mean over all directions.
_DISTANCE = {1: ("w1", directions(1, 1)), 2: ("sw", directions(8, 2))}
_LARGEST = float(np.finfo(np.float32).max)
_LOST_DIMENSIONS = 0.5
_NAMES = ("js", "kl_forward", "kl_reverse")


class Draw(NamedTuple):
    """What one reading compares.

    Attributes:
        rows: real samples, shape (n, dim), as the game is taught with; for the distance.
        fake: as many generated ones.
        real: samples of p_data: the same rows, or others where p_data is an estimate from them.
        generated: samples of G.
    """

    rows: Sample
    fake: Sample
    real: Rated
    generated: Generated


class Units(NamedTuple):
    """Lengths along each axis, shape (dim,).

    Attributes:
        spread: the data's standard deviations.
        distance: what the distance counts as one: ones where it is given in the samples' units.
    """

    spread: Floats
    distance: Floats


class Baseline(NamedTuple):
    """What the estimates read between real samples, where the truth is zero.

    Attributes:
        bias: their mean, which is taken off every reading.
        floor: by name, how far single readings scatter about it; for the distance, which is never below zero, the root
            mean square.
    """

    bias: Divergences
    floor: dict[str, float]


def distance(rows: Sample, fake: Sample, unit: Floats) -> tuple[str, float]:
    """``w1``, the exact Wasserstein-1 distance of two samples (n, 1), or ``sw``, the sliced one of (n, 2)."""
    name, along = _DISTANCE[rows.shape[1]]
    centre = rows.mean(axis=0)
    a, b = ((sample - centre) / unit for sample in (rows, fake))
    return name, slice_distance(slices(a, along), slices(b, along))


def baseline(draws: Iterable[Draw], units: Units) -> Baseline:
    """Measure real samples against real ones.

    Args:
        draws: with fresh real samples in place of generated ones; at least two.
        units: as for `measure`.

    Raises:
        ValueError: for fewer draws.
    """
    pairs = [(divergences(draw.real, draw.generated, units.spread),
              distance(draw.rows, draw.fake, units.distance)) for draw in draws]
    if len(pairs) < 2:
        raise ValueError("a baseline needs at least two draws")
    found = np.array([reading for reading, _ in pairs])
    scatter = zip(_NAMES, found.std(axis=0, ddof=1)[:3].tolist(), strict=True)
    name, root = pairs[0][1][0], sqrt(sum(value**2 for _, (_, value) in pairs) / len(pairs))
    return Baseline(Divergences(*found.mean(axis=0).tolist()), {**dict(scatter), name: root})


def measure(draw: Draw, units: Units, base: Baseline) -> dict[str, float]:
    """Measure generated samples against real ones.

    Returns:
        Name of the measure to its value. ``js``, ``kl_forward`` and ``kl_reverse`` in nats (see `Divergences`; a value
        that noise has taken below zero is given as zero), and ``w1`` in 1-D or ``sw`` (8 directions) in 2-D, in units
        of ``units.distance``. Both KL are infinite also where G's samples lie on a curve in the plane, as far as their
        neighbours tell: then G has no density.
    """
    name, apart = distance(draw.rows, draw.fake, units.distance)
    return {**_unbiased(divergences(draw.real, draw.generated, units.spread), base.bias), name: apart}


def missing(dim: int) -> dict[str, float]:
    """Every measure as NaN: for a generator that has diverged."""
    return dict.fromkeys((*_NAMES, _DISTANCE[dim][0]), nan)


def is_finite(x: Sample) -> bool:
    """Whether all samples are finite in single precision; beyond it, squares of distances lose their meaning."""
    return bool((np.abs(x) <= _LARGEST).all())


def _unbiased(found: Divergences, bias: Divergences) -> dict[str, float]:
    curve = found.dimension < bias.dimension - _LOST_DIMENSIONS
    forward, reverse = (inf if curve else value for value in (found.kl_forward, found.kl_reverse))
    return {"js": min(max(found.js - bias.js, 0.0), log(2)),
            "kl_forward": max(forward - bias.kl_forward, 0.0), "kl_reverse": max(reverse - bias.kl_reverse, 0.0)}
