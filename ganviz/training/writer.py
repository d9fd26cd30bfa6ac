"""The process that writes a run, as far as one who watches can tell: by its lock, its history and what it was asked."""

from __future__ import annotations

import time
from collections import deque
from pathlib import Path

from ganviz.training.folder.history import HISTORY_NAME
from ganviz.training.folder.lock import RunLock
from ganviz.training.folder.request import REQUEST_NAME, Request, ask
from ganviz.training.messages import WriterInfo

_RATE_SECONDS = 5.0
"""The span that a rate is of, longer where rows come more seldom: a writer adds many at once."""
_PATIENCE, _GAPS = 10.0, 5
"""A history that has not grown for so many seconds, nor for so many times as long as usual, is that of one at rest."""
_FIRST_PATIENCE = 60.0
"""The same in seconds while nobody knows what is usual: an iteration may take that long."""
_SETTLING = 5.0
"""Seconds after it came to rest in which its last rows may still appear."""
_LOCK_SECONDS = 1.0


class Writer:
    """Watches who writes the run in a folder; it writes nothing but what it is told to ask for."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, RunLock(folder)
        self._lives, self._look_again = True, 0.0
        self._iteration: int | None = None
        self._grown: deque[tuple[float, int]] = deque()
        self._heard = time.monotonic() - self._age()
        self._asked: Request | None = None
        self._rested_at: float | None = None

    def _age(self) -> float:
        """Seconds since the history grew before anybody watched."""
        try:
            return max(0.0, time.time() - (self._folder / HISTORY_NAME).stat().st_mtime)
        except OSError:
            return 0.0

    def look(self, iteration: int, saved: int) -> None:
        """See what has become of it, now that the newest iteration on record and the newest checkpoint are known."""
        now = time.monotonic()
        if self._iteration is not None and iteration != self._iteration:
            self._grow(now, iteration)
        self._iteration = iteration
        self._see_answer(now, iteration == saved)
        if now >= self._look_again:
            self._lives, self._look_again = self._lock.is_held(), now + _LOCK_SECONDS

    def _grow(self, now: float, iteration: int) -> None:
        has_gone_back = bool(self._grown) and iteration < self._grown[-1][1]
        has_rested = self._rested_at is not None and now - self._rested_at > _SETTLING
        goes_on = has_rested or self._asked is Request.GO_ON
        if goes_on:
            self._rested_at = self._asked = None
        if has_gone_back or goes_on or now - self._heard > self._patience:
            self._grown.clear()  # neither is to count in its rate
        self._grown.append((now, iteration))
        while len(self._grown) > 2 and now - self._grown[0][0] > _RATE_SECONDS:
            self._grown.popleft()
        self._heard = now

    def _see_answer(self, now: float, is_saved: bool) -> None:
        """Whoever is asked to pause takes the request and then saves; whoever paused by himself passes it over."""
        if self._asked is None or (self._folder / REQUEST_NAME).exists():
            return
        if self._asked is Request.PAUSE and is_saved:
            self._rested_at, self._asked = now, None
        elif now - self._heard > self._patience:
            self._asked = None

    @property
    def _gap(self) -> float | None:
        """Seconds from one growth to the next, as usual; None where that is not known."""
        gaps = len(self._grown) - 1
        return (self._grown[-1][0] - self._grown[0][0]) / gaps if gaps > 0 else None

    @property
    def _patience(self) -> float:
        gap = self._gap
        return _FIRST_PATIENCE if gap is None else max(_PATIENCE, _GAPS * gap)

    def is_there(self) -> bool:
        """Whether it may still write."""
        return self._lock.is_held()

    def ask(self, request: Request) -> None:
        """Leave a request for it; it looks once a second.

        Raises:
            UserError: if the folder cannot be written.
        """
        ask(self._folder, request)
        self._asked = request
        if self._rested_at is not None:
            self._heard = time.monotonic()

    def info(self) -> WriterInfo:
        """What can be told now."""
        now = time.monotonic()
        trains = self._lives and self._rested_at is None and now - self._heard <= self._patience
        return WriterInfo(self._iteration or 0, self._rate(now) if trains else 0.0, trains, self._lives, self._asked)

    def _rate(self, now: float) -> float:
        """Between two times that the history grew: the first look says nothing of when its rows were written."""
        gap = self._gap
        if not gap:
            return 0.0
        (start, first), (end, last) = self._grown[0], self._grown[-1]
        return (last - first) / (max(end, now - gap) - start)
