"""A run that another process writes: it can be watched, not steered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganviz.games.protocol import Game
from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings
from ganviz.training.build import begun_with, build_bare
from ganviz.training.classes import check_classes
from ganviz.training.device import missing, on_hand
from ganviz.training.elsewhere import Way
from ganviz.training.engine.codes import Patience, codes_for, wait_for_ever
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.follow import Follower
from ganviz.training.folder.request import Request
from ganviz.training.messages import BranchInfo
from ganviz.training.observing import LookBack, Present
from ganviz.training.opening import rebuilt
from ganviz.training.past import Past
from ganviz.training.saving import check_fit, from_checkpoint, present_state
from ganviz.training.writer import Writer


class FollowedRows:
    """The history of a followed run, as far as it has been read."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._unsent: list[NDArray[np.float64]] = []
        self.newest = np.full(width, np.nan)
        self.ends: dict[int, int] = {}

    def take(self, rows: NDArray[np.float64]) -> None:
        """Add rows that the file has gained."""
        if len(rows):
            self._unsent.append(rows)
            self.newest = rows[-1]
            self.ends |= {int(branch): int(rows[rows[:, 0] == branch, 1].max()) for branch in np.unique(rows[:, 0])}

    def take_unsent(self) -> NDArray[np.float64]:
        """The rows that have come since this was last called."""
        rows = np.concatenate(self._unsent) if self._unsent else np.empty((0, self._width))
        self._unsent = []
        return rows


class Followed:
    """Shows the newest whole checkpoint and the growing history of a run in another process's hands.

    Args:
        folder: the run folder.
        reason: why the run can only be watched.
        patience: what to do while code is compiled.
        away: what would open it, where the reason is that its images can't be used; nobody need be writing it then.

    Raises:
        UserError: if the folder holds no run that can be read, or the labels of its images mean something else now.
    """

    def __init__(self, folder: Path, reason: str, patience: Patience = wait_for_ever, *,
                 away: Way | None = None) -> None:
        self.read_only, self.away = reason, away
        self.folder = RunFolder.open(folder, write=False)
        settings, stored = begun_with(self.folder)
        self.run_settings = on_hand(stored)
        self.warnings: tuple[str, ...] = ()
        self.game = (self._bare(settings) if away is not None else None) or self._built(settings)
        self.warnings += tuple(filter(None, [missing(stored, self.game.device, "watched")]))
        self.codes = codes_for(self.folder.manifest.game, self.game.device, self.run_settings.threads, patience)
        self.past = Past(self.folder, self.game, self.run_settings.history_megabytes, self.codes)
        self._follower = Follower(folder)
        self._shown = (-1, -1)
        self.recorder = FollowedRows(len(self.folder.history.columns))
        self.facts = self.game.facts()
        self.writer = Writer(folder) if away is None else None
        check_classes(self.folder.manifest, self.game)
        self.poll()

    def _built(self, settings: Settings) -> Game:
        """The game; where its images can't be used here, as on another machine, without them."""
        try:
            return rebuilt(self.folder.manifest, settings, self.run_settings)
        except UserError as error:
            bare = self._bare(settings)
            if bare is None:
                raise
            self.warnings = (f"{error}; meanwhile the run is watched without pictures of its images",)
            return bare

    def _bare(self, settings: Settings) -> Game | None:
        return build_bare(self.folder.manifest.game, settings, self.run_settings, self.folder.manifest.classes)

    @property
    def branch(self) -> int:
        """The branch that is being written."""
        return self.past.branch

    @property
    def saved(self) -> int:
        """The iteration of the newest checkpoint."""
        return self.game.iteration

    def poll(self) -> None:
        """Look what the other process has written since."""
        news = self._follower.poll()
        self.recorder.take(news.rows)
        self.past.tree = news.branches
        self.past.refresh_checkpoints()
        newest = max(news.checkpoints, default=None)
        if newest is not None and newest != self._shown:
            self._show_newest()
            self._shown = newest
        if self.writer is not None:
            self.writer.look(self._written(), self.saved)

    def _written(self) -> int:
        """The newest iteration on record; a checkpoint may be read that is newer than the rows."""
        return max(self.game.iteration, self.recorder.ends.get(self.branch, 0))

    def _show_newest(self) -> None:
        found = self._follower.newest(self.branch)
        if found is not None:
            self.game.use(self.past.script().settings_for(found.iteration))
            state = from_checkpoint(found)
            check_fit(state, self.game, self.folder.path)
            self.game.put_back(state)
            self.facts = self.game.facts()

    def present(self) -> Present:
        """A copy of the newest checkpoint's state, with its settings."""
        return Present(present_state(self.game), self.game.settings)

    def look_back(self, iteration: int, exact: bool = False) -> LookBack:
        """What an observer needs to show an earlier iteration; see ``Past.to_show``.

        Raises:
            UserError: if no checkpoint has got there yet.
        """
        if not 0 <= iteration <= self.game.iteration:
            raise UserError(f"iteration {iteration} is not saved yet; choose one from 0 to {self.game.iteration}")
        state, until = self.past.to_show(iteration, exact)
        return LookBack(state, self.past.script(), until)

    def ask(self, request: Request) -> None:
        """Ask the process that writes the run for something; it looks once a second.

        Raises:
            UserError: if there is none any more, or if the folder cannot be written.
        """
        if self.writer is None or not self.writer.is_there():
            raise UserError(f"nobody writes {self.folder.path} any more; open it again to go on with it")
        self.writer.ask(request)

    def branches(self) -> tuple[BranchInfo, ...]:
        """Every branch, where it left its parent and how far it got."""
        return self.past.tree.infos({**self.recorder.ends, self.branch: self.game.iteration})

    def checkpoints(self) -> tuple[int, ...]:
        """The iterations of the lineage with a checkpoint."""
        return self.past.checkpoints

    def close(self) -> None:
        """Close the files."""
        self.codes.close()
        self.game.close()
        self.folder.close()
