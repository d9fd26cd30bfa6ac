"""What the samples had become at an earlier iteration, as the pictures beside checkpoints show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from ganviz.training.messages import Progress

Results = Mapping[str, NDArray[Any]]

_TRIES = 12
"""How many pictures of other samples are passed over before the search ends: each costs about a millisecond."""


class Recall:
    """Finds the newest picture at or before an iteration; the one that was read last is not read again."""

    def __init__(self) -> None:
        self._read: tuple[Path, Mapping[str, Sequence[str]], Results | None] | None = None

    def before(self, run: Path, progress: Progress, iteration: int,
               names: Mapping[str, Sequence[str]]) -> tuple[int, Results] | None:
        """The iteration of that picture and by part its results; None where no picture shows these samples.

        Args:
            run: the run folder.
            progress: where the run stands.
            iteration: an earlier one of its active branch.
            names: the samples' names by part.
        """
        from ganviz.training.folder.samples import pictures_before

        found = pictures_before(run, progress.branches, (progress.branch, iteration + 1))
        for at, path in found[:-_TRIES - 1:-1]:
            results = self._results(path, names)
            if results is not None:
                return at, results
        return None

    def _results(self, path: Path, names: Mapping[str, Sequence[str]]) -> Results | None:
        from ganviz.training.folder.samples import read_results

        if self._read is None or self._read[:2] != (path, names):
            self._read = path, names, read_results(path, names)
        return self._read[2]
