"""How long the drawing canvas takes to answer a stroke while its run trains."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEventLoop, QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from ganviz.app.application import make_application, make_window
from ganviz.app.canvas.canvas import Canvas
from ganviz.app.canvas.drawing import Pen
from ganviz.app.main_window import MainWindow
from ganviz.settings.pix2pix import Pix2PixSettings
from ganviz.settings.run import RunSettings

_SIZE = 1280, 800
_PATIENCE = 300.0
"""Seconds after which nothing more is waited for."""
_BETWEEN = 0.15
"""Seconds that a hand rests between two strokes."""
_PEN = Pen(QColor("black"), 2.0)


@dataclass(frozen=True, slots=True)
class Strokes:
    """What was measured.

    Attributes:
        seconds: from the end of each stroke to its answer on show, ascending.
        iterations: how many were trained meanwhile.
        weights: how many iterations' weights the answers came of.
    """

    seconds: list[float]
    iterations: int
    weights: int


def answer_times(settings: Mapping[str, Any], count: int) -> Strokes:
    """Draw ``count`` strokes on the canvas of a run of Pix2Pix that plays with these settings in the real window.

    Raises:
        TimeoutError: if something never comes.
    """
    application = make_application()
    window = make_window(application, "process", "dark")
    window.resize(*_SIZE)
    window.show_game("pix2pix")
    window.show()
    canvas, session = _opened(window, settings), window.tab.session
    session.play()
    _until(lambda: session.iteration > 1)
    before, seconds, weights = session.iteration, [], set()
    for number in range(count):
        seconds.append(_answered(canvas, number))
        assert canvas.answer is not None
        weights.add(canvas.answer.iteration)
        _rest()
    trained = session.iteration - before
    window.close_runs()
    window.close()
    return Strokes(sorted(seconds), trained, len(weights))


def _opened(window: MainWindow, settings: Mapping[str, Any]) -> Canvas:
    """The canvas of a new run, which has answered once."""
    tab = window.tab
    tab.new_run(Pix2PixSettings(**settings), RunSettings())
    _until(lambda: tab.picture.updates > 0)
    window.actions_["model.draw"].trigger()
    canvas = window.findChild(Canvas)
    assert canvas is not None
    _until(lambda: canvas.answer is not None)
    return canvas


def _answered(canvas: Canvas, number: int) -> float:
    """Draw a stroke somewhere, and wait until its answer is on show."""
    before, side = canvas.answer, canvas.drawing.image.width()
    canvas.drawing.press(QPointF(number % side, 7 * number % side), _PEN)
    canvas.drawing.move(QPointF((number + 9) % side, 5 * number % side))
    began = time.perf_counter()
    canvas.drawing.release()
    _until(lambda: canvas.answer is not before and not canvas.answers.busy)
    return time.perf_counter() - began


def _rest() -> None:
    end = time.perf_counter() + _BETWEEN
    _until(lambda: time.perf_counter() > end)


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not holds():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        if time.monotonic() > end:
            raise TimeoutError("the canvas, or its run, does not answer")
