"""One line on standard error that says how far a long measurement is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_CLEAR = "\r\x1b[K"


@contextmanager
def telling(what: str) -> Iterator[Callable[[str], None]]:
    """A function that says how far ``what`` is: in place on a terminal, in lines of their own elsewhere."""
    error = sys.stderr
    if error is None:
        yield _tell_nobody
        return
    begin, in_place = time.monotonic(), error.isatty()
    print(what, file=error, flush=True)

    def tell(text: str) -> None:
        line = f"  {time.monotonic() - begin:4.0f} s  {text}"
        print(f"{_CLEAR}{line}" if in_place else line, end="" if in_place else "\n", file=error, flush=True)

    try:
        yield tell
    finally:
        if in_place:
            print(_CLEAR, end="", file=error, flush=True)


def _tell_nobody(text: str) -> None:
    """Where nobody listens, nothing is said."""
