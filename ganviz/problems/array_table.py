"""Tables in numpy's files: NPY, and NPZ archives of them. Nothing pickled is ever loaded."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ganviz.problems.table import MOST_BYTES, Floats, Table, check_size
from ganviz.settings.errors import UserError


@dataclass(frozen=True)
class _Header:
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
        header = _header(file, str(path))
    _check(header, str(path))
    if header.begin + header.bytes > path.stat().st_size:
        raise UserError(f"{path}: the file is cut off ({header.begin + header.bytes:,} bytes were announced, "
                        f"{path.stat().st_size:,} are there); write it again")
    names = header.fields or tuple(f"column {number}" for number in range(1, header.width + 1))
    numeric = tuple(column for column in range(header.width) if header.numeric(column))

    def load(columns: Sequence[int]) -> Floats:
        return _load_npy(path, header, columns)

    return Table(str(path), names, numeric, {"": numeric}, load, _row)


def npz_table(path: Path) -> Table:
    """The table in an NPZ archive: the columns of all its arrays, each array being a group.

    Raises:
        UserError: if it is damaged or has no array of numbers with a row for each point.
    """
    headers = _members(path)
    sources = [(array, column) for array, header in headers.items()
               for column in range(header.width) if header.numeric(column)]
    names = tuple(_label(array, headers[array], column) for array, column in sources)
    groups = {array: tuple(i for i, (owner, _) in enumerate(sources) if owner == array) for array in headers}

    def load(columns: Sequence[int]) -> Floats:
        return _load_npz(path, headers, [sources[column] for column in columns])

    return Table(str(path), names, tuple(range(len(names))), groups, load, _row)


def _label(array: str, header: _Header, column: int) -> str:
    if header.fields:
        return f"{array}[{header.fields[column]}]"
    return array if len(header.shape) == 1 else f"{array}[{column + 1}]"


def _row(row: int) -> str:
    return f"row {row + 1}"


def _header(file: IO[bytes], name: str) -> _Header:
    try:
        version = npy.read_magic(file)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, dtype = read(file)
    except (ValueError, EOFError) as error:
        raise UserError(f"{name}: this is not a whole NPY array; write it again with numpy.save") from error
    return _Header(shape, dtype, file.tell())


def _check(header: _Header, name: str) -> None:
    if header.dtype.hasobject:
        raise UserError(f"{name}: the array holds Python objects, which are not loaded for safety; "
                        "save it as an array of numbers")
    if not any(header.numeric(column) for column in range(header.width)):
        raise UserError(f"{name}: the array holds {header.dtype} values; save it as an array of real numbers")
    if len(header.shape) not in (1, 2) or (header.dtype.names and len(header.shape) != 1):
        raise UserError(f"{name}: the array has the shape {header.shape}; save it with a row for each point, "
                        "as (points, columns)")
    if len(header.shape) == 2 and header.shape[0] <= 2 < header.shape[1]:
        points, columns = header.shape
        raise UserError(f"{name}: the array has the shape {header.shape}, {points} points of {columns} columns; "
                        "save it transposed, with a row for each point")


def _load_npy(path: Path, header: _Header, columns: Sequence[int]) -> Floats:
    check_size(str(path), header.shape[0] * len(columns))
    if header.bytes == 0:
        return np.empty((0, len(columns)))
    return _columns(np.load(path, mmap_mode="r", allow_pickle=False), columns, str(path))


def _columns(array: NDArray[Any], columns: Sequence[int], name: str) -> Floats:
    """The chosen columns of an array, float64, (rows, columns).

    Raises:
        UserError: if one does not hold real numbers.
    """
    fields = array.dtype.names
    plain = array if fields else array.reshape(len(array), -1)
    chosen = [array[fields[column]] if fields else plain[:, column] for column in columns]
    for values in chosen:
        if values.dtype.kind not in "iuf":
            raise UserError(f"{name}: a chosen column holds {values.dtype} values; choose one of real numbers")
    return np.stack([np.asarray(values, dtype=np.float64) for values in chosen], axis=1)


def _members(path: Path) -> dict[str, _Header]:
    """The headers of the arrays that can hold points, by name.

    Raises:
        UserError: if there is none; of a single array it says what is wrong with that one.
    """
    found: dict[str, _Header] = {}
    faults: list[UserError] = []
    for name, header in _headers(path).items():
        try:
            _check(header, f"{path}: {name}")
            found[name] = header
        except UserError as error:
            faults.append(error)
    if found:
        return found
    if len(faults) == 1:
        raise faults[0]
    raise UserError(f"{path}: the archive has no array of numbers with a row for each point; "
                    "save one with numpy.savez")


def _headers(path: Path) -> dict[str, _Header]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name.removesuffix(".npy"): _member(archive, name, path)
                    for name in archive.namelist() if name.endswith(".npy")}
    except _DAMAGE as error:
        raise UserError(_damaged(path)) from error


def _member(archive: zipfile.ZipFile, name: str, path: Path) -> _Header:
    with archive.open(name) as file:
        return _header(file, f"{path}: {name}")


# What zipfile raises for archives that are cut off, corrupt, encrypted or packed in a way it does not know.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)


def _damaged(path: Path) -> str:
    return f"{path}: this is not a whole NPZ archive; write it again with numpy.savez"


def _load_npz(path: Path, headers: dict[str, _Header], sources: list[tuple[str, int]]) -> Floats:
    lengths = {name: headers[name].shape[0] for name, _ in sources}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"{name!r} has {length}" for name, length in lengths.items())
        raise UserError(f"{path}: the arrays have unlike numbers of rows ({shown}); choose arrays of one length")
    check_size(str(path), sum(lengths[name] for name, _ in sources))
    if sum(headers[name].bytes for name in lengths) > MOST_BYTES:
        raise UserError(f"{path}: the chosen arrays are larger than {MOST_BYTES / 1e9:g} GB; "
                        "keep a random part of the rows")
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in lengths}
    except _DAMAGE as error:
        raise UserError(_damaged(path)) from error
    parts = [_columns(arrays[name], [column], f"{path}: {name}") for name, column in sources]
    return np.concatenate(parts, axis=1)
