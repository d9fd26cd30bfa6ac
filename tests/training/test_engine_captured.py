"""Iterations recorded for a GPU, by a recorder of the tests that repeats the work on the CPU."""

from __future__ import annotations

import gc
import weakref

import pytest
import torch

from ganviz.training import messages as m
from ganviz.training.engine.captured import AT_ONCE, CapturedCodes
from ganviz.training.engine.code import NoCodeError
from ganviz.training.folder.events import EVENTS_NAME, EngineEvent, read_events
from ganviz.training.record import DivergedError
from ganviz.training.run import Run
from tests.core_support import TINY, history, saved_state, trainer, undisturbed
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


def failing(self, work):
    work()
    raise RuntimeError("out of memory\nAdvice follows.")


def test_a_recording_that_fails_plays_nothing(tmp_path, record, monkeypatch):
    run = play(begun(tmp_path / "run", "plain"), 3, 1)
    before = bits(run), run.game.info()

    monkeypatch.setattr(Recorder, "__call__", failing)
    with pytest.raises(NoCodeError, match=r"^the iterations could not be recorded for the GPU: out of memory$"):
        run.advance(room=AT_ONCE)
    assert (bits(run), run.game.info()) == before
    run.close()


FAILED = "the iterations could not be recorded for the GPU: out of memory; the game goes on eagerly"


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("substeps", [0, 5_000], ids=["at full speed", "in slow motion"])
def test_a_run_whose_iterations_can_not_be_recorded_goes_on_eagerly_and_says_so_once(tmp_path, monkeypatch, substeps):
    monkeypatch.setattr(Recorder, "__call__", failing)
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
        training.send(m.SetSpeed(None, substeps))
        report = training.play_to(30)
        assert (report.progress.engine.plays, report.progress.engine.waits) == ("eager", False)
        training.send(m.SetSpeed(), m.Change({"learning_rate_d": 0.002}))
        training.play_to(60)
        assert training.notices() == [FAILED]
        training.send(m.Save())
        training.wait(m.Saved)
    run = Run.open(tmp_path / "run")
    assert run.game.iteration == 60
    run.close()


@pytest.mark.usefixtures("record")
def test_what_was_begun_before_a_recording_failed_ends_in_the_eager_bits(tmp_path, monkeypatch):
    monkeypatch.setattr(Recorder, "__call__", failing)
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
        training.play_to(40)
    assert saved_state(tmp_path / "run", 40) == undisturbed(tmp_path / "run", 40)


def test_the_loop_plays_many_iterations_in_a_launch_and_puts_the_engine_on_record(tmp_path, record):
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
        report = training.play_to(LENGTH)
        assert (report.progress.engine.plays, report.progress.engine.compiling) == ("compiled", None)
        assert training.notices() == []
    assert record.launched == LENGTH // AT_ONCE + LENGTH % AT_ONCE
    switch, = [event for event in read_events(tmp_path / "run" / EVENTS_NAME) if isinstance(event, EngineEvent)]
    assert (switch.iteration, switch.engine) == (0, "compiled")


@pytest.mark.usefixtures("record")
def test_only_the_newest_recordings_are_kept(tmp_path):
    run = play(begun(tmp_path / "run", "plain"), 3, 1)
    first, second = weakref.ref(run.code), None
    for size in (24, 32):
        run.change({"batch_size": size})
        play(run, run.game.iteration + 3, 1)
        second = second or weakref.ref(run.code)
    gc.collect()
    assert first() is None
    assert second() is not None
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
