"""A run whose schedule has taken the rates to zero rests and says so, once; with a goal it does not."""

from __future__ import annotations

import pytest

from ganviz.training import messages as m
from ganviz.training.run import Run
from tests.core_support import saved_state, trainer
from tests.training.image_runs import GAMES

END, LATER = 5, 8
FALLING = {"schedule": "linear", "schedule_by": "epoch", "schedule_constant": 1, "schedule_decay": 1}
SENTENCE = ("the schedule has taken the learning rates to zero at iteration 5, so the run rests; to learn on, raise "
            "schedule_decay or choose another schedule")


@pytest.fixture
def falling(pairs):
    """Settings by which five pairs, two an iteration, are trained on for two epochs."""
    return {**GAMES["pix2pix"], **FALLING, "data": str(pairs)}


def test_it_rests_once_and_goes_on_to_the_same_bits(falling, tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", "pix2pix", falling, threads=1)
        training.send(m.Play())
        assert training.wait(m.Notice).text == SENTENCE
        assert training.at_rest().progress.iteration == END
        training.send(m.Play())
        training.ask_until(lambda report: report.progress.iteration > END)
        training.send(m.Pause())
        if training.at_rest().progress.iteration < LATER:
            training.play_to(LATER)
        assert training.notices() == [SENTENCE]
        reached = training.ask().progress.iteration
    plain = Run.create("pix2pix", falling, {"threads": 1}, tmp_path / "plain")
    while plain.game.iteration < reached:
        plain.advance()
    plain.save()
    plain.close()
    assert saved_state(tmp_path / "run", reached) == saved_state(tmp_path / "plain", reached)


def test_a_goal_that_somebody_has_named_is_reached(falling, tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", "pix2pix", falling, threads=1)
        training.play_to(LATER)
        assert training.notices() == []


def test_a_schedule_that_is_made_longer_ends_later(falling, tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", "pix2pix", falling, threads=1)
        training.play_to(2)
        training.send(m.Change({"schedule_decay": 2}), m.Play())
        assert "at iteration 8" in training.wait(m.Notice).text
        assert training.at_rest().progress.iteration == 8


def test_the_rates_of_a_toy_game_may_stay_at_zero(tmp_path):
    falling = {"schedule_d": "linear", "schedule_g": "linear", "schedule_iterations": 5}
    with trainer() as training:
        training.create(tmp_path / "run", "1d", {"width_d": 8, "width_g": 8, "batch_size": 16, **falling})
        training.send(m.Play())
        training.ask_until(lambda report: report.progress.iteration > 50)
        training.send(m.Pause())
        training.at_rest()
        assert training.notices() == []
