"""What goes wrong with files, as sentences for the user."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ganviz.settings.errors import UserError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class DamagedError(UserError):
    """A stored file is missing, truncated or altered; another one may still be whole."""


def _outermost_missing(folder: Path) -> Path:
    """What the user has to put back: of the folders that lead to ``folder``, the first that is not there."""
    return next((each for each in reversed(folder.parents) if not each.exists()), folder)


def write_sentence(error: OSError, folder: Path) -> str:
    """Why nothing could be written to ``folder``, and what to do, in one sentence."""
    if error.errno in _FULL:
        return (f"the disk of {folder} is full; free some space or save the run to another disk, "
                "what was saved before is intact")
    if error.errno in _FORBIDDEN:
        return f"{folder} cannot be written; allow writing to it or choose another folder"
    if error.errno == errno.ENOENT:
        return f"{_outermost_missing(folder)} is gone; put it back, or begin a new run"
    return f"{folder} cannot be written ({error.strerror or error}); check the disk or choose another folder"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn any failure of the disk below ``folder`` into a sentence.

    Raises:
        UserError: in place of an OSError.
    """
    try:
        yield
    except OSError as error:
        raise UserError(write_sentence(error, folder)) from error
