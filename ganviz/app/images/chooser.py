"""From a chosen folder to a run on it: look, report, agree, begin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganviz.app.dialogs.image_report import ImageReport
from ganviz.app.images.inspection import Inspection

if TYPE_CHECKING:
    from ganviz.app.images.reading_tab import ReadingTab
    from ganviz.training.inspecting import Report


class Chooser(QObject):
    """Follows one choice at a time; another one takes its place.

    Signals:
        looking: a stage, how many are done, and of how many.
        ended: nothing is looked at any more.
        refused: why a choice came to nothing: a sentence, and details for an unexpected error.
        agreed: the paths of a choice that a run begins on.
    """

    looking = Signal(str, int, int)
    ended = Signal()
    refused = Signal(str, str)
    agreed = Signal(str, str)

    def __init__(self, tab: ReadingTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._inspection: Inspection | None = None
        self._paths = ("", "")
        self.dialog: ImageReport | None = None

    @property
    def busy(self) -> bool:
        """Whether images are being looked at."""
        return self._inspection is not None

    def choose(self, path: str, second: str = "") -> None:
        """Look at a folder or a file, or at a folder for each side, and report."""
        self.cancel()
        paths = str(Path(path).absolute()), second
        looked = Inspection(self._tab.entry.id, paths, self._tab.settings_on(*paths), self)
        looked.progressed.connect(self._on_progressed)
        looked.found.connect(self._on_found)
        looked.failed.connect(self._on_failed)
        looked.finished.connect(looked.deleteLater)
        self._inspection = looked
        looked.start()
        self.looking.emit("look", 0, 0)

    def cancel(self) -> None:
        """Begin nothing. The look ends by itself: at most the image that each of its threads is at is still read."""
        looked, self._inspection = self._inspection, None
        if looked is not None:
            looked.cancel()
            self.ended.emit()

    def finish(self) -> None:
        """Cancel, and wait until every look has ended."""
        self.cancel()
        for looked in self.findChildren(Inspection):
            looked.finish()

    @Slot(str, int, int)
    def _on_progressed(self, stage: str, done: int, total: int) -> None:
        if self.sender() is self._inspection:
            self.looking.emit(stage, done, total)

    @Slot(object)
    def _on_found(self, report: Report) -> None:
        looked = self._inspection
        if self.sender() is looked and looked is not None:
            self.cancel()
            self._ask(report, looked.paths)

    @Slot(str, str)
    def _on_failed(self, text: str, details: str) -> None:
        if self.sender() is self._inspection:
            self.cancel()
            self.refused.emit(text, details)

    def _ask(self, report: Report, paths: tuple[str, str]) -> None:
        self.dialog, self._paths = ImageReport(report, self._tab.window()), paths
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    @Slot(int)
    def _on_finished(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        assert dialog is not None
        dialog.deleteLater()
        if result:
            self._tab.begin_on(*self._paths, dialog.report.needs_agreement)
            self.agreed.emit(*self._paths)
