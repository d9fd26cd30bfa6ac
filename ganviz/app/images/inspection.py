"""Looks at a chosen folder on a thread of its own, so that the window never waits for a disk."""

from __future__ import annotations

import time
import traceback
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings

_TELL_SECONDS = 0.1


class Inspection(QThread):
    """One look at one choice of images, by the settings of a run on them.

    Signals:
        progressed: a stage, how many are done, and of how many.
        found: the report.
        failed: why there is none, as a sentence, with details for an unexpected error.
    """

    progressed = Signal(str, int, int)
    found = Signal(object)
    failed = Signal(str, str)

    def __init__(self, game: str, paths: tuple[str, str], settings: Settings,
                 parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths = paths
        self._game, self._settings = game, settings
        self._cancelled, self._told_at = Event(), 0.0

    def run(self) -> None:
        """Look; every outcome becomes one signal, but that of a cancelled look."""
        from ganviz.training.inspecting import ReadingCancelledError, Watch, report_on  # here, so that nobody waits

        try:
            watch = Watch(self._tell, self._cancelled.is_set)
            self.found.emit(report_on(self._game, self._settings, watch))
        except ReadingCancelledError:
            return
        except UserError as error:
            self.failed.emit(str(error), "")
        except Exception as error:  # noqa: BLE001 - the boundary of the thread: every failure reaches the window
            self.failed.emit(f"{self.paths[0]} could not be looked at: {error}", traceback.format_exc())

    def cancel(self) -> None:
        """Begin no further image, and say nothing more."""
        self._cancelled.set()

    def finish(self) -> None:
        """Cancel, and wait until the thread has ended."""
        self.cancel()
        self.wait()

    def _tell(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= _TELL_SECONDS or done == total:
            self._told_at = now
            self.progressed.emit(stage, done, total)
