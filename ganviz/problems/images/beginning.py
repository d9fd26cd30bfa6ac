"""The preset that a run on the user's own images begins with."""

from __future__ import annotations

from pathlib import Path

from ganviz.problems.images.arrays.idx import is_idx
from ganviz.settings.image_suffixes import IMAGE_SUFFIXES

_DIGITS, _OTHERS = "digits", "icons-32"


def preset(data: str) -> str:
    """The one for digits on MNIST's own files (one, or a folder that they lie in), else the one for icons."""
    path = Path(data).expanduser()
    try:
        files = path.iterdir() if path.is_dir() else (path,)
        return _DIGITS if any(map(_is_idx, files)) else _OTHERS
    except OSError:
        return _OTHERS  # whoever reads it says what is wrong


def _is_idx(path: Path) -> bool:
    """Images are told by their names, since a folder may hold very many of them."""
    return path.suffix.lower() not in IMAGE_SUFFIXES and path.is_file() and is_idx(path)
