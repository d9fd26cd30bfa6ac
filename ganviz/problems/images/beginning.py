"""The preset that a run on the user's own images begins with."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from ganviz.problems.images.arrays.idx import is_idx
from ganviz.problems.images.choice import DEMO
from ganviz.problems.images.tree import is_aside
from ganviz.settings.image_suffixes import IMAGE_SUFFIXES

_DIGITS, _OTHERS = "digits", "icons-32"
_MOST = 64
"""Files of a folder that are looked at: MNIST's own lie among few others, and a window waits for the answer."""


def preset(data: str) -> str:
    """The one for digits on digits: those drawn here and MNIST's own files (one, or a folder that they lie in).

    On all others the one for icons, and where none are named yet.
    """
    if not data:
        return _OTHERS
    if data == f"{DEMO}{_DIGITS}":
        return _DIGITS
    try:
        return _DIGITS if any(map(_is_idx, _files(Path(data).expanduser()))) else _OTHERS
    except OSError:
        return _OTHERS  # whoever reads it says what is wrong


def _files(path: Path) -> list[Path]:
    """The file, or the first that a folder holds; of one that holds nothing but another folder, what that holds."""
    if not path.is_dir():
        return [path]
    with os.scandir(path) as entries:
        inside = [Path(entry) for entry in islice(entries, _MOST) if not is_aside(entry.name)]
    return _files(inside[0]) if len(inside) == 1 and inside[0].is_dir() else inside


def _is_idx(path: Path) -> bool:
    """Images are told by their names, since a folder may hold very many of them."""
    return path.suffix.lower() not in IMAGE_SUFFIXES and path.is_file() and is_idx(path)
