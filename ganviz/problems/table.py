"""What every kind of point file is read as: named columns, and a way to load some of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ganviz.settings.errors import UserError

Floats = NDArray[np.float64]

MOST_VALUES = 20_000_000
MOST_BYTES = 1_000_000_000
_SHOWN = 20


@dataclass(frozen=True, eq=False)
class Table:
    """A file of columns, its values not yet read.

    Attributes:
        path: the file, as messages name it.
        names: the name of each column.
        numeric: which columns hold numbers, by index from 0.
        groups: sets of columns that belong together, by name (an archive's arrays; elsewhere one, named "").
        load: reads columns by index: (rows, columns) float64; raises UserError.
        place: where row i stands, such as "line 5".
    """

    path: str
    names: tuple[str, ...]
    numeric: tuple[int, ...]
    groups: dict[str, tuple[int, ...]]
    load: Callable[[Sequence[int]], Floats]
    place: Callable[[int], str]


def listed(names: Sequence[str]) -> str:
    """Names with commas between, cut short where there are very many."""
    shown = ", ".join(repr(name) for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


def check_size(path: str, values: int) -> None:
    """Refuse to read more than the limit.

    Raises:
        UserError: if ``values`` is above ``MOST_VALUES``.
    """
    if values > MOST_VALUES:
        raise UserError(f"{path}: {values:,} values are more than the limit of {MOST_VALUES:,}; "
                        "keep a random part of the rows")


def choose(table: Table, columns: str, dim: int) -> tuple[int, ...]:
    """The columns that ``columns`` means, ``dim`` of them, by index.

    Args:
        table: the file.
        columns: names or numbers from 1, with commas between; the name of one array of an archive; or empty.
        dim: how many are needed.

    Raises:
        UserError: if they are unknown, too many or too few.
    """
    if not columns.strip():
        return _first(table, dim)
    if columns in table.groups and len(table.groups[columns]) >= dim:
        return table.groups[columns][:dim]
    wanted = [name.strip() for name in next(csv.reader([columns], skipinitialspace=True))]
    chosen = tuple(_find(table, name) for name in wanted)
    if len(set(chosen)) != dim:
        raise UserError(f"{table.path}: the columns {columns!r} name {_count(len(set(chosen)))} where "
                        f"{dim} {_are(dim)} needed; choose from {listed(table.names)}")
    return chosen


def _first(table: Table, dim: int) -> tuple[int, ...]:
    fitting = {name: group for name, group in table.groups.items() if len(group) >= dim}
    if len(fitting) > 1:
        raise UserError(f"{table.path}: several arrays fit ({listed(list(fitting))}); "
                        "name the one to read in the columns")
    if fitting:
        return next(iter(fitting.values()))[:dim]
    if len(table.numeric) == dim:
        return table.numeric
    found = [table.names[index] for index in table.numeric]
    if len(found) > dim:
        raise UserError(f"{table.path}: no array has {_count(dim)}; "
                        f"name {dim} of these in the columns: {listed(found)}")
    shown = f"only {_count(len(found))} of numbers ({listed(found)})" if found else "no column of numbers"
    instead = ", or the 1-D game" if found else ""
    raise UserError(f"{table.path}: {shown} where {dim} {_are(dim)} needed; "
                    f"choose a file that has {dim}{instead}")


def _find(table: Table, name: str) -> int:
    if name in table.names:
        return table.names.index(name)
    if name.isdecimal() and 1 <= int(name) <= len(table.names):
        return int(name) - 1
    raise UserError(f"{table.path}: there is no column {name!r}; choose from {listed(table.names)}, "
                    f"or by number from 1 to {len(table.names)}")


def _count(n: int) -> str:
    return f"{n} column" if n == 1 else f"{n} columns"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"
