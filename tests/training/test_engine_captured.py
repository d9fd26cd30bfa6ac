"""Iterations recorded for a GPU, by a recorder of the tests that repeats the work on the CPU."""

from __future__ import annotations

import pytest
import torch

from ganviz.training import messages as m
from ganviz.training.engine.captured import AT_ONCE, CapturedCodes
from ganviz.training.record import DivergedError
from ganviz.training.run import Run
from tests.core_support import history
from tests.engines import COVERING

LENGTH = 5 * AT_ONCE + 3


class Recorder:
    """In place of CUDA: warms work up, and repeats it into the same results. Counts what is recorded and launched."""

    def __init__(self):
        self.recorded = self.launched = 0

    def __call__(self, work):
        self.recorded += 1
        work()
        results = work()

        def launch():
            self.launched += 1
            for here, new in zip(results, work(), strict=True):
                for name, tensor in here.items():
                    tensor.copy_(new[name])

        return launch, results


@pytest.fixture
def record(monkeypatch):
    """The recorder of the runs of this test."""
    made = Recorder()
    monkeypatch.setattr("ganviz.training.run.codes_for",
                        lambda game, device, threads, patience: CapturedCodes(game, threads, made))
    return made


def begun(folder, option, **values):
    """A run that plays by recorded iterations from its first one on."""
    game, settings = COVERING[option]
    run = Run.create(game, {**settings, **values}, {}, folder)
    run.play_by(run.codes.ready(run.game))
    return run


def play(run, until, room):
    while run.game.iteration < until:
        run.advance(room=min(room, until - run.game.iteration))
    return run


def bits(run):
    return run.game.state.tensor.numpy().tobytes()


def ended(folder, option, room):
    run = play(begun(folder, option), LENGTH, room)
    run.flush()
    found = bits(run), run.game.info()
    run.close()
    return (*found, history(folder))


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("option", list(COVERING))
def test_the_bits_do_not_depend_on_how_many_iterations_a_launch_plays(tmp_path, option):
    single, grouped = (ended(tmp_path / str(room), option, room) for room in (1, LENGTH))
    assert single[:2] == grouped[:2]
    assert single[2].shape == grouped[2].shape
    assert (single[2] == grouped[2]).all()


def test_many_iterations_are_one_launch_and_are_recorded_once(tmp_path, record):
    ended(tmp_path / "run", "plain", LENGTH)
    assert (record.recorded, record.launched) == (2, LENGTH // AT_ONCE + LENGTH % AT_ONCE)


def test_a_recording_that_fails_plays_nothing(tmp_path, record, monkeypatch):
    run = play(begun(tmp_path / "run", "plain"), 3, 1)
    before = bits(run), run.game.info()

    def fail(self, work):
        work()
        raise RuntimeError("out of memory")

    monkeypatch.setattr(Recorder, "__call__", fail)
    with pytest.raises(RuntimeError, match="out of memory"):
        run.advance(room=AT_ONCE)
    assert (bits(run), run.game.info()) == before
    run.close()


@pytest.mark.usefixtures("record")
def test_recorded_iterations_equal_eager_ones(tmp_path):
    run = begun(tmp_path / "run", "plain")
    eager = Run.create(*COVERING["plain"], {}, tmp_path / "eager")
    for _ in range(4):
        run.advance()
        eager.advance()
    torch.testing.assert_close(run.game.state.tensor, eager.game.state.tensor, rtol=1e-5, atol=1e-7)
    run.close()
    eager.close()


@pytest.mark.usefixtures("record")
def test_one_player_alone_and_live_changes_go_through_recorded_iterations_too(tmp_path):
    run = play(begun(tmp_path / "run", "plain"), 20, AT_ONCE)
    run.change({"learning_rate_d": 0.01, "ema_g": 0.5})
    run.advance(m.Players.D)
    play(run, 60, AT_ONCE)
    run.change({"batch_size": 24})
    assert run.code is not None
    play(run, 100, AT_ONCE)
    expected = {at: run.past.state_at(at).tensors for at in (17, 20, 21, 59, 60, 61, 99)}
    for at, tensors in expected.items():
        again = run.game.twin()
        script = run.past.script()
        script.begin(again, run.past.state_at(0))
        script.replay(again, at)
        assert all(torch.equal(again.state.views[name], tensor) for name, tensor in tensors.items()), at
    run.close()


@pytest.mark.usefixtures("record")
def test_a_diverged_run_rests_at_its_last_finite_iteration_within_a_launch(tmp_path):
    run = begun(tmp_path / "run", "normalised", normalisation_d="none", normalisation_g="none", spectral_norm_d=False,
                activation_d="relu", activation_g="leaky_relu", width_d=64, learning_rate_d=0.2, learning_rate_g=0.2,
                depth_d=1, depth_g=1, updates_g=1)
    with pytest.raises(DivergedError) as told:
        play(run, 5_000, AT_ONCE)
    assert f"rests at iteration {run.game.iteration}" in str(told.value)
    assert torch.isfinite(run.game.state.tensor).all()
    run.close()
