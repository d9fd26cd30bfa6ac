"""Weights that a trainer lends to whoever uses its generator meanwhile."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from ganviz.settings.errors import UserError
from ganviz.training import messages as m
from ganviz.training.folder.checkpoints import CheckpointStore
from ganviz.training.inference import Sketch, Translation, Untranslated
from ganviz.training.newest import Newest
from ganviz.training.trained import trained
from tests.core_support import saved_state, trainer
from tests.training.image_runs import GAMES, write_pairs


@pytest.fixture
def threads():
    """Those of torch are put back: whoever answers sketches takes one."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture
def loans(tmp_path):
    folder = tmp_path / "loans"
    folder.mkdir()
    return folder


def lent(training, folder, number):
    training.send(m.Lend(str(folder), number))
    return training.wait(m.Lent)


@pytest.fixture
def settings(tmp_path):
    return {**GAMES["pix2pix"], "data": str(write_pairs(tmp_path / "pairs"))}


@pytest.mark.usefixtures("threads", "own_cache")
def test_a_sketch_is_answered_by_the_weights_that_were_lent(tmp_path, settings, loans):
    run, pixels = tmp_path / "run", np.asarray(Image.new("RGB", (64, 64), "navy"))
    with trainer() as training:
        training.create(run, "pix2pix", settings, threads=1)
        answer = Newest(run)
        begun = answer(Sketch(pixels))
        training.play_to(2)
        first = lent(training, loans, 1)
        training.play_to(4)
        second = lent(training, loans, 2)
        assert [(loan.number, loan.iteration, loan.failure) for loan in (first, second)] == [(1, 2, ""), (2, 4, "")]
        found = {loan: answer(Sketch(pixels, loan)) for loan in (second, first)}
        assert all(isinstance(each, Translation) for each in (begun, *found.values()))
        assert (begun.iteration, found[first].iteration, found[second].iteration) == (0, 2, 4)
        assert (found[first].pixels != found[second].pixels).any()
        training.send(m.Save())
        training.wait(m.Saved)
        weights = CheckpointStore(loans).weights(2, 4)
        ours = trained(run).generators["G"].state_dict()
        assert {name.removeprefix("G.") for name in weights} == set(ours)
        assert all(np.array_equal(weights[f"G.{name}"], tensor.numpy()) for name, tensor in ours.items())
        training.play_to(5)
        lent(training, loans, 3)
        assert CheckpointStore(loans).list() == [(2, 4), (3, 5)]
        assert answer(Sketch(pixels, second)).iteration == 4
        assert answer(Sketch(pixels, first)).iteration == 4, "what is gone is done without"
        assert isinstance(Newest(run)(Sketch(pixels, first)), Untranslated)
        assert answer(Sketch(pixels)).iteration == 4, "the newest checkpoint again"


@pytest.mark.usefixtures("threads", "own_cache")
def test_weights_of_an_iteration_that_was_gone_back_to_are_others(tmp_path, settings, loans):
    run, pixels = tmp_path / "run", np.asarray(Image.new("RGB", (64, 64), "navy"))
    with trainer() as training:
        training.create(run, "pix2pix", settings, threads=1)
        training.play_to(3)
        answer = Newest(run)
        before = answer(Sketch(pixels, lent(training, loans, 1)))
        training.send(m.Continue(0), m.Change({"learning_rate_g": 0.01}))
        training.play_to(3)
        after = answer(Sketch(pixels, lent(training, loans, 2)))
    assert (before.iteration, after.iteration) == (3, 3)
    assert (before.pixels != after.pixels).any()


@pytest.mark.usefixtures("own_cache")
def test_weights_are_lent_when_an_iteration_in_slow_motion_is_complete(tmp_path, settings, loans):
    with trainer() as training:
        training.create(tmp_path / "run", "pix2pix", settings, threads=1)
        training.send(m.SetSpeed(None, 0.01), m.Step(1))  # so slow that it is asked for within the iteration
        training.ask_until(lambda report: report.substep is not None)
        training.send(m.Lend(str(loans), 1), m.SetSpeed(None, 50))
        assert training.wait(m.Lent).iteration == 1


@pytest.mark.usefixtures("own_cache")
def test_lending_changes_nothing_of_the_run(tmp_path, settings, loans):
    for name, lends in (("one", True), ("other", False)):
        with trainer() as training:
            training.create(tmp_path / name, "pix2pix", settings, threads=1)
            training.play_to(2)
            if lends:
                lent(training, loans, 1)
            training.play_to(4)
    assert saved_state(tmp_path / "one", 4) == saved_state(tmp_path / "other", 4)


def test_what_can_not_be_lent_is_said_and_the_run_goes_on(tmp_path, loans):
    with trainer() as training:
        training.create(tmp_path / "run")
        assert "no generator that turns images into others" in lent(training, loans, 1).failure
        assert training.play_to(3).progress.iteration == 3


@pytest.mark.usefixtures("own_cache")
def test_a_folder_that_can_not_be_written_is_named_and_one_that_is_gone_is_left_alone(tmp_path, settings, loans,
                                                                                     monkeypatch):
    with trainer() as training:
        training.create(tmp_path / "run", "pix2pix", settings, threads=1)
        with monkeypatch.context() as context:
            context.setattr(CheckpointStore, "save", refuse)
            assert lent(training, loans, 1).failure == "no room"
        loans.rmdir()
        training.send(m.Lend(str(loans), 2))
        assert training.play_to(1).progress.iteration == 1
        assert not loans.exists()
        assert not [event for event in training.events if isinstance(event, m.Lent) and event.number == 2]


def refuse(*_):
    raise UserError("no room")
