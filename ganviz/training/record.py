"""The history of a run as it grows: from measured tensors to rows of a file."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.protocol import Game
from ganviz.settings.columns import Column
from ganviz.settings.errors import UserError
from ganviz.training.folder.history import HistoryFile

Rows = NDArray[np.float64]


class DivergedError(UserError):
    """Training left the finite numbers; the run rests at its last finite state."""


class NotFiniteError(Exception):
    """A measured value stopped being a finite number: in which iteration, and which value."""

    def __init__(self, iteration: int, what: str) -> None:
        super().__init__(f"{what} is no longer a finite number in iteration {iteration}")
        self.iteration = iteration
        self.what = what


class Recorder:
    """Collects what iterations measure, reads it off the device many rows at a time, and appends it to the file.

    Rows that could not be written (a full disk) are kept and written with the next ones.
    """

    def __init__(self, game: Game, columns: tuple[Column, ...], file: HistoryFile, every: int, branch: int) -> None:
        self._game = game
        self._columns = columns
        self.file = file
        self._every = every
        self.branch = branch
        self._pending: list[tuple[int, dict[str, torch.Tensor]]] = []
        self._unwritten: list[Rows] = []
        rows = file.read()
        self._unsent: list[Rows] = [rows]
        self.newest = rows[-1] if len(rows) else np.full(len(file.columns), np.nan)
        self.ends = {int(each): int(rows[rows[:, 0] == each, 1].max()) for each in np.unique(rows[:, 0])}

    def note(self, played: list[dict[str, torch.Tensor]]) -> None:
        """Remember what the game's newest iterations measured."""
        first = self._game.iteration - len(played) + 1
        self._pending += enumerate(played, first)

    def flush(self) -> None:
        """Read the remembered iterations off the device and append their rows.

        Raises:
            NotFiniteError: if a value is not finite; the rows before it are kept, the others dropped.
            UserError: if the file cannot be written.
        """
        if self._pending:
            self._read_off()
        if self._unwritten:
            self.file.append(np.concatenate(self._unwritten))
            self._unwritten.clear()

    def _read_off(self) -> None:
        pending, self._pending = self._pending, []
        values = self._game.measured([raw for _, raw in pending])
        iterations = np.array([iteration for iteration, _ in pending], dtype=np.float64)
        rows = np.column_stack((np.full(len(pending), self.branch, dtype=np.float64), iterations, values))
        bad = self._first_not_finite([raw for _, raw in pending], values)
        self._keep(rows if bad is None else rows[: bad[0]])
        if bad is not None:
            raise NotFiniteError(pending[bad[0]][0], self._columns[bad[1]].meaning)

    def _keep(self, rows: Rows) -> None:
        if len(rows):
            self.newest = rows[-1]
            self.ends[self.branch] = int(rows[-1, 1])
            kept = rows[rows[:, 1] % self._every == 0]
            self._unwritten.append(kept)
            self._unsent.append(kept)

    def drop_after(self, iteration: int) -> None:
        """Drop the active branch's rows beyond an iteration, which will be played anew.

        Raises:
            UserError: if the file cannot be written.
        """
        if self.ends.get(self.branch, 0) > iteration:
            self._unwritten = [rows[(rows[:, 0] != self.branch) | (rows[:, 1] <= iteration)]
                               for rows in self._unwritten]
            self.ends[self.branch] = iteration
            self.file.drop_after(self.branch, iteration)

    def rewind(self) -> None:
        """Have all rows sent again, to one who has forgotten them."""
        self._unsent = [self.file.read(), *self._unwritten]

    def take_unsent(self) -> Rows:
        """The rows that have come since this was last called, all of the file's at first."""
        rows = np.concatenate(self._unsent) if self._unsent else np.empty((0, len(self.file.columns)))
        self._unsent = []
        return rows

    def _first_not_finite(self, raws: list[dict[str, torch.Tensor]], values: Rows) -> tuple[int, int] | None:
        """Row and column of the first value that was measured and is not finite."""
        if np.isfinite(values).all():
            return None
        for row, raw in enumerate(raws):
            for place, column in enumerate(self._columns):
                if column.key in raw and not np.isfinite(values[row, place]):
                    return row, place
        return None
