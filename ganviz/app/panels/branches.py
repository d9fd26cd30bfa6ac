"""The history of a run as curves: branch after branch, as the rows come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ganviz.app.plots.series import Series
from ganviz.settings.columns import Column
from ganviz.training.messages import Progress


class Branches:
    """Feeds rows into a series; where a new branch begins, the old tail stays behind as a ghost.

    Args:
        history: takes the columns after branch and iteration.
        others: further series of the same run, which fork with it.
    """

    def __init__(self, history: Series, *others: Series) -> None:
        self._history, self._all = history, (history, *others)
        self._branch: int | None = None

    def clear(self) -> None:
        """Another run begins: forget all curves."""
        self._branch = None
        for series in self._all:
            series.clear()

    def take(self, rows: NDArray[np.float64], progress: Progress) -> bool:
        """Add rows (n, 2 + columns): branch, iteration, values. Tell whether a curve has changed."""
        changed = bool(len(rows))
        if progress.branch != self._branch and not len(rows):
            changed |= self._enter(progress.branch, progress)
        cuts = np.flatnonzero(np.diff(rows[:, 0])) + 1
        for part in np.split(rows, cuts):
            if len(part):
                self._enter(int(part[0, 0]), progress)
                self._history.append(part[:, 1], part[:, 2:])
        return changed

    def stats(self, progress: Progress, columns: Sequence[Column]) -> Mapping[str, float]:
        """The columns' values by their ids at the iteration on show: the newest, or those of the past."""
        if progress.viewing is None:
            return progress.stats
        row = self._history.at(progress.viewing)
        return {} if row is None else {column.id: float(value) for column, value in zip(columns, row, strict=True)}

    def _enter(self, branch: int, progress: Progress) -> bool:
        starts = {info.id: info.start for info in progress.branches}
        forks = self._branch is not None and branch != self._branch and branch in starts
        for series in self._all if forks else ():
            series.fork(starts[branch])
        self._branch = branch
        return forks
