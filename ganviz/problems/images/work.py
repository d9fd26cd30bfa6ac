"""Work on many images at once: in threads, in order, within bounded memory, and stopped when asked."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from ganviz.problems.images.watching import ReadingCancelledError, Watch

T = TypeVar("T")
R = TypeVar("R")

_MOST_THREADS = 8
_AHEAD = 2


def threads() -> int:
    """How many threads decode: one for each core that this process may use, at most 8."""
    affinity = getattr(os, "sched_getaffinity", None)
    return min(_MOST_THREADS, len(affinity(0)) if affinity else os.cpu_count() or 1)


def mapped(function: Callable[[T], R], items: Sequence[T], watch: Watch, stage: str) -> Iterator[R]:
    """The results in order; at most a few are ever computed ahead (Pillow lets other threads run while it decodes).

    Once the watch is cancelled no further item is begun; what is waited for is the one that each thread is at.

    Raises:
        ReadingCancelledError: if the watch is cancelled; whatever ``function`` raises.
    """
    def unless_cancelled(item: T) -> R:
        if watch.cancelled():
            raise ReadingCancelledError
        return function(item)

    pool = ThreadPoolExecutor(threads(), thread_name_prefix="ganviz-images")
    try:
        yield from _in_order(pool, unless_cancelled, items, watch, stage)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ThreadPoolExecutor, function: Callable[[T], R], items: Sequence[T], watch: Watch,
              stage: str) -> Iterator[R]:
    waiting: deque[Future[R]] = deque()
    most = _AHEAD * threads()
    done = 0
    for item in items:
        waiting.append(pool.submit(function, item))
        if len(waiting) >= most:
            yield waiting.popleft().result()
            done += 1
            watch.step(stage, done, len(items))
    while waiting:
        yield waiting.popleft().result()
        done += 1
        watch.step(stage, done, len(items))
