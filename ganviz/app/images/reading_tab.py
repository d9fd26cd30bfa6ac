"""A tab whose game can learn from images: they are looked at and agreed to, then read; then it says what it costs."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from ganviz.app.controller import Controller
from ganviz.app.game_tab import GameTab
from ganviz.app.images.chooser import Chooser
from ganviz.app.images.cost import Cost
from ganviz.app.images.estimate import Estimate, Offered
from ganviz.app.images.reading import Reading
from ganviz.settings.field import Settings
from ganviz.training.messages import Ready, Report


class ReadingTab(GameTab):
    """Shows how far the images are read, for a report or for a run, with a way to end that, and before play the time.

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
        self.estimate = Estimate(self.prefix, self.picture)
        self.estimate.preset_chosen.connect(self._on_preset_chosen)
        self.picture.layout().insertWidget(1, self.estimate)
        self._shown_before = 0
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

    # --- what it will cost ---

    def takes_long(self) -> bool:
        """Whether the run that is open takes so long that its time is told."""
        return True

    def costs(self, seconds: float) -> tuple[Cost, Offered | None]:
        """What the run costs with so many seconds an iteration, and the cheaper preset to offer, if there is one."""
        raise NotImplementedError

    def _is_before_play(self) -> bool:
        session = self.session
        return session.ready is not None and session.iteration == 0 and not (session.playing or session.read_only)

    def _show_estimate(self) -> None:
        seconds = self.session.seconds
        if seconds is None or not self._is_before_play():
            self.estimate.hide()
        else:
            self.estimate.show_cost(*self.costs(seconds))

    @Slot(object)
    def _on_opened(self, ready: Ready) -> None:
        super()._on_opened(ready)
        self._shown_before = self.picture.updates

    @Slot(object)
    def _on_reported(self, report: Report) -> None:
        """Have an iteration timed once the first pictures are there: the trainer answers nothing meanwhile."""
        super()._on_reported(report)
        if self.session.seconds is None and self._has_pictures() and self._is_before_play() and self.takes_long():
            self.session.time()

    def _has_pictures(self) -> bool:
        """Whether the first pictures of this run are on show."""
        shown: bool = self.picture.updates > self._shown_before
        return shown

    @Slot(str)
    def _on_preset_chosen(self, name: str) -> None:
        self.load_preset(name)

    # --- what is on show ---

    def leave_run(self) -> Controller | None:
        """End what is being looked at too."""
        self.chooser.cancel()
        return super().leave_run()

    def forget_run(self) -> None:
        """Wait until nothing is looked at any more."""
        super().forget_run()
        self.chooser.finish()

    def show_state(self) -> None:
        """Show what the moment asks for: the reading, or the page of the run with its hint."""
        self._show_estimate()
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
