"""The bench ``live``: what it watches, and what it promises of that."""

from __future__ import annotations

import pytest

from ganviz.bench.live import CASES
from ganviz.bench.registry import BENCHES
from ganviz.training.build import settings_type


def test_a_promise_is_made_of_every_case():
    promised = {bound.figure.partition(".")[0] for bound in BENCHES["live"].bounds}
    assert promised == set(CASES)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_case_is_a_game_that_there_is(case):
    settings = settings_type(case.game)(**case.values)
    assert settings.engine == (case.engine or "eager")


def test_what_is_compiled_is_not_played_in_the_thread_of_the_window():
    for name, case in CASES.items():
        assert ("thread" in {each.name for each in case.contenders}) is not name.endswith("_compiled")
