"""Which processors the threads of this process run on; where they cannot be chosen, or are too few, none is left."""

from __future__ import annotations

import os
import threading

import pytest

from ganviz.__main__ import main
from ganviz.training import processors
from ganviz.training.child import ChildProcess


def runs_on(thread=0):
    return frozenset(os.sched_getaffinity(thread)) if hasattr(os, "sched_getaffinity") else frozenset()


@pytest.fixture
def few(monkeypatch):
    """This process on two processors at most."""
    own = runs_on()
    pair = frozenset(sorted(own)[:2])
    monkeypatch.setattr(processors, "_ALL", pair)
    processors._use(pair)
    yield pair
    processors._use(own)


@pytest.fixture
def waiting():
    """The number of a thread that waits."""
    go, numbers = threading.Event(), []

    def wait():
        numbers.append(threading.get_native_id())
        go.wait()

    thread = threading.Thread(target=wait)
    thread.start()
    while not numbers:
        os.sched_yield()
    yield numbers[0]
    go.set()
    thread.join()


def left(few):
    return few - {max(few)} if len(few) == 2 else few


def test_every_thread_leaves_one_of_two_and_comes_back(few, waiting):
    processors.leave_one()
    assert runs_on() == runs_on(waiting) == left(few)
    processors.take_all()
    assert runs_on() == runs_on(waiting) == few


def test_one_thread_may_stand_aside_alone(few, waiting):
    processors.stand_aside()
    assert (runs_on(), runs_on(waiting)) == (left(few), few)


@pytest.mark.parametrize("many", [frozenset({0}), frozenset(range(8))])
def test_with_one_or_with_many_there_is_nothing_to_leave(many, monkeypatch):
    own = runs_on()
    monkeypatch.setattr(processors, "_ALL", many)
    processors.leave_one()
    processors.stand_aside()
    assert runs_on() == own


def test_a_process_that_is_begun_meanwhile_may_run_anywhere(few):
    processors.leave_one()
    child = ChildProcess(_tell, (), "teller")
    child.start()
    assert child.receive() == few
    child.close()
    assert runs_on() == left(few)


def _tell(connection):
    connection.send(runs_on())


@pytest.mark.parametrize(("chosen", "left"), [(None, "0"), ("1000", "1000")])
def test_threads_that_wait_sleep_in_every_command_unless_somebody_chose_otherwise(chosen, left, monkeypatch):
    monkeypatch.setenv("GOMP_SPINCOUNT", chosen or "")
    if chosen is None:
        monkeypatch.delenv("GOMP_SPINCOUNT")
    assert main(["info", "--json"]) == 0
    assert os.environ["GOMP_SPINCOUNT"] == left
