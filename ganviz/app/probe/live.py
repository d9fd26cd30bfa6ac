"""What a playing window costs and how smoothly it paints."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer, Slot

from ganviz.app.application import make_application, make_window
from ganviz.app.game_tab import GameTab
from ganviz.app.main_window import MainWindow
from ganviz.app.plots.base import Canvas
from ganviz.training.messages import Ended, Refused, Report

_SIZE = 1280, 800


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen in ``seconds`` of playing.

    Attributes:
        seconds: how long it was watched.
        iterations: how many iterations were played meanwhile.
        updates: how many answers the picture handed to paint.
        frames: milliseconds between two paintings of the picture.
    """

    seconds: float
    iterations: int
    updates: int
    frames: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Rates per second, and how long a frame takes at its slowest."""
        return {"it_s": self.iterations / self.seconds, "refresh_hz": self.updates / self.seconds,
                "frame_interval_p99_ms": float(np.percentile(self.frames, 99)),
                "frame_interval_median_ms": float(np.median(self.frames)),
                "frame_interval_max_ms": max(self.frames)}


class Watch(QObject):
    """Plays the tab on show, lets it warm up, watches it for some seconds, and closes the window.

    Attributes:
        measured: what was seen; None until then.
        failure: why nothing was seen.
    """

    def __init__(self, window: MainWindow, warm_up: float, seconds: float) -> None:
        super().__init__(window)
        self._window = window
        self._picture, self._session = window.tab.picture, window.tab.session
        self._begun = self._painted = 0.0
        self._first = (0, 0)
        self._frames: list[float] = []
        self.measured: Measured | None = None
        self.failure = ""
        self._warm = QTimer(self, singleShot=True, interval=round(warm_up * 1000))
        self._warm.timeout.connect(self._on_warm)
        self._end = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._end.timeout.connect(self._on_end)
        self._session.reported.connect(self._on_reported)
        self._session.refused.connect(self._on_refused)
        self._session.failed.connect(self._on_failed)
        self._picture.findChild(Canvas).viewport().installEventFilter(self)
        self._session.play()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Note when the picture is painted."""
        if self._end.isActive() and event.type() == QEvent.Type.Paint:
            now = time.perf_counter()
            self._frames.append((now - self._painted) * 1000)
            self._painted = now
        return False

    @Slot(object)
    def _on_reported(self, report: Report) -> None:
        if report.progress.iteration > 0:
            self._session.reported.disconnect(self._on_reported)
            self._warm.start()

    @Slot()
    def _on_warm(self) -> None:
        self._begun = self._painted = time.perf_counter()
        self._first = self._session.iteration, self._picture.updates
        self._end.start()

    @Slot()
    def _on_end(self) -> None:
        iteration, updates = self._first
        self.measured = Measured(time.perf_counter() - self._begun, self._session.iteration - iteration,
                                 self._picture.updates - updates, self._frames)
        self._window.close()

    @Slot(object)
    def _on_refused(self, refused: Refused) -> None:
        self.failure = refused.text
        self._window.close()

    @Slot(object)
    def _on_failed(self, ended: Ended) -> None:
        self.failure = ended.failure
        self._window.close()


def _begin(tab: GameTab, preset: str, engine: str) -> None:
    name = preset or tab.panel.preset
    tab.panel.set_preset(name)
    settings = tab.panel.preset_settings(name)
    tab.new_run(settings.changed({"engine": engine}) if engine else settings, tab.panel.run_settings)


def watch(game: str, preset: str, engine: str, placement: str, warm_up: float, seconds: float) -> Measured:
    """Play a preset of a game (its first, if none is named) in the real window, every default layer on, and watch it.

    ``engine`` is empty for a game that has no choice.

    Raises:
        RuntimeError: if the run could not be played.
    """
    application = make_application()
    window = make_window(application, placement, "dark")
    window.resize(*_SIZE)
    window.show_game(game)
    window.show()
    application.processEvents()
    _begin(window.tab, preset, engine)
    watching = Watch(window, warm_up, seconds)
    application.exec()
    if watching.measured is None:
        raise RuntimeError(watching.failure)
    return watching.measured
