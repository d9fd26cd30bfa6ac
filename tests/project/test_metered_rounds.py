"""The rounds that benches time: who plays when, and what their figures are."""

from __future__ import annotations

import pytest

from ganviz.bench.metered import MeteredInbox, Rounds
from ganviz.training.messages import Quit, Save


class Counting:
    def __init__(self):
        self.advanced = []

    def advance(self, iterations):
        self.advanced.append(iterations)


def test_every_contender_plays_after_each_round_of_the_loop_which_then_saves_and_quits():
    other, rounds = Counting(), Rounds(length=3)
    inbox = MeteredInbox({"other": other}, rounds, count=2)
    taken = [inbox.take() for _ in range(11)]
    assert taken[:9] == [None] * 9  # a round to warm up and two that count
    assert [type(command) for command in taken[9:]] == [Save, Quit]
    assert other.advanced == [3, 3, 3]
    assert rounds.count == 2
    assert rounds.saving_s > 0


def test_a_ratio_is_the_median_of_neighbours_in_time():
    rounds = Rounds(length=2, seconds={"real": [9.0, 1.0, 2.0, 4.0], "other": [1.0, 2.0, 2.0, 8.0]})
    assert rounds.ratio("other") == pytest.approx(2.0)
    assert rounds.iteration_s("other") == pytest.approx(1.0)
