"""Tables in NPZ archives: the columns of all their arrays. Nothing pickled is ever loaded."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ganviz.problems.npy_table import Header, array_columns, array_row, check_header, read_header
from ganviz.problems.table import MOST_BYTES, Floats, Table, check_size
from ganviz.settings.errors import UserError

# What zipfile raises for archives that are cut off, corrupt, encrypted or packed in a way it does not know.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)


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

    return Table(str(path), names, tuple(range(len(names))), groups, load, array_row)


def _label(array: str, header: Header, column: int) -> str:
    if header.fields:
        return f"{array}[{header.fields[column]}]"
    return array if len(header.shape) == 1 else f"{array}[{column + 1}]"


def _members(path: Path) -> dict[str, Header]:
    """The headers of the arrays that can hold points, by name.

    Raises:
        UserError: if there is none; of a single array it says what is wrong with that one.
    """
    found: dict[str, Header] = {}
    faults: list[UserError] = []
    for name, header in _headers(path).items():
        try:
            check_header(header, f"{path}: {name}")
            found[name] = header
        except UserError as error:
            faults.append(error)
    if found:
        return found
    if len(faults) == 1:
        raise faults[0]
    raise UserError(f"{path}: the archive has no array of numbers with a row for each point; "
                    "save one with numpy.savez")


def _headers(path: Path) -> dict[str, Header]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name.removesuffix(".npy"): _member(archive, name, path)
                    for name in archive.namelist() if name.endswith(".npy")}
    except _DAMAGE as error:
        raise UserError(_damaged(path)) from error


def _member(archive: zipfile.ZipFile, name: str, path: Path) -> Header:
    with archive.open(name) as file:
        return read_header(file, f"{path}: {name}")


def _damaged(path: Path) -> str:
    return f"{path}: this is not a whole NPZ archive; write it again with numpy.savez"


def _load_npz(path: Path, headers: dict[str, Header], sources: list[tuple[str, int]]) -> Floats:
    lengths = {name: headers[name].shape[0] for name, _ in sources}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"{name!r} has {length}" for name, length in lengths.items())
        raise UserError(f"{path}: the arrays have unlike numbers of rows ({shown}); "
                        "choose arrays of one length")
    check_size(str(path), sum(lengths[name] for name, _ in sources))
    if sum(headers[name].bytes for name in lengths) > MOST_BYTES:
        raise UserError(f"{path}: the chosen arrays are larger than {MOST_BYTES / 1e9:g} GB; "
                        "keep a random part of the rows")
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in lengths}
    except _DAMAGE as error:
        raise UserError(_damaged(path)) from error
    parts = [array_columns(arrays[name], [column], f"{path}: {name}") for name, column in sources]
    return np.concatenate(parts, axis=1)
