"""What one who watches a run tells of the process that writes it, in a time that passes when told to."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from ganviz.training import writer as module
from ganviz.training.folder.lock import RunLock
from ganviz.training.folder.request import Request, take
from ganviz.training.messages import WriterInfo
from ganviz.training.writer import Writer


class Watched:
    """A folder that somebody writes, and its watcher, who looks once a second."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now, self.iteration, self.saved = folder, 1_000.0, 0, 0
        self.lock = RunLock(folder)
        self.lock.acquire()

    def begin(self) -> Watched:
        self.writer = Writer(self.folder)
        self.look()
        return self

    def look(self) -> WriterInfo:
        self.writer.look(self.iteration, self.saved)
        return self.writer.info()

    def trains(self, seconds: int, rate: int) -> WriterInfo:
        for _ in range(seconds):
            self.now, self.iteration = self.now + 1, self.iteration + rate
            self.look()
        return self.writer.info()

    def saves(self) -> WriterInfo:
        self.saved = self.iteration
        return self.look()


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    made = Watched(tmp_path)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: made.now, time=lambda: made.now))
    return made.begin()


def test_the_newest_iteration_and_the_rate_are_those_of_the_history(watched: Watched) -> None:
    assert watched.trains(1, 7).rate == 0, "one growth says nothing of how long it took"
    assert watched.trains(20, 7) == WriterInfo(147, 7.0, trains=True)


def test_a_history_that_stands_still_for_long_is_that_of_a_run_at_rest(watched: Watched) -> None:
    watched.trains(5, 7)
    slowing = watched.trains(9, 0)
    assert slowing.trains
    assert 0 < slowing.rate < 7
    assert watched.trains(3, 0) == WriterInfo(35)
    assert watched.trains(1, 7).trains
    assert watched.trains(2, 7).rate == 7.0, "the rest is not counted"


def test_a_slow_run_is_waited_for(watched: Watched) -> None:
    for _ in range(3):
        watched.trains(29, 0)
        watched.trains(1, 1)
    told = watched.trains(29, 0)
    assert told.trains
    assert told.rate == pytest.approx(1 / 30)


def test_one_that_was_asked_to_pause_rests_once_it_has_saved(watched: Watched) -> None:
    watched.trains(5, 7)
    watched.writer.ask(Request.PAUSE)
    asked = watched.trains(1, 7)
    assert (asked.asked, asked.trains, asked.may_be_paused) == (Request.PAUSE, True, False)
    take(watched.folder)
    assert watched.trains(1, 3).trains, "it has not saved yet"
    assert watched.saves() == WriterInfo(45)
    watched.iteration += 1
    assert not watched.saves().trains, "its last row may come late"
    watched.trains(10, 0)
    watched.writer.ask(Request.GO_ON)
    assert watched.look() == WriterInfo(46, asked=Request.GO_ON)
    assert watched.look().may_be_paused, "whoever asked it to go on may think better of it"
    take(watched.folder)
    assert watched.trains(1, 7) == WriterInfo(53, trains=True)


def test_one_that_goes_on_by_itself_after_a_pause_trains(watched: Watched) -> None:
    watched.writer.ask(Request.PAUSE)
    take(watched.folder)
    assert not watched.look().trains
    watched.trains(10, 0)
    assert watched.trains(2, 7) == WriterInfo(14, 7.0, trains=True)


def test_a_request_that_is_passed_over_is_not_waited_for_without_end(watched: Watched) -> None:
    watched.trains(5, 7)
    watched.trains(20, 0)
    watched.writer.ask(Request.GO_ON)
    assert watched.look().asked is Request.GO_ON
    take(watched.folder)
    assert watched.look() == WriterInfo(35)


def test_a_run_that_has_gone_back_to_its_past_begins_its_rate_anew(watched: Watched) -> None:
    watched.trains(5, 7)
    watched.iteration = 3
    assert watched.trains(1, 0) == WriterInfo(3, trains=True)
    assert watched.trains(2, 4).rate == 4.0


def test_a_writer_that_has_let_go_is_gone(watched: Watched) -> None:
    watched.trains(3, 7)
    watched.lock.release()
    assert not watched.writer.is_there()
    assert watched.trains(2, 0) == WriterInfo(21, lives=False)
