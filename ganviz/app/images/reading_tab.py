"""A tab whose game can learn from images: they are looked at and agreed to before a run begins, then read."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from ganviz.app.game_tab import GameTab
from ganviz.app.images.chooser import Chooser
from ganviz.app.images.reading import Reading
from ganviz.settings.field import Settings


class ReadingTab(GameTab):
    """Shows how far the images are read, for a report or for a run, with a way to end that.

    Signals:
        folder_wanted: a folder is to be chosen; True for two of them.
    """

    folder_wanted = Signal(bool)

    def stage(self) -> QWidget:
        """The picture and the reading, of which one is on show."""
        self.pages = QStackedWidget(self)
        self.reading = Reading(self.prefix, self.pages)
        self.pages.addWidget(self.picture)
        self.pages.addWidget(self.reading)
        self.chooser = Chooser(self)
        self._looking: tuple[str, int, int] | None = None
        self.chooser.looking.connect(self._on_looking)
        self.chooser.ended.connect(self._on_looked)
        self.reading.cancelled.connect(self._on_cancelled)
        return self.pages

    # --- what the chooser asks for ---

    def settings_on(self, path: str, second: str) -> Settings:
        """The settings of a run on the images at ``path``, or on these for side A and those at ``second`` for B."""
        raise NotImplementedError

    def begin_on(self, path: str, second: str, leave_out: bool) -> None:
        """Begin a new run on images, without the files that can't be used where ``leave_out`` says so."""
        wanted = self.settings_on(path, second).changed({"leave_out": leave_out})
        self.new_run(wanted, self.panel.run_settings)

    # --- what is on show ---

    def close_run(self) -> None:
        """End what is being looked at too."""
        self.chooser.cancel()
        super().close_run()

    def show_state(self) -> None:
        """Show what the moment asks for: the reading, or the page of the run with its hint."""
        read = self._read()
        page = self.page() if read is None else self.reading
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
        self.setFocusProxy(page)
        if read is not None:
            self.reading.show_progress(*read)
        if read is None and (page is self.picture or self.session.beginning):
            super().show_state()
        else:
            self.hint.end()

    def page(self) -> QWidget:
        """What is on show while nothing is read."""
        picture: QWidget = self.picture
        return picture

    def _read(self) -> tuple[str, int, int] | None:
        """What is being read for a run or for a report, how much of it is done, and of how much."""
        preparing = self.session.preparing
        if preparing is not None:
            return preparing.stage, preparing.done, preparing.total
        return self._looking

    @Slot()
    def _on_cancelled(self) -> None:
        self.chooser.cancel()
        self.session.cancel_reading()

    @Slot(str, int, int)
    def _on_looking(self, stage: str, done: int, total: int) -> None:
        self._looking = (stage, done, total)
        self.show_state()

    @Slot()
    def _on_looked(self) -> None:
        self._looking = None
        self.show_state()
