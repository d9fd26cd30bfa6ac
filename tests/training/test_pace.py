"""The pace of a run and its clock, in a time that passes when told to."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ganviz.training import pace
from ganviz.training.pace import Clock, Pace


class Time:
    """A clock in the hand of the test."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now + 5e8


@pytest.fixture
def time(monkeypatch):
    made = Time()
    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=made.monotonic, time=made.time))
    return made


def begun(limit: Pace, time: Time, seconds: float, step: float) -> int:
    """How many iterations begin within some seconds, if it is asked at every ``step``."""
    ends, count = time.now + seconds, 0
    while time.now < ends:
        count += limit.rest() == 0
        time.now += step
    return count


def test_full_speed_never_rests(time):
    limit = Pace()
    assert [limit.rest() for _ in range(100)] == [0.0] * 100


@pytest.mark.parametrize(("limit", "expected"), [
    (Pace(iterations=20), 20), (Pace(iterations=1), 1), (Pace(substeps=4), 4), (Pace(iterations=20, substeps=4), 4)])
def test_a_limit_is_held(time, limit, expected):
    assert begun(limit, time, 10, 1 / 256) == 10 * expected


def test_it_says_how_long_to_rest(time):
    limit = Pace(iterations=4)
    assert limit.rest() == 0
    time.now += 0.1
    assert limit.rest() == pytest.approx(0.15)
    time.now += 0.15
    assert limit.rest() == 0


def test_a_late_iteration_is_made_up_for_but_a_long_wait_is_not(time):
    limit = Pace(iterations=10)
    assert limit.rest() == 0
    time.now += 0.15  # half an interval late: the next one is due at the old beat
    assert limit.rest() == 0
    assert limit.rest() == pytest.approx(0.05)
    time.now += 60
    assert begun(limit, time, 0.05, 0.01) == 1


def test_autosaving_is_due_after_its_interval(time):
    clock = Clock()
    time.now += 29.9
    assert not clock.save_due(30)
    time.now += 0.2
    assert clock.save_due(30)
    clock.saved()
    assert not clock.save_due(30)
    assert clock.saved_at == time.time()


def test_the_rate_is_that_of_the_last_second(time):
    clock = Clock()
    for iteration in range(1, 3_001):
        time.now += 0.001 if iteration <= 1_000 else 0.002
        clock.tick(iteration)
    assert clock.rate(True) == pytest.approx(500, rel=0.02)
    assert clock.rate(False) == 0


def test_the_rate_begins_anew_after_going_back(time):
    clock = Clock()
    for iteration in range(1, 1_001):
        time.now += 0.001
        clock.tick(iteration)
    clock.restart(200)
    assert clock.rate(True) == 0
    for iteration in range(201, 401):
        time.now += 0.01
        clock.tick(iteration)
    assert clock.rate(True) == pytest.approx(100, rel=0.02)


def test_ticks_are_remembered_ten_times_a_second(time):
    clock = Clock()
    remembered = 0
    for iteration in range(1, 2_001):
        time.now += 1 / 1024
        remembered += clock.tick(iteration)
    assert 18 <= remembered <= 20


def test_a_rest_does_not_count_in_the_rate(time):
    clock = Clock()
    time.now += 60
    clock.begin(0)
    assert clock.rate(True) == 0
    time.now += 12
    clock.tick(1)
    assert clock.rate(True) == pytest.approx(1 / 12), "an iteration that takes long is the whole of what is known"
    saved = clock.saved_at
    time.now += 600
    clock.begin(1)
    time.now += 6
    clock.tick(2)
    assert clock.rate(True) == pytest.approx(1 / 6)
    assert clock.saved_at == saved


def played(clock: Clock, time: Time, first: int, seconds: list[float]) -> int:
    """Iterations from ``first`` on that take so many seconds each; the last of them."""
    for iteration, each in enumerate(seconds, start=first):
        time.now += each
        clock.tick(iteration)
    return first + len(seconds) - 1


def test_the_steady_rate_is_evened_out_over_half_a_minute(time):
    """A second in which a checkpoint is written, or in which nothing else runs, moves it little."""
    clock = Clock()
    last = played(clock, time, 1, [0.1] * 600)
    assert clock.steady_rate(True) == pytest.approx(10, rel=0.01)
    for seconds in ([1.0] * 2, [0.01] * 200):
        last = played(clock, time, last + 1, seconds)
        assert not 5 < clock.rate(True) < 20
        assert clock.steady_rate(True) == pytest.approx(10, rel=0.8)
    last = played(clock, time, last + 1, [0.05] * 900)
    assert clock.steady_rate(True) == pytest.approx(20, rel=0.01), "what is longer ago does not count"
    assert clock.steady_rate(False) == 0


def test_the_steady_rate_begins_anew_after_a_rest_and_at_another_pace(time):
    clock = Clock()
    played(clock, time, 1, [0.1] * 600)
    time.now += 3600
    clock.begin(600)
    assert clock.steady_rate(True) == 0
    played(clock, time, 601, [0.5] * 20)
    assert clock.steady_rate(True) == pytest.approx(2)
    clock.change_pace(620)
    assert clock.steady_rate(True) == 0
    assert clock.rate(True) == pytest.approx(2), "the pace of the last second is what it was"
    played(clock, time, 621, [12.0] * 3)
    assert clock.steady_rate(True) == pytest.approx(1 / 12)
