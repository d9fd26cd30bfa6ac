"""Tables in text files: commas, semicolons, tabs or blanks between the cells, with or without a header."""

from __future__ import annotations

import csv
import io
from array import array
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from ganviz.problems.table import MOST_VALUES, Floats, Table, check_size
from ganviz.settings.errors import UserError

_SAMPLE_BYTES, _SAMPLE_ROWS = 65_536, 200
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class _Layout:
    """How a text file is written; an empty delimiter means any blanks, ``comma`` a decimal comma."""

    encoding: str
    delimiter: str
    comma: bool
    names: tuple[str, ...]
    headed: bool


def text_table(path: Path) -> Table:
    """The table in a text file.

    Raises:
        UserError: if it is empty or no text.
    """
    sample, encoding = _sample(path)
    delimiter = _delimiter(sample)
    rows = [cells for _, cells in islice(_rows(io.StringIO(sample), delimiter, str(path)), _SAMPLE_ROWS)]
    if not rows:
        raise UserError(f"{path}: the file is empty; choose one with a row for each point")
    comma = _decimal_comma(rows, delimiter)
    headed = not any(_is_number(cell, comma) for cell in rows[0])
    data = rows[1:] if headed else rows
    names = rows[0] if headed else _commented(sample, delimiter, len(rows[0]))
    layout = _Layout(encoding, delimiter, comma, _named(names), headed)
    numeric = tuple(index for index in range(len(names)) if _mostly_numbers(data, index, comma))
    return Table(str(path), layout.names, numeric, {"": numeric},
                 lambda columns: _load(path, layout, columns), lambda row: _place(path, layout, row))


def _sample(path: Path) -> tuple[str, str]:
    """The first lines, and the encoding that they were read with."""
    with path.open("rb") as file:
        raw = file.read(_SAMPLE_BYTES)
        whole = not file.read(1)
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\0" in raw:
        raise UserError(f"{path}: this is not a text file; choose a CSV, TSV, NPY or NPZ file")
    else:
        # A character may be cut in two at the end of the sample; whole lines are not.
        encoding = "utf-8-sig" if _decodes(raw if whole else raw[:raw.rfind(b"\n") + 1]) else "cp1252"
    text = raw.decode(encoding, errors="replace")
    return (text if whole else text[:text.rfind("\n") + 1]), encoding


def _decodes(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(sample: str) -> str:
    """The delimiter that stands in most lines; none of them means blanks, or a single column."""
    lines = [line for line in sample.splitlines() if line.strip() and not line.startswith("#")][:_SAMPLE_ROWS]
    for candidate in "\t;,":
        if sum(candidate in line for line in lines) * 2 > len(lines):
            return candidate
    blanks = sum(len(line.split()) > 1 for line in lines[1:] or lines)
    return "" if blanks * 2 > len(lines[1:] or lines) else ","


def _rows(lines: Iterable[str], delimiter: str, path: str) -> Iterator[Row]:
    """The rows that are neither blank nor a comment, each with its line number."""
    reader = csv.reader(lines, delimiter=delimiter or " ", skipinitialspace=True)
    numbered = ((number, line.split()) for number, line in enumerate(lines, 1)) if not delimiter else (
        (reader.line_num, cells) for cells in reader)
    try:
        for number, cells in numbered:
            if any(cells) and not cells[0].startswith("#"):
                yield number, cells
    except csv.Error as error:
        raise UserError(f"{path}: line {reader.line_num} can't be read as a row ({error}); "
                        "check its quotes and delimiters") from error


def _is_number(cell: str, comma: bool) -> bool:
    try:
        _number(cell, comma)
    except ValueError:
        return False
    return True


def _number(cell: str, comma: bool) -> float:
    if not comma:
        return float(cell)
    if "." in cell:
        raise ValueError("a decimal point among decimal commas")
    return float(cell.replace(",", "."))


def _decimal_comma(rows: list[list[str]], delimiter: str) -> bool:
    """Whether the sample holds numbers with a comma and none with a point."""
    if delimiter == ",":
        return False
    cells = [cell for row in rows for cell in row]
    return (any("," in cell and _is_number(cell, True) for cell in cells)
            and not any("." in cell and _is_number(cell, False) for cell in cells))


def _commented(sample: str, delimiter: str, width: int) -> list[str]:
    """The names in a leading comment, as numpy.savetxt writes them; empty ones if there are none."""
    first = sample.lstrip("\n").split("\n", 1)[0]
    inside = first.lstrip("#").strip()
    names = next(csv.reader([inside], delimiter=delimiter), []) if delimiter else inside.split()
    return names if first.startswith("#") and len(names) == width else [""] * width


def _named(names: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() or f"column {number}" for number, name in enumerate(names, 1))


def _mostly_numbers(rows: list[list[str]], index: int, comma: bool) -> bool:
    cells = [row[index] for row in rows if index < len(row)]
    return sum(_is_number(cell, comma) for cell in cells) * 2 > len(cells)


def _data(file: Iterable[str], layout: _Layout, path: Path) -> Iterator[Row]:
    return islice(_rows(file, layout.delimiter, str(path)), int(layout.headed), None)


def _load(path: Path, layout: _Layout, columns: Sequence[int]) -> Floats:
    check_size(str(path), _lines(path) * len(columns))
    values, width, comma = array("d"), len(layout.names), layout.comma
    with path.open(encoding=layout.encoding, errors="replace", newline="") as file:
        for line, cells in _data(file, layout, path):
            if len(cells) != width:
                raise UserError(_ragged(path, layout, line, len(cells)))
            for column in columns:
                try:
                    values.append(_number(cells[column], comma))
                except ValueError:
                    raise UserError(_not_a_number(path, layout, line, column, cells[column])) from None
    return np.frombuffer(values, dtype=np.float64).reshape(-1, len(columns))


def _lines(path: Path) -> int:
    """About how many lines the file has; 0 where it is too small for that to matter."""
    if path.stat().st_size < MOST_VALUES:
        return 0
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 24), b""))


def _place(path: Path, layout: _Layout, row: int) -> str:
    with path.open(encoding=layout.encoding, errors="replace", newline="") as file:
        return f"line {next(islice(_data(file, layout, path), row, None))[0]}"


def _ragged(path: Path, layout: _Layout, line: int, cells: int) -> str:
    counted = "1 cell" if cells == 1 else f"{cells} cells"
    return (f"{path}: line {line} has {counted} where the first row has {len(layout.names)}; "
            "give every row the same number of cells")


def _not_a_number(path: Path, layout: _Layout, line: int, column: int, cell: str) -> str:
    found = f"{cell[:40]!r} is not a number" if cell.strip() else "the cell is empty"
    return (f"{path}: line {line}, column {layout.names[column]!r}: {found}; "
            "correct or delete that row, or choose other columns")
