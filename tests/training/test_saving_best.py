"""Which checkpoint is the best one."""

from __future__ import annotations

from math import inf

import pytest

from ganviz.training.saving import Best


class Store:
    """Stored states with these facts, one for each iteration."""

    def __init__(self, *facts):
        self._facts = facts

    def list(self):
        return [(0, place) for place in range(len(self._facts))]

    def facts(self, branch, iteration):
        return self._facts[iteration]


def scores(measure, *values):
    return [{"score": value, "scored_by": measure} for value in values]


@pytest.mark.parametrize(("facts", "best"), [
    ([], None),
    (scores("l1", 0.3, 0.1, 0.2), 1),
    (scores("kid", 0.001) + scores("l1", 0.3, 0.2), 2),
    (scores("l1", 0.1) + scores("kid", 0.5) + scores("l1", 0.3), 2),
    ([{"score": 0.1}, {"score": 0.2}, *scores("wasserstein", 0.5)], 0),
    (scores("l1", inf), None),
])
def test_the_lowest_score_of_the_measure_in_use_is_the_best(facts, best):
    assert Best(Store(*facts)).place == (None if best is None else (0, best))
