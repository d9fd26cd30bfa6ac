"""The weights that a trainer lends to the canvas: when to ask for newer ones, and which are the newest."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from ganviz.training.messages import Lend, Lent, Mode, Progress

_SHARE = 0.03
"""Of the training time that writing them may take."""
_LEAST_SECONDS = 2.0
_AFTER_FAILURE_SECONDS = 10.0
_PATIENCE_SECONDS = 60.0
"""A request that is unanswered for so long was lost: a run was about to begin, and was refused."""


class Loans:
    """Weights in a folder of their own. One request is under way at a time.

    Attributes:
        newest: those that came last; None where there are none, so that those of checkpoints have to do.
    """

    def __init__(self) -> None:
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._number = 0
        self.begin()

    def begin(self) -> None:
        """Another run, or another canvas: what came for the last one is let go of."""
        self.newest: Lent | None = None
        self._asked: tuple[int, int] | None = None
        self._under_way_since: float | None = None
        self._due = 0.0
        if self._place is not None:
            for stored in Path(self._place.name).glob("*"):  # none where somebody has cleared the folder away
                shutil.rmtree(stored, ignore_errors=True)

    def ask(self, progress: Progress, now: float) -> Lend | None:
        """What to ask for at this moment (seconds), which counts as asked; None while the newest will do."""
        place, is_resting = (progress.branch, progress.iteration), progress.mode is Mode.PAUSED
        waits = now < self._due and not (is_resting and self.newest is not None)
        if waits or place == self._asked or self._is_under_way(now) or not self._has_place(now):
            return None
        assert self._place is not None
        self._asked, self._under_way_since = place, now
        self._number += 1
        return Lend(self._place.name, self._number)

    def _is_under_way(self, now: float) -> bool:
        return self._under_way_since is not None and now - self._under_way_since < _PATIENCE_SECONDS

    def _has_place(self, now: float) -> bool:
        if self._place is None:
            try:
                self._place = tempfile.TemporaryDirectory(prefix="ganviz-weights-", ignore_cleanup_errors=True)
            except OSError:
                self._due = now + _AFTER_FAILURE_SECONDS
        return self._place is not None

    def take(self, loan: Lent, now: float) -> bool:
        """Take an answer; tell whether there are newer weights, or none any more."""
        if loan.number != self._number or self._under_way_since is None:
            return False
        self._under_way_since = None
        self.newest = None if loan.failure else loan
        if loan.failure:
            self._asked, self._due = None, now + _AFTER_FAILURE_SECONDS
        else:
            self._due = now + max(_LEAST_SECONDS, loan.seconds / _SHARE)
        return True

    def close(self) -> None:
        """Remove the folder; to be called when nobody writes into it any more."""
        place, self._place = self._place, None
        if place is not None:
            place.cleanup()
