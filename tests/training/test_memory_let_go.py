"""Games that are not needed any more are gone at once, not when the collector of cycles happens to come by."""

from __future__ import annotations

import gc
import weakref

import pytest

from ganviz.training import messages as m
from ganviz.training.observing.direct import DirectObserver
from ganviz.training.run import Run
from ganviz.training.timing import seconds_per_iteration
from tests.core_support import question, trainer

LAYERS = {"samples": {"n": 1}}


@pytest.fixture(autouse=True)
def _no_collector():
    """Nobody comes by."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def run(image_game, tmp_path):
    game, settings = image_game
    made = Run.create(game, settings, {"threads": 1}, tmp_path / "run")
    made.advance()
    yield made
    made.close()


@pytest.fixture
def twins(run, monkeypatch):
    """Every twin that was made of the run's game, by weak references."""
    made, twin = [], run.game.twin

    def noted():
        found = twin()
        made.append(weakref.ref(found))
        return found

    monkeypatch.setattr(run.game, "twin", noted)
    return made


@pytest.mark.parametrize("is_given_up", [True, False])
def test_a_twin_that_was_timed_is_gone(run, twins, is_given_up):
    assert (seconds_per_iteration(run.game, lambda: is_given_up) is None) == is_given_up
    (twin,) = twins
    assert twin() is None


def test_a_twin_of_the_past_is_gone_when_the_present_is_shown(run, twins):
    observer = DirectObserver(run.game, lambda _: None)
    observer.take(run.look_back(0))
    observer.take(question(run, 1, LAYERS, viewing=0))
    (twin,) = twins
    assert twin() is not None
    observer.take(question(run, 2, LAYERS))
    assert twin() is None
    observer.close()


def test_a_run_that_is_replaced_is_gone(image_game, tmp_path):
    game, settings = image_game
    with trainer() as training:
        training.create(tmp_path / "one", game, settings, threads=1)
        training.send(m.Step(1))
        training.at_rest(LAYERS)
        replaced = weakref.ref(training._thread._target.__self__._run.game)
        training.create(tmp_path / "two", game, settings, threads=1)
        assert replaced() is None
