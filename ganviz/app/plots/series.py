"""Curves of a run that may grow to millions of points and still redraw at once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

FACTOR = 4
GHOSTS = 4
"""How many abandoned tails are kept."""


Floats = NDArray[np.float32]


class Envelope(NamedTuple):
    """Lowest, highest and mean value in each of n neighbouring stretches that begin at iterations ``x``.

    All three are the same array where every stretch is one row.
    """

    x: NDArray[np.int64]
    low: Floats
    high: Floats
    mean: Floats


def _grouped_mean(values: Floats, starts: NDArray[np.intp]) -> Floats:
    """Mean of the finite values of each group along the last axis, NaN where there is none."""
    good = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        total = np.add.reduceat(np.where(good, values, 0), starts, axis=-1)
        return np.asarray(total / np.add.reduceat(good, starts, axis=-1, dtype=np.int32), dtype=np.float32)


def _grouped_low(values: Floats, starts: NDArray[np.intp]) -> Floats:
    return np.asarray(np.fmin.reduceat(values, starts, axis=-1))


def _grouped_high(values: Floats, starts: NDArray[np.intp]) -> Floats:
    return np.asarray(np.fmax.reduceat(values, starts, axis=-1))


_SIDES = (_grouped_low, _grouped_high, _grouped_mean)


class _Rows:
    """A table that grows at its end."""

    def __init__(self, columns: int, dtype: type[np.generic]) -> None:
        self._store = np.empty((columns, 64), dtype=dtype)
        self.count = 0

    @property
    def filled(self) -> NDArray[Any]:
        return self._store[:, : self.count]

    def extend(self, more: NDArray[Any]) -> None:
        end = self.count + more.shape[1]
        if end > self._store.shape[1]:
            grown = np.empty((len(self._store), max(end, self._store.shape[1] * 3 // 2)), self._store.dtype)
            grown[:, : self.count] = self.filled
            self._store = grown
        self._store[:, self.count : end] = more
        self.count = end


class Series:
    """Columns of float32 over ascending iterations, with a pyramid of lowest, highest and mean values.

    Level k of the pyramid sums up ``FACTOR ** k`` neighbouring rows each and grows with the rows, so that any
    stretch is drawn from about two values per pixel. Values that are not finite leave a gap.
    """

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.ghosts: list[Series] = []
        self.clear()

    def clear(self) -> None:
        """Forget everything, ghosts too."""
        self._iterations = _Rows(1, np.int64)
        self._values = _Rows(self.columns, np.float32)
        self._levels: list[tuple[_Rows, ...]] = []
        self.ghosts.clear()

    def __len__(self) -> int:
        return self._values.count

    @property
    def iterations(self) -> NDArray[np.int64]:
        """Iterations of the rows, shape (n,); a view."""
        filled: NDArray[np.int64] = self._iterations.filled[0]
        return filled

    @property
    def values(self) -> NDArray[np.float32]:
        """Values, shape (columns, n); a view."""
        return self._values.filled

    def at(self, iteration: int) -> Floats | None:
        """The newest row (columns,) that is not after ``iteration``; None where there is none yet."""
        place = int(np.searchsorted(self.iterations, iteration, side="right")) - 1
        return self.values[:, place] if place >= 0 else None

    def append(self, iterations: ArrayLike, rows: ArrayLike) -> None:
        """Add rows of shape (n, columns) at ``iterations`` (n,); what they overwrite is dropped first."""
        at = np.atleast_1d(np.asarray(iterations, dtype=np.int64))
        if at.size == 0:
            return
        with np.errstate(over="ignore"):
            new = np.asarray(rows, dtype=np.float32).reshape(at.size, self.columns)
        if len(self) and at[0] < self.iterations[-1]:
            self.truncate(int(at[0]) - 1)
        self._iterations.extend(at[None])
        self._values.extend(np.where(np.isfinite(new), new, np.nan).T)
        self._raise_pyramid()

    def truncate(self, iteration: int) -> None:
        """Drop all rows after ``iteration``."""
        count = int(np.searchsorted(self.iterations, iteration, side="right"))
        self._iterations.count = self._values.count = count
        for level in self._levels:
            count //= FACTOR
            for rows in level:
                rows.count = count

    def fork(self, iteration: int) -> None:
        """Go on from ``iteration``: what lies after it becomes a ghost."""
        first = int(np.searchsorted(self.iterations, iteration, side="right"))
        if first < len(self):
            ghost = Series(self.columns)
            begin = max(0, first - 1)
            ghost.append(self.iterations[begin:].copy(), self.values[:, begin:].T)
            self.ghosts = [*self.ghosts, ghost][-GHOSTS:]
            self.truncate(iteration)

    def envelope(self, column: int, low: float, high: float, bins: int) -> Envelope:
        """The extremes of ``column`` between two iterations, in at most about ``2 * bins`` stretches."""
        at = self.iterations
        # Whole numbers, since a float would have numpy convert the whole array first.
        first = max(0, int(np.searchsorted(at, np.int64(low))) - 1)
        last = min(len(self), int(np.searchsorted(at, np.int64(high), side="right")) + 1)
        if last - first <= 2 * bins:
            plain = self.values[column, first:last]
            return Envelope(at[first:last], plain, plain, plain)
        return self._coarse(column, first, last, bins)

    def _raise_pyramid(self) -> None:
        below: tuple[_Rows, ...] = (self._values,) * len(_SIDES)
        level = 0
        while below[0].count >= FACTOR:
            if level == len(self._levels):
                self._levels.append(tuple(_Rows(self.columns, np.float32) for _side in _SIDES))
            for rows, source, reduce in zip(self._levels[level], below, _SIDES, strict=True):
                new = source.filled[:, rows.count * FACTOR : source.count // FACTOR * FACTOR]
                if new.shape[1]:
                    rows.extend(reduce(new, np.arange(0, new.shape[1], FACTOR)))
            below, level = self._levels[level], level + 1

    def _coarse(self, column: int, first: int, last: int, bins: int) -> Envelope:
        level = int(np.log((last - first) / bins) / np.log(FACTOR) + 1e-9)
        size = FACTOR**level
        begin, end = first // size, -(-last // size)
        group = max(1, (end - begin) // bins)
        starts = np.arange(begin, end, group)
        sides = [reduce(self._bins(column, level, side)[begin:end], starts - begin)
                 for side, reduce in enumerate(_SIDES)]
        return Envelope(self.iterations[starts * size], *sides)

    def _bins(self, column: int, level: int, side: int) -> Floats:
        """One side of a level, with the unfinished bin at its end."""
        rows: Floats = self.values[column]
        if level == 0:
            return rows
        whole: Floats = self._levels[level - 1][side].filled[column]
        tail = rows[whole.size * FACTOR**level :]
        if tail.size == 0:
            return whole
        return np.append(whole, _SIDES[side](tail, np.array([0])))
