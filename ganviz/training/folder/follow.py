"""Reading a run that another process writes, again and again, without disturbing it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ganviz.training.folder.append import whole_lines
from ganviz.training.folder.checkpoints import Checkpoint, CheckpointStore, Key
from ganviz.training.folder.events import EVENTS_NAME, read_events
from ganviz.training.folder.history import HISTORY_NAME, Rows, body, parse_rows
from ganviz.training.folder.lineage import Branches
from ganviz.training.folder.manifest import columns_in, read_manifest


@dataclass(frozen=True, eq=False)
class News:
    """What a poll found.

    Attributes:
        rows: new history rows, shape (n, columns).
        restarted: whether ``rows`` is the whole history again, since the file was rewritten.
        checkpoints: (branch, iteration) of every stored state.
        branches: the tree of branches.
    """

    rows: Rows
    restarted: bool
    checkpoints: tuple[Key, ...]
    branches: Branches


class Follower:
    """Follows one run folder; it writes nothing.

    Attributes:
        folder: the run folder.
        manifest: its ``run.json``.
        warnings: sentences about checkpoints that were passed over.
    """

    def __init__(self, folder: Path | str) -> None:
        """Begin to follow.

        Raises:
            UserError: if ``folder`` is not a run that can be read.
        """
        self.folder = Path(folder)
        self.manifest = read_manifest(self.folder)
        self._columns = columns_in(self.folder, self.manifest)
        self._store = CheckpointStore(self.folder / "checkpoints")
        self._file = 0
        self._offset = 0
        self._events_size = -1
        self._branches = Branches(())

    @property
    def warnings(self) -> list[str]:
        """Sentences about checkpoints that were passed over."""
        return self._store.warnings

    def poll(self) -> News:
        """What is new since the last poll.

        Raises:
            UserError: if a file is damaged.
        """
        rows, restarted = self._new_rows()
        return News(rows, restarted, tuple(self._store.list()), self._read_branches())

    def newest(self, branch: int) -> Checkpoint | None:
        """The newest whole state on the way to ``branch``, or None."""
        return self._store.nearest(self._read_branches().lineage(branch))

    def _new_rows(self) -> tuple[Rows, bool]:
        path = self.folder / HISTORY_NAME
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return parse_rows(b"", len(self._columns))[0], False
        with file:
            status = os.fstat(file.fileno())
            restarted = self._offset > 0 and (status.st_ino != self._file or status.st_size < self._offset)
            if restarted:
                self._offset = 0
            self._file = status.st_ino
            file.seek(self._offset)
            data = whole_lines(file.read())
        rows = parse_rows(data if self._offset else body(path, data, self._columns), len(self._columns))[0]
        self._offset += len(data)
        return rows, restarted

    def _read_branches(self) -> Branches:
        path = self.folder / EVENTS_NAME
        size = path.stat().st_size if path.exists() else 0
        if size != self._events_size:
            self._branches = Branches(read_events(path))
            self._events_size = size
        return self._branches
