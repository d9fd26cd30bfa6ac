"""What a playing window costs and how smoothly it paints."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from ganviz.app.application import make_application, make_window
from ganviz.app.main_window import MainWindow
from ganviz.app.plots.base import Canvas
from ganviz.app.probe.orders import Orders
from ganviz.settings.run import RunSettings
from ganviz.training.build import settings_type
from ganviz.training.messages import Ended, Refused, Report

_SIZE = 1280, 800
_LEAST_PAINTINGS, _LEAST_MARKS = 5, 2

HandOver = Callable[[Mapping[str, Any]], None]


@dataclass
class Seen:
    """What was seen while a round was played.

    Attributes:
        marks: (seconds, iteration) of each answer that was the first to tell of an iteration.
        layers: how many answers showed each layer.
        updates: how many answers the picture handed to paint.
        pictures: what their arrays took of the trainer's time, in seconds.
        paintings: when the picture was painted, in seconds.
    """

    marks: list[tuple[float, int]] = field(default_factory=list)
    layers: Counter[str] = field(default_factory=Counter)
    updates: int = 0
    pictures: float = 0.0
    paintings: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Rates per second, how long each frame took, and the share of the time that went into pictures."""
        (begin, first), (end, last) = self.marks[0], self.marks[-1]
        seconds = end - begin
        return {"it_s": (last - first) / seconds, "refresh_hz": self.updates / seconds,
                "pictures_share": self.pictures / seconds,
                "frame_intervals_ms": (np.diff(self.paintings) * 1000).tolist(),
                "layers_hz": {name: count / seconds for name, count in self.layers.items()}}


class Rounds(QObject):
    """Plays the tab on show for as long as each order says, and watches; the window is hidden in between.

    Attributes:
        failure: why the run could not be played; empty where it could.
    """

    def __init__(self, window: MainWindow, hand_over: HandOver) -> None:
        super().__init__(window)
        self.failure = ""
        self._window, self._hand_over = window, hand_over
        self._picture, self._session = window.tab.picture, window.tab.session
        self._seen: Seen | None = None
        self._from = self._before = 0
        self._settle = self._since = 0.0
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self._on_end)
        self._canvas = self._picture.findChild(Canvas)
        self._session.reported.connect(self._on_reported)
        self._session.refused.connect(self._on_refused)
        self._session.failed.connect(self._on_failed)
        if self._canvas is not None:
            self._canvas.viewport().installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Note when the picture is painted."""
        if self._seen is not None and self._seen.marks and event.type() == QEvent.Type.Paint:
            self._seen.paintings.append(time.perf_counter())
        return False

    @Slot(str)
    def on_order(self, order: str) -> None:
        """Play a round, "SETTLE SECONDS"; it counts from the first answer on that has gone on after settling."""
        self._settle, seconds = map(float, order.split())
        self._seen, self._from, self._since = Seen(), self._session.iteration, 0.0
        self._end.setInterval(round(seconds * 1000))
        self._window.show()
        self._session.play()

    @Slot()
    def on_orders_ended(self) -> None:
        """End, without waiting for the window to close."""
        QApplication.exit()

    @Slot(object)
    def _on_reported(self, report: Report) -> None:
        """The picture took the answer before, since its slot was connected first."""
        seen, iteration = self._seen, report.progress.iteration
        if seen is None or iteration <= self._from:
            return
        if not seen.marks and not self._is_settled():
            self._from = iteration
            return
        if seen.marks:
            seen.layers.update({name.partition(".")[0] for name in report.arrays})
            seen.updates = self._picture.updates - self._before
            seen.pictures += report.seconds
        else:
            self._before = self._picture.updates
            self._end.start()
        if not seen.marks or iteration > seen.marks[-1][1]:
            seen.marks.append((time.perf_counter(), iteration))

    def _is_settled(self) -> bool:
        now = time.perf_counter()
        self._since = self._since or now
        return now - self._since >= self._settle

    @Slot()
    def _on_end(self) -> None:
        """End the round, unless so little was seen that it tells nothing: then it lasts as long again."""
        assert self._seen is not None
        least = 0 if self._canvas is None else _LEAST_PAINTINGS
        if len(self._seen.paintings) < least or len(self._seen.marks) < _LEAST_MARKS:
            self._end.start()
            return
        self._session.pause()
        self._window.hide()
        self._hand_over(self._seen.figures())
        self._seen = None

    @Slot(object)
    def _on_refused(self, refused: Refused) -> None:
        self._fail(refused.text)

    @Slot(object)
    def _on_failed(self, ended: Ended) -> None:
        self._fail(ended.failure)

    def _fail(self, text: str) -> None:
        self.failure = text
        QApplication.exit()


def watch(game: str, settings: Mapping[str, Any], run: Mapping[str, Any], placement: str, hand_over: HandOver) -> None:
    """Play a game in the real window, every default layer on, in rounds, each of which is ordered.

    Args:
        game: its id.
        settings: those of the game that are not by default.
        run: those of the run.
        placement: where the trainer lives.
        hand_over: is given each round's figures.

    Raises:
        SystemExit: with a sentence, if the run could not be played.
    """
    application = make_application()
    application.setQuitOnLastWindowClosed(False)
    window = make_window(application, placement, "dark")
    window.resize(*_SIZE)
    window.show_game(game)
    window.show()
    application.processEvents()
    window.tab.new_run(settings_type(game)(**settings), RunSettings(**run))
    rounds, orders = Rounds(window, hand_over), Orders(application)
    orders.came.connect(rounds.on_order)
    orders.ended.connect(rounds.on_orders_ended)
    orders.listen()
    application.exec()
    window.close_runs()
    window.close()
    if rounds.failure:
        raise SystemExit(rounds.failure)
