"""How busy other programs were while something was measured: what they took, no figure can show."""

from __future__ import annotations

import time
from typing import Self

import psutil


class OthersLoad:
    """A context in which other programs are watched.

    Attributes:
        cores: how many cores they kept busy on average, once the context is left.
    """

    def __enter__(self) -> Self:
        self.cores = 0.0
        self._begin, self._spent = time.monotonic(), _spent_by_others()
        return self

    def __exit__(self, *_error: object) -> None:
        seconds = time.monotonic() - self._begin
        self.cores = max(0.0, _spent_by_others() - self._spent) / seconds


def _spent_by_others() -> float:
    """Seconds of all cores that went neither to this process, nor to its children, nor to idling."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0)) - _spent_here()


def _spent_here() -> float:
    """Seconds of this process and its children; of ended ones the parent keeps account."""
    total = 0.0
    here = psutil.Process()
    for process in (here, *here.children(recursive=True)):
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue  # ended meanwhile; now in its parent's account
    return total
