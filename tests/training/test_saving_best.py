"""Which checkpoint is the best one."""

from __future__ import annotations

from math import inf

import pytest

from ganviz.settings.errors import UserError
from ganviz.training.evaluating import evaluate
from ganviz.training.run import Run
from ganviz.training.saving import Best
from ganviz.training.trained import trained
from tests.training.image_runs import GAMES, write_pairs


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


@pytest.mark.parametrize("use", [trained, evaluate], ids=["to use", "to measure"])
def test_where_none_is_known_to_be_the_best_the_newest_is_not_taken_for_it(tmp_path, own_cache, use):
    pairs = write_pairs(tmp_path / "few", val=1)  # KID needs two of a kind
    settings = {**GAMES["cyclegan"], "data": str(pairs)}
    Run.create("cyclegan", settings, {"threads": 1}, tmp_path / "run").close()
    with pytest.raises(UserError, match=r"run has a score, so none is known to be the best .* leave out --best"):
        use(tmp_path / "run", best=True)
    use(tmp_path / "run")
