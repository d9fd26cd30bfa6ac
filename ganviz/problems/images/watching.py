"""How long work reports on itself and can be stopped, and what it raises when it can't go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ganviz.settings.errors import UserError

if TYPE_CHECKING:
    from ganviz.problems.images.report import Report


class ReadingCancelledError(Exception):
    """The watch asked to stop; nothing half done was left behind."""


class FolderGoneError(UserError):
    """A folder or a file of it that was there is not any more: a drive unplugged, a share lost.

    A run can pause on it and go on from the same iteration when ``is_back`` says so.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} has gone away while it was read; put it back to go on")
        self.path = path

    def is_back(self) -> bool:
        """Whether it is there again and can be read: a share that was lost may still have names."""
        try:
            if self.path.is_dir():
                return True
            with self.path.open("rb") as file:
                file.read(1)
        except OSError:
            return False
        return True


def _unseen(stage: str, done: int, total: int) -> None:
    """Report to nobody."""


def _unread(report: Report, agreed: bool) -> None:
    """Report to nobody."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on.

    Attributes:
        progress: told a stage ("look", "draw", "check", "preview", "decode", "verify", "measure"), how many are done
            and of how many, 0 where nobody knows; called from the thread that waits for the work.
        cancelled: asked between two images, also by the threads that decode them.
        inspected: told the report on images that a game is to learn from, and whether those that can't be used are
            left out.
    """

    progress: Callable[[str, int, int], None] = _unseen
    cancelled: Callable[[], bool] = _never
    inspected: Callable[[Report, bool], None] = _unread

    def step(self, stage: str, done: int, total: int) -> None:
        """Report, then stop if asked to.

        Raises:
            ReadingCancelledError: if the watch is cancelled.
        """
        self.progress(stage, done, total)
        if self.cancelled():
            raise ReadingCancelledError
