"""The problem of the user's own points."""

from __future__ import annotations

import numpy as np
import torch

from ganviz.problems.kde import kde
from ganviz.problems.problem import Floats, Frame, Problem, frozen, padded_extent
from ganviz.problems.reading import read_points


def points(path: str, columns: str, dim: int) -> Problem:
    """The points of a CSV, TSV, NPY or NPZ file, standardised axis by axis.

    A sample is a row drawn with replacement; the density is a Gaussian KDE (see ``ganviz.problems.kde``).

    Args:
        path: the file.
        columns: names or numbers from 1, with commas between; empty takes the first ``dim`` numeric ones.
        dim: how many columns to read, 1 or 2.

    Raises:
        UserError: for anything that is wrong with the file or the columns.
    """
    read = read_points(path, columns, dim)
    frame = Frame(frozen(read.values.mean(axis=0)), frozen(read.values.std(axis=0)))
    standardised = frame.to_game(read.values)
    rows = torch.from_numpy(standardised.astype(np.float32))

    def sampler(n: int, generator: torch.Generator) -> torch.Tensor:
        return rows[torch.randint(len(rows), (n,), generator=generator)]

    estimate, volume = kde(standardised), float(frame.scale.prod())

    def density(x: Floats) -> Floats:
        return estimate.density(frame.to_game(x)) / volume

    def log_density(x: Floats) -> Floats:
        return np.asarray(estimate.log_density(frame.to_game(x)) - np.log(volume))

    return Problem(dim, read.names, frame, _view(read.values), None, None, False, sampler, density, log_density,
                   frozen(estimate.sigma * frame.scale))


def _view(values: Floats) -> tuple[tuple[float, float], ...]:
    # A single stray point must not shrink all the others to a dot; a column of few values is shown whole.
    low, high = np.quantile(values, [0.005, 0.995], axis=0)
    whole = high - low < values.std(axis=0) / 10
    return padded_extent(np.where(whole, values.min(axis=0), low), np.where(whole, values.max(axis=0), high))
