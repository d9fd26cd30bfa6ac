"""A run shown by copies of its state: what comes at once and what comes late."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from ganviz.training import messages as m
from ganviz.training.observing import costs
from ganviz.training.observing.twin import TwinObserver
from ganviz.training.run import Run
from tests import core_support
from tests.core_support import LAYERS_1D, TIMEOUT, TINY, same_arrays

ALL = {name: options for name, options in LAYERS_1D.items() if name != "measures"}


class Said:
    """What an observer has sent; it can be waited for."""

    def __init__(self):
        self.events = []
        self._news = threading.Condition()

    def __call__(self, event):
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    @property
    def reports(self):
        return [event for event in self.events if isinstance(event, m.Report)]

    def report(self, generation):
        return self._first(lambda: (each for each in self.reports if each.generation == generation))

    def notice(self):
        return self._first(lambda: (each for each in self.events if isinstance(each, m.Notice)))

    def _first(self, events):
        def found():
            return next(events(), None)

        with self._news:
            assert self._news.wait_for(found, TIMEOUT)
            return found()


@pytest.fixture
def said():
    return Said()


@pytest.fixture
def run(tmp_path):
    made = Run.create("1d", TINY, {}, tmp_path / "run")
    for _ in range(4):
        made.advance()
    yield made
    made.close()


@pytest.fixture
def shown(run, said):
    made = TwinObserver(run.game, said)
    yield made
    made.close()


@pytest.fixture
def quick(monkeypatch):
    """Whatever is known counts as quick, however slow this machine is just now."""
    monkeypatch.setattr(costs, "_QUICK_SECONDS", 60.0)


def question(run, *asked, **rest):
    return core_support.question(run, *asked, present=run.present, **rest)


def states(run):
    """The run's pictures at this iteration, computed apart from any observer."""
    twin = run.game.twin()
    twin.put_back(run.present().state)
    return twin.snapshot(ALL)


def collected(shown, run, said, first=1):
    """Ask on, in passing, until every layer has come; each layer's arrays, with the iteration that they show."""
    found, generation = {}, first
    while len(found) < len(ALL):
        shown.take(question(run, generation, ALL if generation == first else {}))
        report = said.report(generation)
        for name, array in report.arrays.items():
            layer = name.partition(".")[0]
            late = report.late.get(layer)
            found.setdefault(layer, (late.iteration if late else report.iteration, {}))[1][name] = array
        generation += 1
        threading.Event().wait(0.001)
    return found


def test_every_layer_comes_in_passing_and_shows_the_iteration_that_it_says(run, shown, said):
    for first in (1, 1_000):
        found = collected(shown, run, said, first)
        assert {iteration for iteration, _ in found.values()} == {run.game.iteration}
        assert same_arrays({name: array for _, arrays in found.values() for name, array in arrays.items()}, states(run))
        run.advance()


def test_late_layers_name_the_question_that_wanted_them(run, shown, said):
    shown.take(question(run, 7, ALL))
    late, generation = dict(said.report(7).late), 8
    while len(late) < len(ALL):
        shown.take(question(run, generation, {}))
        late |= said.report(generation).late
        generation += 1
    assert late == dict.fromkeys(ALL, m.Late(7, run.game.iteration))


@pytest.mark.usefixtures("quick")
def test_what_is_known_to_be_quick_comes_at_once(run, shown, said):
    collected(shown, run, said)
    for _ in range(3):
        run.advance()
    shown.take(question(run, 900, {"latent": ALL["latent"]}))
    report = said.report(900)
    assert report.iteration == run.game.iteration
    assert np.array_equal(report.arrays["latent.x"], states(run)["latent.x"])
    assert "latent" not in report.late


@pytest.mark.usefixtures("quick")
def test_beside_compiled_code_even_that_comes_late(run, shown, said):
    collected(shown, run, said)
    late, generation = None, 900
    while late is None:
        shown.take(question(run, generation, {"latent": ALL["latent"]}, plays="compiled"))
        late = said.report(generation).late.get("latent")
        generation += 1
    assert 900 <= late.generation < generation - 1


@pytest.mark.usefixtures("quick")
def test_beside_compiled_code_what_is_quick_does_not_wait_for_what_is_not(run, shown, said, monkeypatch):
    collected(shown, run, said)
    go, snapshot = threading.Event(), shown._twin.snapshot
    monkeypatch.setattr(shown._twin, "snapshot", lambda layers: go.wait(TIMEOUT) and snapshot(layers))
    for generation in range(900, 906):
        shown.take(question(run, generation, {"latent": ALL["latent"]}, plays="compiled"))
    go.set()
    assert all("latent.x" in said.report(generation).arrays for generation in range(900, 906))


def idle(shown):
    """Wait until the observer has computed all that it was left."""
    while not shown._errands.are_done:
        threading.Event().wait(0.001)


@pytest.mark.usefixtures("quick")
def test_beside_compiled_code_every_frame_brings_what_is_quick_the_first_after_a_rest_too(run, shown, said):
    collected(shown, run, said)
    modes = [m.Mode.PLAYING] * 3 + [m.Mode.PAUSED] + [m.Mode.PLAYING] * 2
    for generation, mode in enumerate(modes, 900):
        idle(shown)
        shown.take(question(run, generation, {"latent": ALL["latent"]}, mode, plays="compiled"))
        assert "latent.x" in said.report(generation).arrays
    assert said.report(901).late["latent"].generation == 900
    assert not said.report(904).late


def test_at_rest_an_answer_is_whole(run, shown, said):
    shown.take(question(run, 1, ALL))
    run.advance()
    shown.take(question(run, 2, ALL, m.Mode.PAUSED))
    report = said.report(2)
    assert (report.iteration, report.late) == (run.game.iteration, {})
    assert same_arrays(report.arrays, states(run))


def test_what_was_wanted_before_a_rest_is_forgotten(run, shown, said):
    shown.take(question(run, 1, ALL))
    shown.take(question(run, 2, {}, m.Mode.PAUSED))
    said.report(2)
    shown.take(question(run, 3, {}))
    assert said.report(3).arrays == {}


def test_what_belongs_to_another_branch_or_to_the_future_is_dropped(run, shown, said):
    shown.take(question(run, 1, ALL))
    run.fork(2)
    for generation in range(2, 60):
        shown.take(question(run, generation, {}))
        assert said.report(generation).arrays == {}
        threading.Event().wait(0.002)


def test_play_ends_a_look_back(run, shown, said):
    shown.take(run.look_back(1))
    shown.take(question(run, 1, ALL))
    for generation in range(2, 5):
        shown.take(question(run, generation, ALL, m.Mode.PAUSED))
        assert said.report(generation).iteration == run.game.iteration


def test_a_picture_that_fails_in_passing_is_told_and_answered(run, said, monkeypatch):
    shown = TwinObserver(run.game, said)
    monkeypatch.setattr(shown._twin, "put_back", lambda state: 1 / 0)
    shown.take(question(run, 1, ALL))
    assert said.report(1).arrays == {}
    assert "division by zero" in said.notice().text
    shown.close()
