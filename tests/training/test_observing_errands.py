"""What is wanted in passing: the newest wins, nothing is put off for ever, and what is forgotten does not come."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from ganviz.training.messages import Late
from ganviz.training.observing.errands import Errands


def question(generation, iteration=None, branch=0):
    at = generation if iteration is None else iteration
    return SimpleNamespace(ask=SimpleNamespace(generation=generation),
                           progress=SimpleNamespace(branch=branch, iteration=at))


def want(errands, layers, generation, iteration=None, branch=0):
    asked = question(generation, iteration, branch)
    return errands.want(layers, asked, SimpleNamespace(state=SimpleNamespace(iteration=asked.progress.iteration)))


def named(*names):
    return {name: {"of": name} for name in names}


def arrays(*names):
    return {f"{name}.values": np.zeros(1) for name in names}


@pytest.fixture
def errands():
    return Errands()


def test_wishes_join_until_somebody_goes(errands):
    assert want(errands, named("slow"), 1)
    assert not want(errands, named("map", "slow"), 2)
    errand = errands.take()
    assert (dict(errand.layers), dict(errand.generations)) == (named("slow", "map"), {"slow": 2, "map": 2})
    assert errand.present.state.iteration == 2
    assert errands.take() is None


def test_what_is_left_goes_on_with_the_next_one_and_from_there_no_further(errands):
    want(errands, named("map", "slow"), 1)
    first = errands.take()
    assert not errands.hand_on(first, named("slow")), "there is no other to leave it to"
    want(errands, named("map"), 2)
    assert errands.hand_on(first, named("slow"))
    want(errands, named("map"), 3)
    second = errands.take()
    assert (dict(second.layers), dict(second.generations)) == (named("slow", "map"), {"slow": 1, "map": 3})
    want(errands, named("map"), 4)
    assert not errands.hand_on(second, named("slow")), "it would be put off for ever"
    third = errands.take()
    want(errands, named("map"), 5)
    assert errands.hand_on(third, named("map"))


def test_what_was_brought_comes_once_with_its_origin(errands):
    want(errands, named("map", "slow"), 7, iteration=40)
    errand = errands.take()
    errands.bring(errand, named("map"), arrays("map"))
    found, late = errands.collect(question(8, iteration=50))
    assert (found.keys(), late) == (arrays("map").keys(), {"map": Late(7, 40)})
    assert errands.collect(question(9, iteration=60)) == ({}, {})


def test_what_was_forgotten_is_not_gone_on_with_and_does_not_come(errands):
    want(errands, named("slow"), 1)
    errand = errands.take()
    want(errands, named("map"), 2)
    errands.forget()
    assert errands.hand_on(errand, named("slow"))
    errands.bring(errand, named("slow"), arrays("slow"))
    assert errands.take() is None
    assert errands.collect(question(3)) == ({}, {})


@pytest.mark.parametrize("other", [question(2, iteration=5, branch=1), question(2, iteration=3)])
def test_another_branch_or_an_earlier_state_takes_nothing(errands, other):
    want(errands, named("map"), 1, iteration=4)
    errands.bring(errands.take(), named("map"), arrays("map"))
    assert errands.collect(other) == ({}, {})


def test_what_is_shown_fresh_is_not_overwritten_by_what_was_brought(errands):
    want(errands, named("map", "slow"), 1)
    errand = errands.take()
    errands.bring(errand, named("map", "slow"), arrays("map", "slow"))
    found, late = errands.collect(question(2), but=["map"])
    assert (found.keys(), set(late)) == (arrays("slow").keys(), {"slow"})
