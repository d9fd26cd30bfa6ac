"""Which files of arrays belong together: labels and the other split lie beside a file, and maybe its packed form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ganviz.problems.images.arrays.families import family_of
from ganviz.problems.images.arrays.naming import read_name
from ganviz.problems.images.signatures import format_of, head
from ganviz.problems.images.tree import is_aside
from ganviz.settings.errors import UserError

_PACKED = ".gz"


def related(path: Path) -> tuple[Path, ...]:
    """The file and those beside it of the same format whose names differ only in split and role.

    Raises:
        UserError: if it is no file of arrays.
    """
    family = family_of(path)
    if family is None:
        raise UserError(f"{path}: this is {_what(path)}; choose a folder of images, or a file in IDX, CIFAR's binary "
                        "form, NPY or NPZ")
    rest = read_name(path.name).rest
    beside = [file for file in sorted(path.parent.iterdir())
              if file.is_file() and read_name(file.name).rest == rest and family_of(file) == family]
    return tuple(beside)


def unpacked(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files to read, and the packed ones (NAME.gz) that are passed over since NAME is among the others."""
    packed = [path for path in files if path.suffix.lower() == _PACKED and path.with_suffix("") in files]
    return [path for path in files if path not in packed], packed


def _what(path: Path) -> str:
    if is_aside(path.name):
        return "a hidden file"
    return "one image" if format_of(head(path)) else "no file of arrays"
