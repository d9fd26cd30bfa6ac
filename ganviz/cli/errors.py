"""From a mistake to one line on standard error and an exit status."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable

from ganviz.settings.errors import UserError
from ganviz.settings.registry import UnknownNameError

MISTAKE = 2
"""The exit status of a user's mistake."""

INTERRUPTED = 130
"""The exit status after Ctrl+C."""

UNREAD = 141
"""The exit status when whoever reads the output has gone, as a shell reports SIGPIPE."""

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
    errno.ENAMETOOLONG: "choose a shorter one",
}


def told(action: Callable[[], int]) -> int:
    """Do ``action``; a user's mistake becomes one line on standard error and status 2."""
    try:
        return _flushed(action())
    except (UserError, UnknownNameError) as mistake:
        return _tell(str(mistake))
    except BrokenPipeError:
        _drop_output()
        return UNREAD
    except OSError as failure:
        if failure.errno not in _ADVICE:
            raise
        return _tell(_in_words(failure))
    except KeyboardInterrupt:
        return INTERRUPTED


def _flushed(status: int) -> int:
    """``status``, once all output has left: a full disk or a closed pipe may show only now."""
    if sys.stdout is None:
        return status
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as failure:
        _drop_output()
        raise UserError(f"standard output can't be written: {_in_words(failure)}") from failure
    return status


def _drop_output() -> None:
    """Send what is left of the output nowhere, so that the interpreter does not complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _tell(text: str) -> int:
    print(f"ganviz: {one_line(text)}", file=sys.stderr)
    return MISTAKE


def one_line(text: str) -> str:
    """``text`` with all its white space made single spaces."""
    return " ".join(text.split())


def _in_words(failure: OSError) -> str:
    assert failure.errno is not None
    what = f"{failure.filename}: " if failure.filename else ""
    return f"{what}{failure.strerror}; {_ADVICE.get(failure.errno, 'check the disk')}"
