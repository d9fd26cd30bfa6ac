"""Reading points from files, with a clear sentence for whatever is wrong with them. Needs numpy alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ganviz.problems.npy_table import npy_table
from ganviz.problems.npz_table import npz_table
from ganviz.problems.table import MOST_BYTES, Floats, Table, choose
from ganviz.problems.text_table import text_table
from ganviz.settings.errors import UserError

KINDS: dict[str, Callable[[Path], Table]] = {
    ".csv": text_table, ".tsv": text_table, ".txt": text_table, ".npy": npy_table, ".npz": npz_table}
"""How each kind of file is read, by the end of its name."""

# The square of any number up to here is finite, which the standard deviation needs.
_LARGEST = 1e100


@dataclass(frozen=True, eq=False)
class Points:
    """Points as they stand in a file: finite values, shape (n, dim), and the names of their columns."""

    values: Floats
    names: tuple[str, ...]


def read_points(path: str, columns: str, dim: int) -> Points:
    """Read ``dim`` columns of a CSV, TSV, NPY or NPZ file.

    Args:
        path: the file.
        columns: names or numbers from 1, with commas between; for NPZ also the name of one array; empty takes
            the first ``dim`` columns that hold numbers.
        dim: how many columns to read.

    Raises:
        UserError: for anything that is wrong with the file or the columns.
    """
    with _reading(path) as file:
        table = KINDS[file.suffix.lower()](file)
        chosen = choose(table, columns, dim)
        values = table.load(chosen)
        names = tuple(table.names[column] for column in chosen)
        _check(table, names, values)
    return Points(values, names)


def is_table(path: Path) -> bool:
    """Whether a file is one of points: by the end of its name, and a file of NumPy's by its arrays' dimensions."""
    from ganviz.problems.images.arrays.numpy_files import header_of, members

    if path.suffix.lower() not in (".npy", ".npz"):
        return path.suffix.lower() in KINDS
    try:
        return all(len(header_of(path, member).shape) < 3 for member in members(path))
    except (UserError, OSError):
        return True  # whoever reads it says what is wrong


def describe_columns(path: str) -> list[str]:
    """The names of the columns that hold numbers, to choose from; reads only the file's beginning.

    Raises:
        UserError: if the file can't be read as a table.
    """
    with _reading(path) as file:
        table = KINDS[file.suffix.lower()](file)
    return [table.names[column] for column in table.numeric]


def fingerprint(path: str) -> str:
    """The SHA-256 of the file's content, in hexadecimal.

    Raises:
        UserError: if the file can't be read.
    """
    with _reading(path) as file, file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _reading(path: str) -> Iterator[Path]:
    """The file, once it has been looked at from outside; its system errors become sentences."""
    try:
        file = Path(path).expanduser()
        _look(file)
        yield file
    except PermissionError as error:
        raise UserError(f"{path}: the file may not be read; allow it, or copy the file elsewhere") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path}: the file can't be read ({reason}); check the disk and the name") from error


def _look(file: Path) -> None:
    if file.is_dir():
        raise UserError(f"{file}: this is a folder; choose a file of points")
    if not file.exists():
        raise UserError(f"{file}: there is no such file; check the name")
    if not file.is_file():
        raise UserError(f"{file}: this is not an ordinary file; choose a CSV, TSV, NPY or NPZ file")
    if file.suffix.lower() not in KINDS:
        ending = f"files that end in {file.suffix!r} are not known" if file.suffix else "its name has no ending"
        raise UserError(f"{file}: {ending}; save the points as CSV, TSV, NPY or NPZ")
    size = file.stat().st_size
    if size == 0:
        raise UserError(f"{file}: the file is empty; choose one with a row for each point")
    if size > MOST_BYTES:
        raise UserError(f"{file}: {size / 1e9:.1f} GB are more than the limit of {MOST_BYTES / 1e9:g} GB; "
                        "keep a random part of the rows")


def _check(table: Table, names: tuple[str, ...], values: Floats) -> None:
    if len(values) < 2:
        counted = "1 row" if len(values) == 1 else "no rows"
        raise UserError(f"{table.path}: {counted} of numbers; at least 2 are needed")
    strange = ~np.isfinite(values).all(axis=1)
    if strange.any():
        counted = "1 row holds" if strange.sum() == 1 else f"{strange.sum()} rows hold"
        first = table.place(int(strange.argmax()))
        raise UserError(f"{table.path}: {counted} NaN or infinity (the first is {first}); "
                        "delete or fill them")
    for name, column in zip(names, values.T, strict=True):
        _check_column(f"{table.path}: column {name!r}", column)


def _check_column(name: str, column: Floats) -> None:
    if max(abs(column.min()), abs(column.max())) > _LARGEST:
        raise UserError(f"{name} holds values beyond {_LARGEST:g}; give them in a larger unit")
    if column.min() == column.max() or column.std() == 0:
        raise UserError(f"{name} has the same value in every row; choose another column")
