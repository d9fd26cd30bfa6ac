"""The pipe between a window and its trainer's process: who reads late is waited for by nobody and misses nothing."""

from __future__ import annotations

import time
from multiprocessing import Pipe

import pytest

from ganviz.training import messages as m
from ganviz.training.readiness import arrivals, room
from ganviz.training.worker import WorkerProcess
from tests.core_support import TIMEOUT, TINY, history

ANSWERS = 200
MANY = {"samples": {"n": 2_000}}
"""An answer of some 15 kB: many times what a pipe holds is on its way."""


@pytest.fixture
def worker():
    made = WorkerProcess()
    made.start()
    yield made
    made.close()


def until(holds):
    end = time.monotonic() + TIMEOUT
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_trainer_does_not_wait_for_a_parent_that_does_not_read(worker, tmp_path):
    folder = tmp_path / "run"
    worker.send(m.Create("1d", TINY, {"autosave": 86_400}, str(folder)))
    assert isinstance(worker.receive(), m.Ready)
    for number in range(ANSWERS):  # at rest, where an answer is whole
        worker.send(m.Ask(number, MANY))
    worker.send(m.Play(until=300))
    until(lambda: len(history(folder)) == 300)
    told = [worker.receive() for _ in range(ANSWERS)]
    answers = [event for event in told if isinstance(event, m.Report)]
    assert [report.generation for report in answers] == list(range(ANSWERS))
    samples = [report.arrays["samples.fake"] for report in answers]
    assert {each.shape for each in samples} == {(2_000, 1)}
    assert sum(each.nbytes for each in samples) > 1_000_000, "more than a pipe holds"


@pytest.mark.parametrize("seconds", [0, 0.01, None])
def test_something_arrives(seconds):
    here, there = Pipe()
    arrives, has_room = arrivals(here), room(there)
    if seconds is not None:
        assert not arrives(seconds)
    assert has_room()
    there.send("word")
    assert arrives(seconds)
    assert here.recv() == "word"
    there.close()
    assert arrives(seconds), "that the other end has closed"
    here.close()


def test_a_pipe_that_nobody_reads_has_no_room_after_a_while():
    here, there = Pipe()
    has_room = room(there)
    for _ in range(100):
        if not has_room():
            break
        there.send_bytes(bytes(50_000))
    assert not has_room()
    here.close()
    there.close()
