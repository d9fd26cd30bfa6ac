"""How near reconstructions come to what they reconstruct."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ganviz.metrics.samples import Sample


class Reconstruction(NamedTuple):
    """How well samples come back.

    Attributes:
        distance: mean Euclidean distance of a sample from its reconstruction, in the units of the samples.
        error: mean squared error per number.
        random: mean distance between two samples that have nothing to do with each other.
        ratio: ``distance / random``; 1 means that the reconstruction might as well be of another sample (Donahue et
            al. 2017 report it for BiGAN).
    """

    distance: float
    error: float
    random: float
    ratio: float


def reconstruction(x: Sample, again: Sample) -> Reconstruction:
    """Compare samples with their reconstructions.

    Args:
        x: independent samples, shape (n, ...), n >= 2.
        again: the reconstruction of each, same shape.

    Raises:
        ValueError: for other shapes.
    """
    if x.shape != again.shape or len(x) < 2:
        raise ValueError(f"two arrays of one shape with n >= 2 are needed, not {x.shape} and {again.shape}")
    flat, back = x.reshape(len(x), -1).astype(np.float64), again.reshape(len(x), -1).astype(np.float64)
    distance = _mean_distance(flat, back)
    random = _mean_distance(flat, np.roll(flat, 1, axis=0))
    return Reconstruction(distance, float(((flat - back) ** 2).mean()), random, distance / random if random else 0.0)


def _mean_distance(a: Sample, b: Sample) -> float:
    return float(np.linalg.norm(a - b, axis=1).mean())
