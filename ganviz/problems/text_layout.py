"""How a text file is written: its encoding, delimiter, decimal sign and header, told from its beginning."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ganviz.settings.errors import UserError

_SAMPLE_BYTES, _SAMPLE_ROWS = 65_536, 200
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Layout:
    """How a text file is written.

    Attributes:
        encoding: the name of its encoding.
        delimiter: what stands between cells; empty for any run of blanks.
        comma: whether numbers have a decimal comma.
        headed: whether the first row holds names.
        names: the name of each column.
        numeric: which columns hold numbers (in most rows of the beginning), by index from 0; one without a name
            among named ones is left out, since it counts the rows.
    """

    encoding: str
    delimiter: str
    comma: bool
    headed: bool
    names: tuple[str, ...]
    numeric: tuple[int, ...]


def layout_of(path: Path) -> Layout:
    """Tell the layout of a text file from its first 64 KiB.

    Raises:
        UserError: if it is empty or no text.
    """
    sample, encoding = _sample(path)
    delimiter = _delimiter(sample)
    lines = io.StringIO(sample, newline="")  # ends of lines are left to the csv module, of all systems
    rows = [cells for _, cells in islice(rows_of(lines, delimiter, str(path)), _SAMPLE_ROWS)]
    if not rows:
        raise UserError(f"{path}: the file is empty; choose one with a row for each point")
    comma = delimiter != "," and _decimal_comma([cell for row in rows for cell in row])
    headed = not any(is_number(cell, comma) for cell in rows[0])
    names = rows[0] if headed else _commented(sample, delimiter, len(rows[0]))
    numeric = (column for column in range(len(names)) if _mostly_numbers(rows[headed:], column, comma)
               and not _is_index(names, column))
    return Layout(encoding, delimiter, comma, headed, _named(names), tuple(numeric))


def rows_of(lines: Iterable[str], delimiter: str, path: str) -> Iterator[Row]:
    """The rows that are neither blank nor a comment, each with the number of its line.

    Raises:
        UserError: if quotes or control characters make a line unreadable.
    """
    if not delimiter:
        split = ((number, line.split()) for number, line in enumerate(lines, 1))
        yield from (row for row in split if _has_data(row[1]))
        return
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        yield from ((reader.line_num, cells) for cells in reader if _has_data(cells))
    except csv.Error as error:
        raise UserError(f"{path}: line {reader.line_num} can't be read as a row ({error}); "
                        "check its quotes and delimiters") from error


def number(cell: str, comma: bool) -> float:
    """The number in a cell.

    Raises:
        ValueError: if there is none, or if it has a decimal point where ``comma`` is set.
    """
    if not comma:
        return float(cell)
    if "." in cell:
        raise ValueError("a decimal point among decimal commas")
    return float(cell.replace(",", "."))


def is_number(cell: str, comma: bool) -> bool:
    """Whether ``number`` can read the cell."""
    try:
        number(cell, comma)
    except ValueError:
        return False
    return True


def _has_data(cells: list[str]) -> bool:
    return any(cells) and not cells[0].startswith("#")


def _sample(path: Path) -> tuple[str, str]:
    """The first whole lines, and the encoding that they were read with."""
    with path.open("rb") as file:
        raw = file.read(_SAMPLE_BYTES)
        cut = bool(file.read(1))
    encoding = _encoding(path, raw, cut)
    text = raw.decode(encoding, errors="replace")
    return (text[:text.rfind("\n") + 1] or text if cut else text), encoding


def _encoding(path: Path, raw: bytes, cut: bool) -> str:
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in raw:
        raise UserError(f"{path}: this is not a text file; choose a CSV, TSV, NPY or NPZ file")
    try:
        # A character may be cut in two at the end of the sample; whole lines are not.
        (raw[:raw.rfind(b"\n") + 1] if cut else raw).decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(sample: str) -> str:
    """The first of tab, semicolon and comma that stands in most lines; else blanks, or a single column."""
    lines = [line for line in sample.splitlines() if line.strip() and not line.startswith("#")][:_SAMPLE_ROWS]
    for candidate in "\t;,":
        if sum(candidate in line for line in lines) * 2 > len(lines):
            return candidate
    # The name of a single column may hold blanks, so that the header does not vote.
    body = lines[1:] or lines
    return "" if sum(len(line.split()) > 1 for line in body) * 2 > len(body) else ","


def _decimal_comma(cells: list[str]) -> bool:
    """Whether some cell is a number with a comma, and none is one with a point."""
    return (any("," in cell and is_number(cell, True) for cell in cells)
            and not any("." in cell and is_number(cell, False) for cell in cells))


def _commented(sample: str, delimiter: str, width: int) -> list[str]:
    """The names in a leading comment, as numpy.savetxt writes them; empty ones if there are none."""
    first = sample.lstrip("\r\n").split("\n", 1)[0]
    inside = first.lstrip("#").strip()
    names = inside.split(delimiter) if delimiter else inside.split()
    return names if first.startswith("#") and len(names) == width else [""] * width


def _named(names: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() or f"column {number}" for number, name in enumerate(names, 1))


def _is_index(names: list[str], column: int) -> bool:
    """Whether a column has no name where others have: it counts the rows, as pandas writes it."""
    return not names[column].strip() and any(name.strip() for name in names)


def _mostly_numbers(rows: list[list[str]], column: int, comma: bool) -> bool:
    cells = [row[column] for row in rows if column < len(row)]
    return sum(is_number(cell, comma) for cell in cells) * 2 > len(cells)
