"""Every measure of a game in one call, and the noise floor of each."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan, nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganviz.metrics.divergences import divergences
from ganviz.metrics.partition import Sample
from ganviz.metrics.wasserstein import directions, slice_distance, slices

# For a shift, eight evenly spaced directions come within 0.8 % of the mean over all directions.
_DISTANCE = {1: ("w1", directions(1, 1)), 2: ("sw", directions(8, 2))}


def measure(real: Sample, fake: Sample) -> dict[str, float]:
    """Measure generated samples against real ones.

    Args:
        real: fresh real samples, shape (n, 1) or (n, 2).
        fake: as many generated samples.

    Returns:
        Name of the measure to its value. The names are ``js``, ``kl_forward`` and ``kl_reverse`` (nats; see
        `Divergences`; a value that noise has taken below zero is given as zero) and ``w1`` in 1-D or ``sw``
        (8 directions) in 2-D, in the units of the samples. Every value is NaN unless all of `fake` is finite.

    Raises:
        ValueError: for other shapes.
    """
    values = _estimates(real, fake)
    return {name: value if isnan(value) else max(value, 0.0) for name, value in values.items()}


def noise_floor(pairs: Iterable[tuple[Sample, Sample]]) -> dict[str, float]:
    """How large each measure is between two fresh samples of the same distribution.

    Args:
        pairs: pairs of real samples of the size that is measured with; each of shape (n, 1) or (n, 2).

    Returns:
        The root mean square of each measure's estimate over the pairs: several, since a single one may lie near
        zero by chance.

    Raises:
        ValueError: for other shapes, or without pairs.
    """
    found = [_estimates(one, other) for one, other in pairs]
    if not found:
        raise ValueError("a noise floor needs at least one pair of samples")
    return {name: sqrt(sum(each[name] ** 2 for each in found) / len(found)) for name in found[0]}


def _estimates(real: Sample, other: Sample) -> dict[str, float]:
    if real.shape != other.shape or real.shape[-1] not in _DISTANCE or real.ndim != 2:
        raise ValueError(f"two samples of one shape, (n, 1) or (n, 2), are needed, not {real.shape} and {other.shape}")
    a, b = _centred(real, other)
    name, along = _DISTANCE[real.shape[1]]
    if not np.isfinite(b).all():
        return dict.fromkeys(("js", "kl_forward", "kl_reverse", name), nan)
    return divergences(a, b)._asdict() | {name: slice_distance(slices(a, along), slices(b, along))}


def _centred(*samples: NDArray[Any]) -> list[NDArray[np.float32]]:
    """The samples about one centre, where single precision, which sorts twice as fast, is enough."""
    centre = samples[0].mean(axis=0, dtype=np.float64)
    with np.errstate(over="ignore"):
        return [(sample - centre).astype(np.float32) for sample in samples]
