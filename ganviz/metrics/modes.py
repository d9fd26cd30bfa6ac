"""Mode coverage of mixtures whose modes are known, as published for PacGAN (Lin et al. 2018, Table 1)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganviz.metrics.samples import Sample


class ModeCoverage(NamedTuple):
    """How well the modes of a mixture are met.

    Attributes:
        modes: how many modes have at least one sample of high quality.
        high_quality: share of the samples within 3 sigma of their nearest mode, from 0 to 1.
        reverse_kl: ln K - H of the histogram over the K modes, in nats from 0 to ln K, each sample (of high
            quality or not) being counted at its nearest mode: KL(G || data) between the modes' weights.
    """

    modes: int
    high_quality: float
    reverse_kl: float


def mode_coverage(samples: Sample, modes: Sample, sigma: float) -> ModeCoverage:
    """Measure generated samples against a mixture of equal weights.

    Args:
        samples: generated points, shape (n, 2).
        modes: centres of the modes, shape (K, 2).
        sigma: standard deviation of each mode along each axis.
    """
    nearest, good = nearest_modes(samples, modes, sigma)
    histogram = np.bincount(nearest, minlength=len(modes)) / len(samples)
    return ModeCoverage(np.unique(nearest[good]).size, float(good.mean()), _below_uniform(histogram))


def nearest_modes(samples: Sample, modes: Sample, sigma: float) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The place of each sample's nearest mode, shape (n,), and whether the sample is of high quality; as above."""
    squares = (samples[:, :1] - modes[:, 0]) ** 2 + (samples[:, 1:] - modes[:, 1]) ** 2
    nearest = squares.argmin(axis=1)
    return nearest, squares[np.arange(len(samples)), nearest] <= (3 * sigma) ** 2


def _below_uniform(histogram: NDArray[np.float64]) -> float:
    """How far the entropy of a histogram lies below that of the uniform one: ln K - H."""
    met = histogram[histogram > 0]
    return float(met @ np.log(met * histogram.size))
