"""Threads, timers, animations and windows that a test of the window leaves behind, and where each was started."""

from __future__ import annotations

import gc
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
import shiboken6
from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_PROJECT = Path(__file__).parent.parent
_RUNNING: tuple[tuple[type[QObject], str, Callable[[Any], bool]], ...] = (
    (QThread, "start", lambda thread: bool(thread.isRunning())),
    (QTimer, "start", lambda timer: bool(timer.isActive())),
    (QAbstractAnimation, "start", lambda moving: moving.state() == QAbstractAnimation.State.Running),
    (QWidget, "show", lambda widget: bool(widget.isVisible() and widget.isWindow())),
)
"""What may go on after a test: how it is started, and whether it still does."""


@dataclass(frozen=True)
class _Started:
    thing: ref[Any]
    goes_on: Callable[[Any], bool]
    where: str

    def left(self) -> str:
        """What is still under way and where that was started; empty if nothing is."""
        thing = self.thing()
        if thing is None or not shiboken6.isValid(thing) or not self.goes_on(thing):
            return ""
        return f"{type(thing).__name__} {thing.objectName()!r}, started at {self.where}"


def _here() -> str:
    """The nearest places in this project that lead to the call."""
    frames = [frame for frame in traceback.extract_stack()[:-2] if Path(frame.filename).is_relative_to(_PROJECT)]
    return " < ".join(f"{Path(frame.filename).relative_to(_PROJECT)}:{frame.lineno}" for frame in reversed(frames[-4:]))


def _noted(patch: pytest.MonkeyPatch, started: list[_Started]) -> None:
    for kind, method, goes_on in _RUNNING:
        plain = getattr(kind, method)

        def noting(thing: Any, *args: Any, plain: Any = plain, goes_on: Any = goes_on) -> Any:
            started.append(_Started(ref(thing), goes_on, _here()))
            return plain(thing, *args)

        patch.setattr(kind, method, noting)


def _left(started: list[_Started], windows: set[QWidget], threads: set[threading.Thread]) -> list[str]:
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [*filter(None, (each.left() for each in started)),
            *(f"a window {widget!r}" for widget in QApplication.topLevelWidgets()
              if widget not in windows and _is_left(widget)),
            *(f"a thread {thread.name!r}" for thread in threading.enumerate()
              if thread not in threads and not thread.name.startswith("Dummy"))]


def _is_left(window: QWidget) -> bool:
    """Whether it is in the way, or one of ours that nobody deleted; pyqtgraph's menus live as long as its plots."""
    return window.isVisible() or type(window).__module__.startswith("ganviz.")


@contextmanager
def nothing_left() -> Iterator[None]:
    """Fail if what is begun inside goes on outside; say what, and where it was started."""
    windows, threads = set(QApplication.topLevelWidgets()), set(threading.enumerate())
    started: list[_Started] = []
    with pytest.MonkeyPatch.context() as patch:
        _noted(patch, started)
        yield
    if _left(started, windows, threads):
        gc.collect()  # what only waits for the collector is not left behind
    left = _left(started, windows, threads)
    assert not left, "\n".join(left)
