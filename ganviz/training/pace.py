"""The pace of a run, and its clock."""

from __future__ import annotations

import time
from collections import deque

_RATE_SECONDS = 1.0
_ROWS_SECONDS = 0.1
"""Between two readings of the history for one who watches; curves are painted no more often."""
_MOST_SAVING = 0.02
"""The share of the time that autosaving may take: a large state takes seconds to write, and its score as many."""


def _between_saves(autosave: float, saving: float) -> float:
    """Seconds from one checkpoint to the next, each of which takes ``saving`` seconds to write."""
    return max(autosave, saving / _MOST_SAVING)


def saving_share(autosave: float, saving: float) -> float:
    """The share of the time that checkpoints take, each of which takes ``saving`` seconds to write."""
    return saving / (_between_saves(autosave, saving) + saving)


class Pace:
    """How fast iterations may follow each other.

    Args:
        iterations: iterations per second at most; None for full speed.
        substeps: sub-steps per second in slow motion; 0 when not in slow motion.
    """

    def __init__(self, iterations: float | None = None, substeps: float = 0.0) -> None:
        self.substeps = substeps
        per_second = substeps or iterations
        self._interval = 1.0 / per_second if per_second else 0.0
        self._due = 0.0

    @property
    def limited(self) -> bool:
        """Whether iterations must not follow each other at once."""
        return self._interval > 0

    def rest(self) -> float:
        """Seconds until the next iteration or sub-step may begin; 0 when it may begin, which then counts as begun."""
        if not self._interval:
            return 0.0
        now = time.monotonic()
        if now < self._due:
            return self._due - now
        late = now - self._due
        self._due = self._interval + (self._due if late < self._interval else now)  # catch up by one at most
        return 0.0


class Clock:
    """When the run was saved, and how fast it goes."""

    def __init__(self) -> None:
        self.restart(0)

    def restart(self, iteration: int) -> None:
        """Begin anew at an iteration, as after opening."""
        self._rows_at = 0.0
        self.begin(iteration)
        self.saved()

    def begin(self, iteration: int) -> None:
        """The run begins to play, or goes on after a rest, which is not counted in its rate."""
        self._marks: deque[tuple[float, int]] = deque([(time.monotonic(), iteration)])

    def saved(self, seconds: float = 0.0) -> None:
        """A checkpoint was just written, which took some seconds."""
        self.saved_at = time.time()
        self._saved, self._saving = time.monotonic(), seconds

    def save_due(self, autosave: float) -> bool:
        """Whether ``autosave`` seconds have passed since the last checkpoint, more where one takes long to write."""
        return time.monotonic() - self._saved >= _between_saves(autosave, self._saving)

    def tick(self, iteration: int) -> bool:
        """An iteration is complete; true where it is remembered, which is ten times a second."""
        now = time.monotonic()
        if now - self._marks[-1][0] < _RATE_SECONDS / 10 and iteration >= self._marks[-1][1]:
            return False
        self._marks.append((now, iteration))
        while len(self._marks) > 2 and now - self._marks[0][0] > _RATE_SECONDS:
            self._marks.popleft()
        return True

    def rows_due(self, running: bool) -> bool:
        """Whether to bring the history up to date for one who asks: always at rest, else ten times a second."""
        now = time.monotonic()
        due = not running or now - self._rows_at >= _ROWS_SECONDS
        self._rows_at = now if due else self._rows_at
        return due

    def rate(self, running: bool) -> float:
        """Iterations per second over the last second; 0 while the run rests."""
        (start, first), (end, last) = self._marks[0], self._marks[-1]
        now = time.monotonic()
        if now - end > _RATE_SECONDS:  # slow motion: an iteration takes longer than that
            end = now
        return (last - first) / (end - start) if running and end > start and last > first else 0.0
