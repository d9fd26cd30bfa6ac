"""A game that is shown by itself, between two steps: what it costs, and an earlier iteration."""

from __future__ import annotations

import pytest

from ganviz.training import messages as m
from ganviz.training.observing import direct
from ganviz.training.observing.direct import DirectObserver
from ganviz.training.run import Run
from tests.core_support import SHOWN, TINY, question, same_arrays


class Clock:
    """Time that passes when told to."""

    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(direct, "time", made)
    return made


@pytest.fixture
def run(tmp_path):
    made = Run.create("1d", TINY, {}, tmp_path / "run")
    for _ in range(12):
        made.advance()
    yield made
    made.close()


@pytest.fixture
def said():
    return []


def slow_pictures(monkeypatch, run, clock, seconds, share):
    taken = run.game.snapshot

    def snapshot(layers):
        clock.now += seconds
        return taken(layers)

    monkeypatch.setattr(run.game, "snapshot", snapshot)
    monkeypatch.setattr(type(run.game), "watch_share", property(lambda self: share))


def test_pictures_take_no_more_than_their_share_of_the_time(run, said, clock, monkeypatch):
    slow_pictures(monkeypatch, run, clock, 0.5, 0.1)
    shown = DirectObserver(run.game, said.append)
    while clock.now < 200:
        shown.take(question(run, 1, SHOWN))
        clock.now += 0.03
    made = [report for report in said if report.arrays]
    assert 100 / 5 * 0.95 <= len(made) <= 100 / 5, "half a second of pictures in every five"
    assert len(said) > 2_000, "progress is told at every question"
    assert sum(report.seconds for report in said) == pytest.approx(0.5 * len(made)), "and what the pictures took"


def test_at_rest_every_question_is_answered_with_pictures(run, said, clock, monkeypatch):
    slow_pictures(monkeypatch, run, clock, 0.5, 0.1)
    shown = DirectObserver(run.game, said.append)
    for _ in range(5):
        shown.take(question(run, 1, SHOWN, m.Mode.PAUSED))
    assert all(report.arrays for report in said)


def test_it_shows_the_game_itself_and_then_an_earlier_iteration(run, said):
    shown = DirectObserver(run.game, said.append)
    shown.take(question(run, 1, SHOWN))
    assert same_arrays(said[-1].arrays, run.game.snapshot(SHOWN))
    shown.take(run.look_back(5))
    while shown.approaches:
        shown.take(question(run, 1, SHOWN, viewing=5))
        assert (said[-1].exact, said[-1].arrays) == (False, {}), "nothing is shown that is not that iteration"
        assert shown.reached(5) is None
        assert shown.approach()
    shown.take(question(run, 1, SHOWN, viewing=5))
    assert (said[-1].iteration, said[-1].exact) == (5, True)
    there = run.past.state_at(5).tensors
    assert all(tensor.equal(there[name]) for name, tensor in shown.reached(5).tensors.items())
    past = run.game.twin()
    past.put_back(run.past.state_at(5))
    assert same_arrays(said[-1].arrays, past.snapshot(SHOWN))
    shown.take(question(run, 1, SHOWN))
    assert said[-1].iteration == run.game.iteration


def test_a_picture_that_fails_is_told_and_the_rest_is_answered(run, said, monkeypatch):
    monkeypatch.setattr(run.game, "snapshot", lambda layers: 1 / 0)
    DirectObserver(run.game, said.append).take(question(run, 1, SHOWN))
    notice, report = said
    assert notice.text == "The picture could not be made: division by zero"
    assert report.arrays == {}


def test_a_look_back_that_fails_is_told(run, said, monkeypatch):
    monkeypatch.setattr(run.game, "twin", lambda: 1 / 0)
    assert not DirectObserver(run.game, said.append).take(run.look_back(5))
    assert said[-1].text == "The iteration could not be shown: division by zero"


def test_pictures_that_are_given_up_end_at_the_next_layer(image_game, tmp_path, said):
    game, settings = image_game
    run = Run.create(game, settings, {"threads": 1}, tmp_path / "images")
    layers, looks = {"samples": {}}, []

    def is_given_up():
        looks.append(1)
        return len(looks) > 5

    whole = run.game.snapshot(layers)
    DirectObserver(run.game, said.append, is_given_up).take(question(run, 1, layers))
    assert len(looks) == 6
    assert [(type(event), event.arrays) for event in said] == [(m.Report, {})]
    assert same_arrays(run.game.snapshot(layers), whole), "what was begun leaves no trace"
    run.close()
