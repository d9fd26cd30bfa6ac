"""Whether a pipe has something to be read, or room to write, asked so often that asking must cost next to nothing.

``Connection.poll`` makes a selector each time, which takes seven times as long; here one is kept.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from multiprocessing.connection import Connection

_KEPT = hasattr(select, "poll")


def arrivals(connection: Connection) -> Callable[[float | None], bool]:
    """Tells whether something arrives, or the other end closes, within so many seconds (None: for ever)."""
    if not _KEPT:
        return connection.poll
    kept = select.poll()
    kept.register(connection, select.POLLIN)

    def arrives(seconds: float | None) -> bool:
        if seconds == 0:
            return bool(kept.poll(0))
        return bool(select.select([connection], [], [], seconds)[0])  # the other one counts in milliseconds

    return arrives


def room(connection: Connection) -> Callable[[], bool]:
    """Tells whether some 64 KiB can be written without waiting; never, where a system does not tell."""
    if not _KEPT:
        return lambda: False
    kept = select.poll()
    kept.register(connection, select.POLLOUT)
    return lambda: bool(kept.poll(0))
