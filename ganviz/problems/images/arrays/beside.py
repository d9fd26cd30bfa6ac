"""Which files belong to a chosen file of arrays: its labels and its other split lie beside it."""

from __future__ import annotations

from pathlib import Path

from ganviz.problems.images.arrays.families import family_of
from ganviz.problems.images.arrays.naming import read_name
from ganviz.problems.images.signatures import format_of, head
from ganviz.settings.errors import UserError


def related(path: Path) -> tuple[Path, ...]:
    """The file and those beside it of the same format whose names differ only in split and role.

    Raises:
        UserError: if it is no file of arrays.
    """
    family = family_of(path)
    if family is None:
        what = "one image" if format_of(head(path)) else "no file of arrays"
        raise UserError(f"{path}: this is {what}; choose a folder of images, or a file in IDX, CIFAR's binary form, "
                        "NPY or NPZ")
    rest = read_name(path.name).rest
    beside = [file for file in sorted(path.parent.iterdir())
              if file.is_file() and read_name(file.name).rest == rest and family_of(file) == family]
    return tuple(beside)
