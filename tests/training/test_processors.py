"""Which processors the threads of this process run on."""

from __future__ import annotations

import os
import threading

import pytest

from ganviz.training import processors
from ganviz.training.child import ChildProcess

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
                                reason="needs Linux and two processors")


@pytest.fixture
def two(monkeypatch):
    own = os.sched_getaffinity(0)
    pair = frozenset(sorted(own)[:2])
    monkeypatch.setattr(processors, "_ALL", pair)
    processors._use(pair)
    yield pair
    processors._use(frozenset(own))


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


def test_every_thread_leaves_one_of_two_and_comes_back(two, waiting):
    processors.leave_one()
    for thread in (0, waiting):
        assert os.sched_getaffinity(thread) == {min(two)}
    processors.take_all()
    for thread in (0, waiting):
        assert os.sched_getaffinity(thread) == two


@pytest.mark.parametrize("many", [frozenset({0}), frozenset(range(8))])
def test_with_one_or_with_many_there_is_nothing_to_leave(many, monkeypatch):
    own = os.sched_getaffinity(0)
    monkeypatch.setattr(processors, "_ALL", many)
    processors.leave_one()
    assert os.sched_getaffinity(0) == own


def test_a_process_that_is_begun_meanwhile_may_run_anywhere(two):
    processors.leave_one()
    child = ChildProcess(_tell, (), "teller")
    child.start()
    assert child.receive() == two
    child.close()
    assert os.sched_getaffinity(0) == {min(two)}


def _tell(connection):
    connection.send(os.sched_getaffinity(0))
