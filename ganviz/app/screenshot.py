"""A picture of the window without a display: train, let every view catch up, grab, quit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from ganviz.app.main_window import MainWindow
from ganviz.app.units import px
from ganviz.training.messages import Ended, Mode, Notice, Refused, Report

_SIZE = 1280, 800
_SETTLED = 12
"""Reports at rest before the picture is taken: every layer has been asked for in full by then."""


class Screenshot(QObject):
    """Plays the run of the tab on show to an iteration, writes the window's picture and closes the window.

    Attributes:
        failure: why there is no picture, as a sentence; empty where there is one.
    """

    def __init__(self, window: MainWindow, file: Path, iterations: int) -> None:
        super().__init__(window)
        self._window, self._file, self._until = window, file, iterations
        self._rests = 0
        self.failure = ""
        window.resize(px(_SIZE[0]), px(_SIZE[1]))
        session = window.tab.session
        session.reported.connect(self._on_reported)
        session.refused.connect(self._on_refused)
        session.failed.connect(self._on_failed)
        session.noticed.connect(self._on_noticed)
        session.play(iterations)

    @Slot(object)
    def _on_reported(self, report: Report) -> None:
        at_rest = report.progress.mode is Mode.PAUSED and report.progress.iteration >= self._until
        self._rests = self._rests + 1 if at_rest else 0
        if self._rests == _SETTLED:
            self._take()

    def _take(self) -> None:
        written = self._window.grab().save(str(self._file))
        self._end("" if written else f"{self._file} could not be written; choose a place that can be, and a name that "
                                     "ends in .png")

    @Slot(object)
    def _on_refused(self, refused: Refused) -> None:
        self._end(refused.text)

    @Slot(object)
    def _on_failed(self, ended: Ended) -> None:
        self._end(ended.failure)

    @Slot(object)
    def _on_noticed(self, notice: Notice) -> None:
        """An error stops the training, so that the iteration of the picture never comes."""
        if notice.level == "error":
            self._end(notice.text)

    def _end(self, failure: str) -> None:
        self.failure = failure
        self._window.tab.session.reported.disconnect(self._on_reported)
        self._window.tab.session.noticed.disconnect(self._on_noticed)
        self._window.hide()
        self._window.close_runs()
        self._window.close()
        QApplication.quit()
