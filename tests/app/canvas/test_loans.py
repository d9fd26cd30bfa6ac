"""When the canvas asks for newer weights."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from ganviz.app.canvas.loans import Loans
from ganviz.training.messages import Lent, Mode
from tests.app.plots.reports import progress


@pytest.fixture
def loans():
    made = Loans()
    yield made
    made.close()


def came(loans, wanted, now, iteration=10, seconds=0.3, failure=""):
    return loans.take(Lent(wanted.folder, wanted.number, iteration, seconds, failure), now)


def at_rest(iteration):
    return replace(progress(iteration), mode=Mode.PAUSED)


def test_newer_weights_are_asked_for_at_a_small_share_of_the_time(loans):
    first = loans.ask(progress(10), 0.0)
    assert Path(first.folder).is_dir()
    assert loans.ask(progress(11), 5.0) is None, "the first ones are still to come"
    assert came(loans, first, 6.0, 12)
    assert loans.ask(progress(20), 15.9) is None
    second = loans.ask(progress(20), 16.1)
    assert second.number > first.number
    came(loans, second, 17.0, 20, 0.001)
    assert loans.ask(progress(30), 18.9) is None
    assert loans.ask(progress(30), 19.1)


def test_a_run_that_comes_to_rest_lends_at_once_and_once(loans):
    came(loans, loans.ask(progress(10), 0.0), 1.0, seconds=9.0)
    came(loans, loans.ask(at_rest(14), 1.1), 1.2, 14, 9.0)
    assert loans.ask(at_rest(14), 9_999.0) is None
    assert loans.newest.iteration == 14


def test_after_a_failure_checkpoints_have_to_do_and_it_asks_again_later(loans):
    came(loans, loans.ask(progress(10), 0.0), 0.0)
    wanted = loans.ask(progress(20), 11.0)
    assert came(loans, wanted, 12.0, failure="the disk is full")
    assert loans.newest is None
    for asked in (progress(20), at_rest(20)):
        assert loans.ask(asked, 21.0) is None
    assert came(loans, loans.ask(at_rest(20), 22.1), 23.0, 20)
    assert loans.newest.iteration == 20


def test_a_request_that_was_lost_is_made_again(loans):
    assert loans.ask(progress(10), 0.0)
    assert loans.ask(progress(90), 59.0) is None
    assert loans.ask(progress(91), 61.0)


def test_what_was_meant_for_an_earlier_canvas_is_passed_over_and_its_weights_removed(loans):
    wanted = loans.ask(progress(10), 0.0)
    (Path(wanted.folder) / "1-000000010").mkdir()
    loans.begin()
    assert not list(Path(wanted.folder).iterdir())
    assert not came(loans, wanted, 1.0)
    again = loans.ask(progress(10), 2.0)
    assert not came(loans, wanted, 2.1)
    assert came(loans, again, 3.0)
    Path(wanted.folder).rmdir()
    loans.begin()
    loans.close()
    assert not Path(wanted.folder).exists()


def test_where_no_folder_can_be_made_nothing_is_asked_for(loans, monkeypatch):
    def full(**_):
        raise OSError

    monkeypatch.setattr(tempfile, "TemporaryDirectory", full)
    assert loans.ask(progress(10), 0.0) is None
    monkeypatch.undo()
    assert loans.ask(progress(10), 5.0) is None
    assert loans.ask(progress(10), 11.0)
