"""Cells that follow the data: equal counts of the pooled sample, as in Wang, Kulkarni and Verdú 2005.

Cells made from the pooled sample alone don't know who drew which point, so that two samples of one
distribution share each cell like tosses of a fair coin. Small cells give the values; neighbouring cells are
tied into blocks, which are large enough for one without any point of a sample to mean a real gap.
"""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Order = NDArray[np.intp]
Sample = NDArray[np.floating[Any]]


class SharedCells(NamedTuple):
    """How often each sample fell into each cell; both of shape (blocks, cells of a block)."""

    p: Counts
    q: Counts


def share_cells(p: Sample, q: Sample) -> SharedCells:
    """Count two samples of one shape, (n,), (n, 1) or (n, 2) with n >= 2, in cells of their pooled sample.

    In 1-D the cells are intervals between pooled quantiles, 0.9 sqrt(n) of them. In 2-D they are sqrt(n) / 6
    columns of equal count, each cut into as many cells of equal count. From n = 5,000 on there are 32 blocks
    in 1-D and 36 in 2-D; below that fewer, so that each holds about 300 pooled points.

    Raises:
        ValueError: for other shapes.
    """
    if p.shape != q.shape or p.ndim not in (1, 2) or len(p) < 2:
        raise ValueError(f"two samples of one shape, with n >= 2, are needed, not {p.shape} and {q.shape}")
    pooled = _interleave(p.reshape(len(p), -1), q.reshape(len(q), -1))
    if pooled.shape[1] > 2:
        raise ValueError(f"samples of 1 or 2 columns are needed, not {pooled.shape[1]}")
    return _intervals(pooled[:, 0]) if pooled.shape[1] == 1 else _grid(pooled)


def _interleave(p: Sample, q: Sample) -> Sample:
    # p at even places, q at odd ones: the stable sort then breaks ties without favour to either sample.
    return np.stack((p, q), axis=1).reshape(2 * len(p), -1)


def _intervals(pooled: Sample) -> SharedCells:
    n = len(pooled) / 2
    blocks = min(max(round(n / 150), 1), 32)
    cells = blocks * max(1, round(0.9 * sqrt(n) / blocks))
    return SharedCells(*(count.reshape(blocks, -1) for count in _count(_ascending(pooled), cells)))


def _grid(pooled: Sample) -> SharedCells:
    n = len(pooled) / 2
    blocks = min(max(round(sqrt(n / 150)), 1), 6)
    side = max(1, round(sqrt(n) / 6 / blocks))
    counts = _count(_by_columns(pooled, blocks * side), (blocks * side) ** 2)
    by_block = (count.reshape(blocks, side, blocks, side).swapaxes(1, 2) for count in counts)
    return SharedCells(*(count.reshape(blocks**2, side**2) for count in by_block))


def _ascending(values: Sample) -> Order:
    return np.argsort(values, kind="stable")


def _by_columns(points: Sample, columns: int) -> Order:
    """The order that walks through columns of equal count by x, and upwards within each."""
    column = np.empty(len(points), np.uint16)
    column[_ascending(points[:, 0])] = np.repeat(np.arange(columns), np.diff(_edges(len(points), columns)))
    upwards = _ascending(points[:, 1])
    return upwards[np.argsort(column[upwards], kind="stable")]


def _edges(total: int, parts: int) -> Order:
    return np.arange(parts + 1) * total // parts


def _count(order: Order, cells: int) -> tuple[Counts, Counts]:
    edges = _edges(len(order), cells)
    q = np.add.reduceat(order & 1, edges[:-1])
    return np.diff(edges) - q, q
