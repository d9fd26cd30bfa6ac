"""When the canvas asks for newer weights."""

from __future__ import annotations

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
    assert not Path(made.folder).exists()


def test_newer_weights_are_asked_for_at_a_small_share_of_the_time(loans):
    assert loans.due(progress(10), 0.0)
    assert not loans.due(progress(11), 5.0), "the first ones are still to come"
    assert loans.take(Lent(loans.folder, 0, 12, 0.3), 6.0)
    assert not loans.due(progress(20), 15.9)
    assert loans.due(progress(20), 16.1)
    loans.take(Lent(loans.folder, 0, 20, 0.001), 17.0)
    assert not loans.due(progress(30), 18.9)
    assert loans.due(progress(30), 19.1)


def test_a_run_that_comes_to_rest_lends_at_once_and_once(loans):
    loans.due(progress(10), 0.0)
    loans.take(Lent(loans.folder, 0, 10, 9.0), 1.0)
    at_rest = replace(progress(14), mode=Mode.PAUSED)
    assert loans.due(at_rest, 1.1)
    loans.take(Lent(loans.folder, 0, 14, 9.0), 1.2)
    assert not loans.due(at_rest, 9_999.0)
    assert loans.newest.iteration == 14


def test_what_was_meant_for_another_canvas_is_passed_over(loans):
    assert not loans.take(Lent("/elsewhere", 0, 3, 0.1), 0.0)
    assert loans.newest is None
