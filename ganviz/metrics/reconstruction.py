"""How near reconstructions come to what they reconstruct."""

from __future__ import annotations

from collections.abc import Iterable
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
    return reconstruction_of([(x, again)])


def reconstruction_of(parts: Iterable[tuple[Sample, Sample]]) -> Reconstruction:
    """As `reconstruction`, of samples and reconstructions that come in parts (n, ...), two samples at least in all."""
    squares: list[Sample] = []
    apart: list[Sample] = []
    ends: list[Sample] = []
    for x, again in parts:
        flat, back = (part.reshape(len(part), -1).astype(np.float64) for part in (x, again))
        squares.append(((flat - back) ** 2).sum(1))
        # Beside each stands the one before it.
        apart.append(np.linalg.norm(flat - np.concatenate((ends[-1] if ends else flat[:1], flat[:-1])), axis=1))
        ends += [flat[:1].copy(), flat[-1:].copy()]
    apart[0][0] = np.linalg.norm(ends[0] - ends[-1])
    lengths = [np.sqrt(part) for part in squares]
    error, distance, random = (float(np.concatenate(each).mean()) for each in (squares, lengths, apart))
    return Reconstruction(distance, error / ends[0].size, random, distance / random if random else 0.0)
