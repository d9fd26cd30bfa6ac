"""What a test of the window leaves behind fails it, and the place where that was started is named."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QPauseAnimation, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.app_leaks import nothing_left


@contextmanager
def a_timer() -> Iterator[None]:
    timer = QTimer()
    timer.start(10_000)
    yield
    timer.stop()


@contextmanager
def a_thread_of_qt() -> Iterator[None]:
    thread = QThread()
    thread.start()
    yield
    thread.quit()
    assert thread.wait(10_000)


@contextmanager
def an_animation() -> Iterator[None]:
    animation = QPauseAnimation(10_000)
    animation.start()
    yield
    animation.stop()


@contextmanager
def a_window() -> Iterator[None]:
    window = QWidget()
    window.show()
    yield
    window.close()


@contextmanager
def a_plain_thread() -> Iterator[None]:
    ends = threading.Event()
    thread = threading.Thread(target=ends.wait, name="left behind")
    thread.start()
    yield
    ends.set()
    thread.join()


@pytest.mark.parametrize(("leak", "named"), [
    (a_timer, "QTimer '', started at tests/app/test_leaks.py:"),
    (a_thread_of_qt, "QThread '', started at tests/app/test_leaks.py:"),
    (an_animation, "QPauseAnimation '', started at tests/app/test_leaks.py:"),
    (a_window, "QWidget '', started at tests/app/test_leaks.py:"),
    (a_plain_thread, "a thread 'left behind'"),
])
def test_a_leak_is_named_with_its_beginning(qapp: QApplication, leak: Callable, named: str) -> None:
    leaking = leak()
    with pytest.raises(AssertionError, match=named.replace("(", r"\(")), nothing_left():
        leaking.__enter__()
    leaking.__exit__(None, None, None)


def test_what_has_ended_is_no_leak(qapp: QApplication) -> None:
    with nothing_left():
        for leak in (a_timer, a_thread_of_qt, an_animation, a_window, a_plain_thread):
            with leak():
                pass
