"""The line on which a sampled surface takes a given value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_BOTTOM, _RIGHT, _TOP, _LEFT = range(4)


def _crossings(field: Floats) -> Floats:
    """Where each edge of each cell crosses zero, shape (4, rows - 1, columns - 1, 2) as (column, row)."""
    rows, columns = field.shape
    with np.errstate(divide="ignore", invalid="ignore"):
        along_x = field[:, :-1] / (field[:, :-1] - field[:, 1:])
        along_y = field[:-1] / (field[:-1] - field[1:])
    column, row = np.meshgrid(np.arange(columns - 1.0), np.arange(rows - 1.0))
    points = np.empty((4, rows - 1, columns - 1, 2))
    points[_BOTTOM] = np.stack((column + along_x[:-1], row), -1)
    points[_TOP] = np.stack((column + along_x[1:], row + 1), -1)
    points[_LEFT] = np.stack((column, row + along_y[:, :-1]), -1)
    points[_RIGHT] = np.stack((column + 1, row + along_y[:, 1:]), -1)
    return points


def _crossed(above: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which edges of each cell are crossed, shape (4, rows - 1, columns - 1)."""
    along_x = above[:, :-1] != above[:, 1:]
    along_y = above[:-1] != above[1:]
    return np.stack((along_x[:-1], along_y[:, 1:], along_x[1:], along_y[:, :-1]))


def _plain(points: Floats, crossed: NDArray[np.bool_]) -> Floats:
    cells = crossed.sum(0) == 2
    edges = np.argsort(~crossed[:, cells], axis=0, kind="stable")[:2]
    chosen = np.take_along_axis(points[:, cells], edges[:, :, None], axis=0)
    return np.moveaxis(chosen, 0, 1)


def _saddles(points: Floats, crossed: NDArray[np.bool_], field: Floats) -> Floats:
    """Both lines of cells crossed on four edges; the mean of the corners says which corners they cut off."""
    cells = crossed.all(0)
    middle = (field[:-1, :-1] + field[1:, :-1] + field[:-1, 1:] + field[1:, 1:])[cells] > 0
    joined = middle == (field[:-1, :-1][cells] > 0)
    four = points[:, cells]
    first = np.stack((four[_BOTTOM], np.where(joined[:, None], four[_RIGHT], four[_LEFT])), 1)
    second = np.stack((four[_TOP], np.where(joined[:, None], four[_LEFT], four[_RIGHT])), 1)
    return np.concatenate((first, second))


def contour(values: NDArray[np.floating], level: float) -> Floats:
    """Straight pieces of the line ``values == level`` by marching squares with linear interpolation.

    Args:
        values: shape (rows, columns); cells beside a value that is not finite give no piece.
        level: the value on the line.

    Returns:
        Shape (n, 2, 2): two ends each, as (column, row) in units of the grid.
    """
    field = np.asarray(values, dtype=np.float64) - level
    crossed = _crossed(field > 0)
    points = _crossings(field)
    pieces = np.concatenate((_plain(points, crossed), _saddles(points, crossed, field)))
    return pieces[np.isfinite(pieces).all(axis=(1, 2))]
