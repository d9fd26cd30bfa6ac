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


def write_sentence(error: OSError, folder: Path, within: Path | None = None) -> str:
    """Why nothing could be written to ``folder``, and what to do, in one sentence.

    Args:
        error: what the system said.
        folder: where it was to be written.
        within: a folder that holds this one, and is what is saved elsewhere where the disk is full; where that is gone
            too, it is what has to be put back.
    """
    if error.errno in _FULL:
        return (f"the disk of {within or folder} is full; free some space or save the run to another disk, "
                "what was saved before is intact")
    if error.errno in _FORBIDDEN:
        return f"{folder} cannot be written; allow writing to it or choose another folder"
    if error.errno == errno.ENOENT:
        gone = folder if within is None or within.exists() else within
        return f"{gone} is gone; put it back, or begin a new run"
    return f"{folder} cannot be written ({error.strerror or error}); check the disk or choose another folder"


@contextmanager
def writing(folder: Path, within: Path | None = None) -> Iterator[None]:
    """Turn any failure of the disk below ``folder`` into a sentence; see ``write_sentence``.

    Raises:
        UserError: in place of an OSError.
    """
    try:
        yield
    except OSError as error:
        raise UserError(write_sentence(error, folder, within)) from error
