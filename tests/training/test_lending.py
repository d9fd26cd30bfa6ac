"""Weights that a trainer lends to whoever uses its generator meanwhile."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

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


def lent(training, folder):
    training.send(m.Lend(str(folder)))
    return training.wait(m.Lent)


@pytest.mark.usefixtures("threads", "own_cache")
def test_a_sketch_is_answered_by_the_weights_that_were_lent(tmp_path):
    settings = {**GAMES["pix2pix"], "data": str(write_pairs(tmp_path / "pairs"))}
    run, loans = tmp_path / "run", tmp_path / "loans"
    pixels = np.asarray(Image.new("RGB", (64, 64), "navy"))
    with trainer() as training:
        training.create(run, "pix2pix", settings, threads=1)
        answer = Newest(run)
        begun = answer(Sketch(pixels))
        training.play_to(2)
        first = lent(training, loans)
        training.play_to(4)
        second = lent(training, loans)
        assert [loan.iteration for loan in (first, second)] == [2, 4]
        found = {loan: answer(Sketch(pixels, loan)) for loan in (second, first)}
        assert all(isinstance(each, Translation) for each in (begun, *found.values()))
        assert (begun.iteration, found[first].iteration, found[second].iteration) == (0, 2, 4)
        assert (found[first].pixels != found[second].pixels).any()
        training.send(m.Save())
        training.wait(m.Saved)
        weights = CheckpointStore(loans).weights(0, 4)
        ours = trained(run).generators["G"].state_dict()
        assert {name.removeprefix("G.") for name in weights} == set(ours)
        assert all(np.array_equal(weights[f"G.{name}"], tensor.numpy()) for name, tensor in ours.items())
        training.play_to(5)
        lent(training, loans)
        assert [place for _, place in CheckpointStore(loans).list()] == [4, 5]
        assert answer(Sketch(pixels, second)).iteration == 4
        assert answer(Sketch(pixels, first)).iteration == 4, "what is gone is done without"
        assert isinstance(Newest(run)(Sketch(pixels, first)), Untranslated)


@pytest.mark.usefixtures("own_cache")
def test_lending_changes_nothing_of_the_run(tmp_path):
    settings = {**GAMES["pix2pix"], "data": str(write_pairs(tmp_path / "pairs"))}
    for name, lends in (("one", True), ("other", False)):
        with trainer() as training:
            training.create(tmp_path / name, "pix2pix", settings, threads=1)
            training.play_to(2)
            if lends:
                lent(training, tmp_path / "loans")
            training.play_to(4)
    assert saved_state(tmp_path / "one", 4) == saved_state(tmp_path / "other", 4)


def test_what_can_not_be_lent_is_said_and_the_run_goes_on(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with trainer() as training:
        training.create(tmp_path / "run")
        assert "no generator that turns images into others" in training.refusal(m.Lend(str(tmp_path / "loans")))
        assert training.play_to(3).progress.iteration == 3


@pytest.mark.usefixtures("own_cache")
def test_a_folder_that_can_not_be_written_is_named(tmp_path):
    settings = {**GAMES["pix2pix"], "data": str(write_pairs(tmp_path / "pairs"))}
    (tmp_path / "file").write_text("in the way")
    with trainer() as training:
        training.create(tmp_path / "run", "pix2pix", settings, threads=1)
        assert str(tmp_path / "file") in training.refusal(m.Lend(str(tmp_path / "file" / "loans")))
        assert training.play_to(1).progress.iteration == 1
