"""Earlier states kept so that any iteration can be shown soon: thinned, bounded, not missed when deleted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ganviz.settings.errors import UserError
from ganviz.training.folder.checkpoints import Checkpoint, CheckpointStore, Key
from ganviz.training.folder.lineage import Segment

KEYFRAMES_NAME = "keyframes"

FIRST_SPACING = 200
"""Iterations between two keyframes of a young run."""

MOST_ENTRIES = 1_000
"""How many keyframes there are at most, however small."""


class Keyframes:
    """The keyframes of a run.

    Every ``spacing`` iterations a state is due, and the first state of each branch. Once there are too many,
    every second one goes (each branch keeps its first) and ``spacing`` doubles.

    Attributes:
        store: where they lie.
        spacing: iterations between two keyframes from now on.
    """

    def __init__(self, path: Path | str, megabytes: float) -> None:
        """Look at what is stored below ``path``, which need not exist; ``megabytes`` bounds it."""
        self.store = CheckpointStore(path, durable=False)
        self._most_bytes = int(megabytes * 1_000_000)
        self._sizes: dict[Key, int] = {}
        self.spacing = FIRST_SPACING
        self.refresh()

    def refresh(self) -> None:
        """Look again at what is stored, since another process may write or delete it."""
        self._sizes = {key: self.store.size(*key) for key in self.store.list()}
        # The lowest iteration of a branch comes last and stays.
        self._firsts = dict(sorted(self._sizes, reverse=True))
        later = [iteration for _, iteration in self._later()]
        while later and all(iteration % (2 * self.spacing) == 0 for iteration in later):
            self.spacing *= 2

    def due(self, branch: int, iteration: int) -> bool:
        """Whether the state after ``iteration`` iterations of ``branch`` should be added."""
        return ((iteration % self.spacing == 0 or branch not in self._firsts)
                and (branch, iteration) not in self._sizes)

    def add(self, checkpoint: Checkpoint) -> None:
        """Store a state, then thin what is too much.

        Raises:
            UserError: if the disk is full or the run folder cannot be written.
        """
        if not self.store.path.is_dir():
            self._forget()
        try:
            size = self.store.save(checkpoint)
        except UserError as error:
            # The keyframes may be deleted even while one is written; the next one is due soon.
            if not isinstance(error.__cause__, FileNotFoundError) or not self.store.path.parent.is_dir():
                raise
            self._forget()
            return
        self._sizes[checkpoint.branch, checkpoint.iteration] = size
        self._firsts.setdefault(checkpoint.branch, checkpoint.iteration)
        self._thin()

    def nearest(self, lineage: Sequence[Segment], iteration: int) -> Checkpoint | None:
        """The newest stored state along ``lineage`` up to ``iteration``; None if there is none."""
        return self.store.nearest(lineage, iteration)

    def iterations(self, branch: int) -> tuple[int, ...]:
        """The iterations of ``branch`` with a keyframe, ascending."""
        return tuple(sorted(iteration for owner, iteration in self._sizes if owner == branch))

    def _forget(self) -> None:
        self._sizes.clear()
        self._firsts.clear()

    def _later(self) -> list[Key]:
        """Every keyframe that is not the first of its branch."""
        return [key for key in self._sizes if self._firsts[key[0]] != key[1]]

    def _too_much(self) -> bool:
        return len(self._sizes) > MOST_ENTRIES or sum(self._sizes.values()) > self._most_bytes

    def _thin(self) -> None:
        while self._too_much() and len(self._sizes) > 1:
            self._drop(self._superfluous())

    def _superfluous(self) -> list[Key]:
        """Every second keyframe; where each branch has only its first left, those of all older branches."""
        later = self._later()
        if not later:
            return sorted(self._sizes)[:-1]
        self.spacing *= 2
        return [key for key in later if key[1] % self.spacing]

    def _drop(self, keys: list[Key]) -> None:
        self.store.remove(keys)
        for branch, iteration in keys:
            del self._sizes[branch, iteration]
            if self._firsts[branch] == iteration:
                del self._firsts[branch]
