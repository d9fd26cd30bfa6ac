"""Tables in NPY files. Nothing pickled is ever loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ganviz.problems.table import Floats, Table, check_size
from ganviz.settings.errors import UserError


@dataclass(frozen=True)
class Header:
    """What stands before an array's values."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    begin: int

    @property
    def bytes(self) -> int:
        """How long the values are."""
        return int(np.prod(self.shape, dtype=object)) * self.dtype.itemsize

    @property
    def fields(self) -> tuple[str, ...] | None:
        """The names of the columns of a table of records."""
        return self.dtype.names if len(self.shape) == 1 else None

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.fields) if self.fields else (self.shape[1] if len(self.shape) == 2 else 1)

    def numeric(self, column: int) -> bool:
        """Whether a column holds real numbers."""
        kind = self.dtype[self.fields[column]] if self.fields else self.dtype
        return kind.kind in "iuf"


def npy_table(path: Path) -> Table:
    """The table in an NPY file: a row for each point; one column, several, or named fields.

    Raises:
        UserError: if it is damaged, holds Python objects or has another shape.
    """
    with path.open("rb") as file:
        header = read_header(file, str(path))
    check_header(header, str(path))
    if header.begin + header.bytes > path.stat().st_size:
        raise UserError(f"{path}: the file is cut off ({header.begin + header.bytes:,} bytes were announced, "
                        f"{path.stat().st_size:,} are there); write it again")
    names = header.fields or tuple(f"column {number}" for number in range(1, header.width + 1))
    numeric = tuple(column for column in range(header.width) if header.numeric(column))

    def load(columns: Sequence[int]) -> Floats:
        return _load_npy(path, header, columns)

    return Table(str(path), names, numeric, {"": numeric}, load, array_row)


def array_row(row: int) -> str:
    """Where a row of an array stands."""
    return f"row {row + 1}"


def read_header(file: IO[bytes], name: str) -> Header:
    """Read the head of an NPY stream.

    Raises:
        UserError: if it is none.
    """
    try:
        version = npy.read_magic(file)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, dtype = read(file)
        if min(shape, default=0) < 0:
            raise ValueError(f"a shape of {shape}")
    except (ValueError, EOFError) as error:
        raise UserError(f"{name}: this is not a whole NPY array; write it again with numpy.save") from error
    return Header(shape, dtype, file.tell())


def check_header(header: Header, name: str) -> None:
    """Refuse an array that can't be points.

    Raises:
        UserError: if it holds objects, no real numbers, or neither (points,) nor (points, columns) in shape.
    """
    if header.dtype.hasobject:
        raise UserError(f"{name}: the array holds Python objects, which are not loaded for safety; "
                        "save it as an array of numbers")
    if len(header.shape) not in (1, 2) or header.width == 0 or (header.dtype.names and not header.fields):
        raise UserError(f"{name}: the array has the shape {header.shape}; save it with a row for each point, "
                        "as (points, columns)")
    if not any(header.numeric(column) for column in range(header.width)):
        raise UserError(f"{name}: the array holds {header.dtype} values; save it as an array of real numbers")
    if len(header.shape) == 2 and header.shape[0] <= 2 < header.shape[1]:
        points, columns = header.shape
        raise UserError(f"{name}: the array has the shape {header.shape}, {points} points of {columns} "
                        "columns; save it transposed, with a row for each point")


def _load_npy(path: Path, header: Header, columns: Sequence[int]) -> Floats:
    check_size(str(path), header.shape[0] * len(columns))
    if header.bytes == 0:
        return np.empty((0, len(columns)))
    return array_columns(np.load(path, mmap_mode="r", allow_pickle=False), columns, str(path))


def array_columns(array: NDArray[Any], columns: Sequence[int], name: str) -> Floats:
    """The chosen columns of an array, float64, (rows, columns).

    Raises:
        UserError: if one does not hold real numbers.
    """
    fields = array.dtype.names
    plain = array[:, None] if array.ndim == 1 else array
    chosen = [array[fields[column]] if fields else plain[:, column] for column in columns]
    for values in chosen:
        if values.dtype.kind not in "iuf":
            raise UserError(f"{name}: a chosen column holds {values.dtype} values; "
                            "choose one of real numbers")
    return np.stack([np.asarray(values, dtype=np.float64) for values in chosen], axis=1)
