"""``history.csv``: one row of numbers per recorded iteration, only ever appended to."""

from __future__ import annotations

import io
from itertools import compress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganviz.training.folder.append import AppendFile, cut_broken_line, whole_lines
from ganviz.training.folder.atomic import replace_file
from ganviz.training.folder.problems import DamagedError, writing

HISTORY_NAME = "history.csv"

Rows = NDArray[np.float64]

# Nine digits tell every float32 apart, and training computes in float32; seventeen would double the file.
_KEY, _VALUE = "%d", "%.9g"


class HistoryFile:
    """The history of a run.

    Attributes:
        path: the file.
        columns: the names of its columns, branch and iteration first.
        warnings: what was mended or passed over, as sentences.
    """

    def __init__(self, folder: Path, columns: tuple[str, ...], write: bool) -> None:
        """Open ``history.csv``; with ``write``, create it or cut off a row that was never finished.

        Raises:
            DamagedError: if the file has other columns.
            UserError: if it is to be written and cannot be.
        """
        self.path = folder / HISTORY_NAME
        self.columns = columns
        self._row = ",".join([_KEY, _KEY, *[_VALUE] * (len(columns) - 2)]) + "\n"
        self.warnings: list[str] = []
        self._file: AppendFile | None = None
        if write:
            self._mend()
            self._file = AppendFile(self.path)

    def _mend(self) -> None:
        with writing(self.path.parent):
            cut = cut_broken_line(self.path)
            if not self.path.exists() or self.path.stat().st_size == 0:
                replace_file(self.path, header(self.columns))
        if cut:
            self.warnings.append(f"the last row of {self.path} was unfinished ({cut} bytes); it was dropped")

    def append(self, rows: Rows) -> None:
        """Add rows, shape (n, columns), values to nine digits; ``sync`` makes them durable.

        Raises:
            UserError: if the disk is full or fails; none of the rows is written then.
        """
        assert self._file is not None, "the history was opened for reading"
        text = (self._row * len(rows)) % tuple(rows.ravel().tolist())
        self._file.append(text.encode(), durable=False)

    def sync(self) -> None:
        """Flush to disk; called before a checkpoint, so that no row before it can be lost.

        Raises:
            UserError: if the disk fails.
        """
        assert self._file is not None, "the history was opened for reading"
        self._file.sync()

    def read(self) -> Rows:
        """Every row, shape (n, columns); of two for one iteration of a branch the later one.

        Raises:
            DamagedError: if the file has other columns.
        """
        data = self.path.read_bytes() if self.path.exists() else b""
        rows, skipped = parse_rows(body(self.path, data, self.columns), len(self.columns))
        if skipped:
            words = "row" if skipped == 1 else "rows", "was" if skipped == 1 else "were"
            self.warnings.append(f"{skipped} damaged {words[0]} of {self.path} {words[1]} passed over")
        return newest_rows(rows)

    def last_iterations(self) -> dict[int, int]:
        """The last recorded iteration of every branch."""
        rows = self.read()
        return {int(branch): int(rows[rows[:, 0] == branch, 1].max()) for branch in np.unique(rows[:, 0])}

    def drop_after(self, branch: int, iteration: int) -> int:
        """Drop the rows of ``branch`` beyond ``iteration``, which a resumed run records again.

        Returns:
            how many rows were dropped.

        Raises:
            UserError: if the file cannot be written.
        """
        lines = body(self.path, self.path.read_bytes(), self.columns).splitlines(keepends=True)
        keep = [not _is_after(line, branch, iteration) for line in lines]
        dropped = len(lines) - sum(keep)
        if dropped:
            self._rewrite(header(self.columns) + b"".join(compress(lines, keep)))
        return dropped

    def _rewrite(self, data: bytes) -> None:
        # Closed first: Windows replaces no open file.
        self.close()
        with writing(self.path.parent):
            replace_file(self.path, data)
        self._file = AppendFile(self.path)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def header(columns: tuple[str, ...]) -> bytes:
    """The first line of a history with these columns."""
    return ",".join(columns).encode() + b"\n"


def body(path: Path, data: bytes, columns: tuple[str, ...]) -> bytes:
    """The whole rows in ``data``, the content of ``path`` from its beginning.

    Raises:
        DamagedError: if its first line names other columns.
    """
    data, first = whole_lines(data), header(columns)
    if data and not data.startswith(first):
        raise DamagedError(f"{path} is no history of this ganviz (its first line should be "
                           f"{first.decode().strip()}); take the file from a copy")
    return data[len(first):]


def parse_rows(data: bytes, width: int) -> tuple[Rows, int]:
    """Whole lines as rows of ``width`` numbers, and how many of them were damaged and passed over."""
    if not data:
        return np.empty((0, width)), 0
    try:
        return _parse(data, width), 0
    except ValueError:
        lines = data.splitlines(keepends=True)
        whole = [line for line in lines if _is_row(line, width)]
        return parse_rows(b"".join(whole), width)[0], len(lines) - len(whole)


def newest_rows(rows: Rows) -> Rows:
    """The rows in their order, without those that a later row of the same branch and iteration replaces."""
    keys = rows[:, 0] * 2.0**40 + rows[:, 1]  # exact in float64 for every iteration below 2**40
    if np.all(np.diff(keys) > 0):
        return rows
    _, last = np.unique(keys[::-1], return_index=True)
    return rows[np.sort(len(rows) - 1 - last)]


def _parse(data: bytes, width: int) -> Rows:
    rows = np.loadtxt(io.BytesIO(data), delimiter=",", comments=None, encoding="ascii", ndmin=2)
    if rows.shape[1] != width:
        raise ValueError("other columns")
    return rows


def _is_row(line: bytes, width: int) -> bool:
    try:
        return len([float(value) for value in line.split(b",")]) == width
    except ValueError:
        return False


def _is_after(line: bytes, branch: int, iteration: int) -> bool:
    owner, recorded, *_ = *line.split(b",", 2), b""
    return owner == b"%d" % branch and recorded.isdigit() and int(recorded) > iteration
