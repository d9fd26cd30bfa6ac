"""How long the rates of an image game fall: the length in figures is that of the rates themselves."""

from __future__ import annotations

from itertools import count

import pytest

from ganviz.games.rates import by_epoch, by_iteration, cosine, linear
from ganviz.settings.pix2pix import Pix2PixSettings
from ganviz.settings.schedule import end

SCHEDULES = {"linear": linear, "cosine": cosine}


@pytest.mark.parametrize("schedule", list(SCHEDULES))
@pytest.mark.parametrize(("images", "batch"), [(5, 2), (7, 1), (3, 4), (49, 10), (1, 1), (10, 3)])
def test_the_end_is_the_first_iteration_that_teaches_nothing(schedule, images, batch):
    settings = Pix2PixSettings(schedule=schedule, schedule_constant=2, schedule_decay=3)
    rates = (SCHEDULES[schedule](by_epoch(k, k * batch / images), settings) for k in count())
    first = next(k for k, rate in enumerate(rates) if rate == 0)
    assert end(settings.model_dump(), 1 / (batch / images)) == first


def test_the_end_counted_in_iterations_needs_no_images():
    settings = Pix2PixSettings(schedule_by="iteration", schedule_constant=7, schedule_decay=4)
    first = next(k for k in count() if linear(by_iteration(k, 0.0), settings) == 0)
    assert end(settings.model_dump(), 0.0) == first == 11


@pytest.mark.parametrize("values", [{"schedule": "constant"}, {"schedule": "step"}, {"schedule": "plateau"}, {}])
def test_there_is_no_end_where_rates_stay_or_epochs_are_not_known(values):
    assert end(Pix2PixSettings(**values).model_dump(), 0.0) is None


def test_a_game_without_one_schedule_for_both_has_no_end():
    assert end({"schedule_d": "linear", "schedule_g": "linear"}, 0.0) is None
