"""How much memory a run's trainer has."""

from __future__ import annotations

import psutil

_SECONDS = 1.0


class TrainerMemory:
    """Reads the resident memory of a process, at most once a second."""

    def __init__(self) -> None:
        self._pid: int | None = None
        self._read_at, self._size = 0.0, 0

    def read(self, pid: int | None, now: float) -> int:
        """In bytes, at ``now`` (seconds); 0 where it is not known, as of a process that has gone."""
        if pid != self._pid or now - self._read_at >= _SECONDS:
            self._pid, self._read_at = pid, now
            self._size = _resident(pid)
        return self._size


def _resident(pid: int | None) -> int:
    if pid is None:
        return 0
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
