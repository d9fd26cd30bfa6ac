"""From a mistake to one line on standard error and an exit status."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable

from ganviz.settings.errors import UserError
from ganviz.settings.registry import UnknownNameError

MISTAKE = 2
"""The exit status of a user's mistake."""

INTERRUPTED = 130
"""The exit status after Ctrl+C."""

_ADVICE = {
    errno.ENOSPC: "free some space or choose a folder on another disk",
    errno.EDQUOT: "free some space or choose a folder on another disk",
    errno.EACCES: "choose a place that you may read and write",
    errno.EPERM: "choose a place that you may read and write",
    errno.EROFS: "choose a place that can be written",
    errno.ENOENT: "check the path",
    errno.ENOTDIR: "check the path",
    errno.EISDIR: "name a file, not a folder",
    errno.EEXIST: "choose another name",
}


def told(action: Callable[[], int]) -> int:
    """Do ``action``; a user's mistake becomes one line on standard error and status 2."""
    try:
        return action()
    except (UserError, UnknownNameError) as mistake:
        return _tell(str(mistake))
    except OSError as failure:
        if failure.errno not in _ADVICE:
            raise
        return _tell(_in_words(failure))
    except KeyboardInterrupt:
        return INTERRUPTED


def _tell(text: str) -> int:
    print(f"ganviz: {one_line(text)}", file=sys.stderr)
    return MISTAKE


def one_line(text: str) -> str:
    """``text`` with all its white space made single spaces."""
    return " ".join(text.split())


def _in_words(failure: OSError) -> str:
    assert failure.errno is not None
    what = f"{failure.filename}: " if failure.filename else ""
    return f"{what}{failure.strerror}; {_ADVICE[failure.errno]}"
