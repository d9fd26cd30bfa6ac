"""Which processors the threads of this process run on and how many there are, and how they share them.

Where they run, and after whom, is set on Linux alone.

On a machine of two processors a window that wakes on the trainer's drives it to the other one and back, and its
iterations take 10 to 30 % longer each time. So the window leaves it one.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_THREADS = Path("/proc/self/task")
_MOST = 3
"""With more processors than this there is one free for whoever wakes."""

_LAST = 10
"""On Linux's scale of -20 to 19: who has 0 gets ten times the time of one who has 10, where both want it."""


def _own() -> frozenset[int]:
    return frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset()


_ALL = _own()


def count() -> int:
    """How many processors this process was given."""
    return len(_ALL) or os.cpu_count() or 1


def are_few() -> bool:
    """Whether there are so few that whoever wakes is likely to be in the way of somebody."""
    return 2 <= len(_ALL) <= _MOST


def leave_one() -> None:
    """Keep every thread of this process off one processor, where there are few."""
    if are_few():
        _use(_ALL - {max(_ALL)})


def stand_aside() -> None:
    """Keep this thread alone off the processor that ``leave_one`` leaves, where there are few."""
    if are_few():
        os.sched_setaffinity(0, _ALL - {max(_ALL)})


def take_all() -> None:
    """Let every thread of this process run anywhere again."""
    if _own() != _ALL:
        _use(_ALL)


def _use(processors: frozenset[int]) -> None:
    for thread in _THREADS.iterdir() if hasattr(os, "sched_setaffinity") else ():
        with suppress(OSError):  # it may have ended meanwhile
            os.sched_setaffinity(int(thread.name), processors)


def come_last() -> None:
    """Let every other process come first where there are more threads than processors, from now on.

    For good, since a system gives no rank back; so never in a process that nobody of ours began.
    """
    if multiprocessing.parent_process() is None or not hasattr(os, "setpriority"):
        return
    for thread in _THREADS.iterdir() if _THREADS.is_dir() else ():
        with suppress(OSError):  # it may have ended meanwhile
            os.setpriority(os.PRIO_PROCESS, int(thread.name), _LAST)


@contextmanager
def as_begun() -> Iterator[None]:
    """What this thread begins meanwhile, such as another process, may run anywhere."""
    own = _own()
    if own == _ALL:
        yield
        return
    os.sched_setaffinity(0, _ALL)
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


def let_threads_sleep() -> None:
    """Let threads of GNU's OpenMP sleep while they wait for each other; to be called before torch is imported.

    Those that spin take a processor from a painting window or from another run, which waits for them in turn.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
