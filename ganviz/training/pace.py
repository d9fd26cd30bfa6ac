"""The pace of a run, and its clock."""

from __future__ import annotations

import time
from collections import deque

_RATE_SECONDS = 1.0
_STEADY_SECONDS = 30.0
"""Over which the time left is found: that from the last second alone would jump by factors."""
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


class _Marks:
    """When which iterations were complete, over about the last so many ``seconds``; ten of them at most."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._marks: deque[tuple[float, int]] = deque()

    def begin(self, iteration: int) -> None:
        """Forget all; the next iteration begins now."""
        self._marks = deque([(time.monotonic(), iteration)])

    def add(self, iteration: int, now: float) -> bool:
        """An iteration is complete ``now``; true where it is remembered."""
        if now - self._marks[-1][0] < self._seconds / 10 and iteration >= self._marks[-1][1]:
            return False
        self._marks.append((now, iteration))
        while len(self._marks) > 2 and now - self._marks[0][0] > self._seconds:
            self._marks.popleft()
        return True

    def rate(self, until: float = 0.0) -> float:
        """Iterations per second from the first to the last that is remembered, or ``until`` a later time."""
        (start, first), (end, last) = self._marks[0], self._marks[-1]
        end = max(end, until)
        return (last - first) / (end - start) if end > start and last > first else 0.0

    def is_late(self, now: float) -> bool:
        """Whether the next iteration takes longer than they are remembered."""
        return now - self._marks[-1][0] > self._seconds


class Clock:
    """When the run was saved, and how fast it goes."""

    def __init__(self) -> None:
        self._marks, self._steady = _Marks(_RATE_SECONDS), _Marks(_STEADY_SECONDS)
        self.restart(0)

    def restart(self, iteration: int) -> None:
        """Begin anew at an iteration, as after opening."""
        self._rows_at = 0.0
        self.begin(iteration)
        self.saved()

    def begin(self, iteration: int) -> None:
        """The run begins to play, or goes on after a rest, which is not counted in its rate."""
        self._marks.begin(iteration)
        self.change_pace(iteration)

    def change_pace(self, iteration: int) -> None:
        """From here on the run has another pace: what was before says nothing of the time left."""
        self._steady.begin(iteration)

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
        self._steady.add(iteration, now)
        return self._marks.add(iteration, now)

    def rows_due(self, running: bool) -> bool:
        """Whether to bring the history up to date for one who asks: always at rest, else ten times a second."""
        now = time.monotonic()
        due = not running or now - self._rows_at >= _ROWS_SECONDS
        self._rows_at = now if due else self._rows_at
        return due

    def rate(self, running: bool) -> float:
        """Iterations per second over the last second; 0 while the run rests."""
        if not running:
            return 0.0
        now = time.monotonic()  # in slow motion an iteration takes longer than that
        return self._marks.rate(now if self._marks.is_late(now) else 0.0)

    def steady_rate(self, running: bool) -> float:
        """The same evened out over the last half minute of play; 0 while the run rests, or nothing is known yet."""
        return self._steady.rate() if running else 0.0
