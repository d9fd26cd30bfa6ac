"""Which iteration of the past a hand means, and what a replay to it is known by; without a window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ganviz.app.looking import Looking, PaceSeen, before, looking_at, looking_between, meant
from ganviz.training.messages import Mode
from tests.app.plots.reports import report

KEPT = (0, 4000, 9000)


@pytest.mark.parametrize(("wanted", "expected"), [
    (None, Looking()), (10_000, Looking()), (9_999, Looking(9_999, is_stored=True)), (9_000, Looking(9000)),
    (3_949, Looking(3949, is_stored=True)), (-5, Looking(0))])
def test_between_checkpoints_a_place_is_what_is_stored(wanted: int | None, expected: Looking) -> None:
    assert looking_between(wanted, 10_000, KEPT) == expected


def test_a_hand_that_drags_means_a_checkpoint_that_is_very_near() -> None:
    dragged = (10_000, 9_970, 9_940, 9_040, 3_951, 3_949, 30)
    assert [meant(wanted, 10_000, KEPT) for wanted in dragged] == [10_000, 10_000, 9_940, 9000, 4000, 3_949, 0]


def test_where_every_state_can_be_had_each_place_is_exact() -> None:
    assert looking_at(3_949, 10_000) == Looking(3949)
    assert looking_at(10_000, 10_000) == looking_at(None, 10_000) == Looking()


def test_a_replay_begins_at_the_newest_state_before() -> None:
    assert [before(KEPT, iteration) for iteration in (0, 3_999, 4_000, 9_500)] == [0, 0, 4000, 9000]
    assert before((), 70) == 0


def test_a_replay_is_under_way_until_an_exact_answer_and_over_where_it_failed() -> None:
    asked, going = Looking(50, replay=7), report(iteration=60, viewing=50)
    assert not asked.is_exact
    assert asked.after(replace(going, generation=6, exact=True)) is asked, "that was asked for before"
    half = asked.after(replace(going, generation=7, exact=False, iteration=20))
    assert (half.replay, half.replayed, half.is_exact) == (7, 20, False)
    assert half.after(replace(going, generation=8, exact=True, iteration=50)) == Looking(50)
    assert half.after(replace(report(iteration=60), generation=8)) == Looking(50, is_stored=True)


def test_the_pace_is_that_of_play_evened_out_or_as_timed() -> None:
    pace, playing = PaceSeen(), replace(report(iteration=3).progress, mode=Mode.PLAYING)
    assert pace.seconds is None
    pace.timed = 2.0
    assert pace.seconds == 2.0
    for _ in range(300):
        pace.note(replace(playing, rate=4.0))
    pace.note(replace(playing, rate=0.25))  # a checkpoint was written
    assert pace.seconds == pytest.approx(0.25, rel=0.4)
    pace.note(replace(playing, rate=0.0))
    pace.note(replace(playing, rate=9.0, mode=Mode.PAUSED))
    assert pace.seconds == pytest.approx(0.25, rel=0.4)


def test_the_pace_of_long_iterations_follows_the_last_few() -> None:
    pace, playing = PaceSeen(), replace(report(iteration=3).progress, mode=Mode.PLAYING)
    pace.note(replace(playing, rate=1 / 4))
    for _ in range(40):
        pace.note(replace(playing, rate=1 / 20))
    assert pace.seconds == pytest.approx(20, rel=0.1)


def test_how_far_a_long_iteration_is_goes_by_the_clock() -> None:
    pace = PaceSeen()
    pace.begin(7, 100.0)
    assert (pace.share(105.0), pace.left(105.0)) == (None, None), "nothing is known of how long it takes"
    pace.timed = 10.0
    assert (pace.share(105.0), pace.left(105.0)) == (0.5, 5.0)
    pace.begin(7, 108.0)
    assert (pace.share(108.0), pace.share(130.0), pace.left(130.0)) == (0.8, 1.0, 0.0), "it is the same one still"
    pace.begin(8, 112.0)
    assert pace.share(113.0) == 0.1
    pace.rest()
    assert pace.share(114.0) is None
    pace.begin(8, 200.0)
    pace.timed = 0.1
    assert pace.share(200.05) is None, "it is over before anybody could read that"


def test_a_state_that_has_gone_is_what_is_stored_and_one_that_cant_be_shown_is_the_present() -> None:
    asked = Looking(50)
    assert asked.found(report(iteration=50, viewing=50), recalls=True) is asked
    assert asked.found(report(iteration=40, viewing=50), recalls=True) == Looking(50, is_stored=True)
    assert asked.found(report(iteration=40, viewing=50), recalls=False) is asked
    assert asked.found(report(iteration=40, viewing=50, exact=False), recalls=True) is asked, "it is on its way"
    assert asked.found(report(iteration=90), recalls=True) == Looking()
    for other in (Looking(), Looking(50, is_stored=True), Looking(50, replay=7)):
        assert other.found(report(iteration=90), recalls=True) is other


def test_a_time_that_does_not_come_before_the_next_answer_does_not_come() -> None:
    pace = PaceSeen()
    pace.hear(report(generation=9))
    assert not pace.in_vain, "nobody asked"
    pace.asked = 5
    pace.hear(report(generation=4))
    assert not pace.in_vain
    pace.hear(report(generation=5))
    assert pace.in_vain
    pace.timed = 0.5
    pace.hear(report(generation=6))
    assert not pace.in_vain
