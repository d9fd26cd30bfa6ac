"""The weights that a trainer lends to the canvas: when to ask for newer ones, and which are the newest."""

from __future__ import annotations

import tempfile

from ganviz.training.messages import Lent, Mode, Progress

_SHARE = 0.03
"""Of the training time that writing them may take."""
_LEAST_SECONDS = 2.0


class Loans:
    """Weights in a folder of their own, which goes when it is closed.

    One request is under way at a time; one that is never answered, because it was refused, stays the last.

    Attributes:
        newest: those that came last.
    """

    def __init__(self) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="ganviz-weights-", ignore_cleanup_errors=True)
        self.newest: Lent | None = None
        self._asked, self._is_under_way, self._due = (-1, -1), False, 0.0

    @property
    def folder(self) -> str:
        """Where they are to be written."""
        return self._place.name

    def due(self, progress: Progress, now: float) -> bool:
        """Whether to ask for newer ones now (seconds); they then count as asked for."""
        place = progress.branch, progress.iteration
        waits = now < self._due and progress.mode is not Mode.PAUSED
        if self._is_under_way or place == self._asked or waits:
            return False
        self._asked, self._is_under_way = place, True
        return True

    def take(self, loan: Lent, now: float) -> bool:
        """Take what has come; tell whether it was meant for this folder."""
        if loan.folder != self.folder:
            return False
        self.newest, self._is_under_way = loan, False
        self._asked = loan.branch, loan.iteration
        self._due = now + max(_LEAST_SECONDS, loan.seconds / _SHARE)
        return True

    def close(self) -> None:
        """Remove them."""
        self._place.cleanup()
