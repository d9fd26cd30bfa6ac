"""Tables in text files: commas, semicolons, tabs or blanks between the cells, with or without a header."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from ganviz.problems.table import MOST_VALUES, Floats, Table, check_size
from ganviz.problems.text_layout import Layout, Row, layout_of, number, rows_of
from ganviz.settings.errors import UserError


def text_table(path: Path) -> Table:
    """The table in a text file.

    Raises:
        UserError: if it is empty or no text.
    """
    layout = layout_of(path)
    return Table(str(path), layout.names, layout.numeric, {"": layout.numeric},
                 lambda columns: _load(path, layout, columns), lambda row: _place(path, layout, row))


def _data(path: Path, layout: Layout) -> Iterator[Row]:
    """The rows below the header, with their line numbers."""
    with path.open(encoding=layout.encoding, errors="replace", newline="") as file:
        yield from islice(rows_of(file, layout.delimiter, str(path)), int(layout.headed), None)


def _load(path: Path, layout: Layout, columns: Sequence[int]) -> Floats:
    check_size(str(path), _lines(path) * len(columns))
    values, width, comma = array("d"), len(layout.names), layout.comma
    for line, cells in _data(path, layout):
        if len(cells) != width:
            raise UserError(_ragged(path, width, line, len(cells)))
        for column in columns:
            try:
                values.append(number(cells[column], comma))
            except ValueError:
                raise UserError(_not_a_number(path, layout.names[column], line, cells[column])) from None
    return np.array(values, dtype=np.float64).reshape(-1, len(columns))


def _lines(path: Path) -> int:
    """How many lines the file has; 0 where it is too small for that to matter."""
    if path.stat().st_size < MOST_VALUES:
        return 0
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 24), b""))


def _place(path: Path, layout: Layout, row: int) -> str:
    line, _ = next(islice(_data(path, layout), row, None))
    return f"line {line}"


def _ragged(path: Path, width: int, line: int, cells: int) -> str:
    counted = "1 cell" if cells == 1 else f"{cells} cells"
    return (f"{path}: line {line} has {counted} where the first row has {width}; "
            "give every row the same number of cells")


def _not_a_number(path: Path, column: str, line: int, cell: str) -> str:
    found = f"{cell[:40]!r} is not a number" if cell.strip() else "the cell is empty"
    return (f"{path}: line {line}, column {column!r}: {found}; "
            "correct or delete that row, or choose other columns")
