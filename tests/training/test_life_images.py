"""The life of an image game: its state is too large to be kept often, and all else is as for the toy games."""

from __future__ import annotations

import shutil
from itertools import pairwise

import numpy as np
import pytest
import torch

from ganviz.problems.images.watching import FolderGoneError
from ganviz.training import loop
from ganviz.training import messages as m
from ganviz.training.folder.request import Request, ask
from ganviz.training.record import DivergedError
from ganviz.training.run import Run
from ganviz.training.script import Script
from tests.core_support import WorkerTrainer, history, saved_state, trainer
from tests.training.image_runs import GAMES, endless_reading, halt_replays

END = 9
LAYERS = {"samples": {"n": 2}, "difference": {}, "patches": {"indices": [0]}, "measures": {"diagnose": True}}


@pytest.fixture
def plain(image_game, tmp_path):
    """The state at the end of a run that nobody touches."""
    run = begun(image_game, tmp_path / "plain")
    return ended(run, tmp_path / "plain")


class Hand:
    """Somebody who asks the run for something while it computes what is to be shown, at one of the looks for that."""

    def __init__(self, training, command, at):
        self._inbox, self._command, self._at = training._channel.inbox, command, at
        self._has, self.looks = self._inbox.has, 0
        self._inbox.has = self.has

    def has(self, kinds):
        self.looks += 1
        if self.looks == self._at:
            self._inbox.put(self._command)
        return self._has(kinds)


@pytest.mark.parametrize("at", [2, 9, 17])
def test_pictures_give_way_to_what_the_run_is_asked_for_and_leave_no_trace(image_game, plain, tmp_path, at):
    with trainer() as training:
        training.create(tmp_path / "run", *image_game, threads=1)
        hand = Hand(training, m.Step(1), at)
        assert training.ask(LAYERS).arrays == {}, "whoever wants them asks again"
        assert hand.looks == at, "the next layer was not computed"
        training.at_rest(LAYERS)
        shown = training.ask(LAYERS)
        assert (shown.iteration, {name.partition(".")[0] for name in shown.arrays}) == (1, LAYERS.keys())
        training.play_to(END)
    assert saved_state(tmp_path / "run", END) == plain


@pytest.mark.parametrize("at", [2, 9])
def test_timing_gives_way_to_what_the_run_is_asked_for_and_leaves_no_trace(image_game, plain, tmp_path, at):
    with trainer() as training:
        training.create(tmp_path / "run", *image_game, threads=1)
        Hand(training, m.Step(1), at)
        training.send(m.Time())
        assert training.wait(m.Timed).seconds is None
        training.at_rest(LAYERS)
        training.send(m.Time())
        assert training.wait(m.Timed).seconds > 0
        training.play_to(END)
    assert saved_state(tmp_path / "run", END) == plain


def begun(image_game, folder, **run):
    game, settings = image_game
    return Run.create(game, settings, {"threads": 1, **run}, folder)


def ended(run, folder, iteration=END):
    while run.game.iteration < iteration:
        run.advance()
    run.save()
    run.close()
    return saved_state(folder, iteration)


def watched(training):
    training.send(m.Play(END))
    training.at_rest(LAYERS, pulse=0)


def paused(training):
    for stop in (2, 5, END):
        training.send(m.Play(stop))  # no further, however late the order to pause comes
        training.ask_until(lambda report, stop=stop: report.progress.iteration >= stop - 1)
        training.send(m.Pause())
        iteration = training.ask(LAYERS).progress.iteration
        if iteration < stop:
            training.play_to(stop)


def in_slow_motion(training):
    training.send(m.SetSpeed(None, 200), m.Step(3))
    training.at_rest(LAYERS)
    training.send(m.SetSpeed())
    training.play_to(END)


def looking_back(training):
    training.play_to(3)
    training.send(m.Save())
    training.play_to(6)
    assert training.see(4, LAYERS).iteration == 3, "the nearest checkpoint is on show"
    training.play_to(END)


@pytest.mark.parametrize("way", [watched, paused, in_slow_motion, looking_back], ids=lambda way: way.__name__)
def test_a_run_that_is_watched_or_held_up_ends_in_the_same_bits(image_game, plain, tmp_path, way):
    game, settings = image_game
    with trainer() as training:
        training.create(tmp_path / "run", game, settings, threads=1)
        way(training)
    assert training.notices() == []
    assert saved_state(tmp_path / "run", END) == plain


@pytest.mark.slow
def test_a_worker_process_trains_the_same_bits(image_game, plain, tmp_path):
    game, settings = image_game
    with trainer(WorkerTrainer) as training:
        training.create(tmp_path / "run", game, settings, threads=1)
        watched(training)
    assert saved_state(tmp_path / "run", END) == plain


def test_a_resumed_run_goes_on_to_the_same_bits(image_game, plain, tmp_path):
    run = begun(image_game, tmp_path / "run")
    ended(run, tmp_path / "run", 4)
    again = Run.open(tmp_path / "run")
    assert again.game.iteration == 4
    assert ended(again, tmp_path / "run") == plain
    assert np.array_equal(history(tmp_path / "run"), history(tmp_path / "plain"), equal_nan=True)


def test_a_cyclegan_in_bf16_is_saved_and_resumes_to_the_same_bits(pairs, tmp_path):
    half = "cyclegan", {**GAMES["cyclegan"], "data": str(pairs), "precision": "bf16"}
    states = []
    for stop in (END, 5):
        run, folder = begun(half, tmp_path / f"{stop}"), tmp_path / f"{stop}"
        run.advance()
        run.advance(m.Players.D)
        states.append(ended(run, folder, stop))
    assert ended(Run.open(tmp_path / "5"), tmp_path / "5") == states[0]


def test_changes_and_partial_steps_after_the_last_checkpoint_are_repeated(image_game, tmp_path):
    states = []
    for lost in (False, True):
        folder = tmp_path / f"{lost}"
        run = begun(image_game, folder)
        for step in (m.Players.BOTH, m.Players.D, m.Players.BOTH, m.Players.G):
            run.advance(step)
        run.change({"learning_rate_g": 1e-3, "schedule": "linear"})
        if lost:
            run.close()
            run = Run.open(folder)
            assert run.game.iteration == 4, "only iteration 0 was saved"
        states.append(ended(run, folder))
    assert states[0] == states[1]


def test_going_on_from_the_past_branches_and_repeats_exactly(image_game, tmp_path):
    run = begun(image_game, tmp_path / "run")
    for _ in range(6):
        run.advance()
    expected = ended(begun(image_game, tmp_path / "other"), tmp_path / "other", 4)
    run.fork(4)
    assert (run.branch, run.game.iteration) == (1, 4)
    assert saved_state(tmp_path / "run", 4, 1) == expected
    run.close()


def test_a_divergence_falls_back_to_the_newest_checkpoint(image_game, tmp_path):
    run = begun(image_game, tmp_path / "run")
    for iteration in range(5):
        if iteration == 3:
            run.save()
            kept = run.game.present().copied()
        run.advance()
    with torch.no_grad():
        next(run.game.player_g.networks.values().__iter__()).get_parameter(
            "model.model.0.weight").fill_(float("nan"))
    with pytest.raises(DivergedError, match=r"iteration 3, its newest checkpoint"):
        for _ in range(2):
            run.advance()
            run.flush()
    assert run.game.iteration == 3
    assert all(torch.equal(tensor, kept.tensors[name]) for name, tensor in run.game.present().tensors.items())
    run.close()


def test_no_state_is_kept_beside_the_checkpoints(image_game, tmp_path):
    run = begun(image_game, tmp_path / "run", checkpoints=2, checkpoints_spread=0)
    for _ in range(5):
        run.advance()
        run.save()
    run.close()
    assert not (tmp_path / "run" / "keyframes").exists()
    names = sorted(path.name for path in (tmp_path / "run" / "checkpoints").iterdir())
    assert names[-2:] == ["0-000000004", "0-000000005"]
    assert len(names) <= 3, "the newest two and the best one"
    assert len(list((tmp_path / "run" / "samples").glob("*.png"))) == 6


def need(training, place, at=None):
    """Let the images of a run, or of one iteration, be away while ``place`` is not there."""
    images = training_loop(training)._run.game.images
    drawing = images.batch

    def batch(k, size):
        if at in (None, k) and not place.exists():
            raise FolderGoneError(place)
        return drawing(k, size)

    images.batch = batch


def test_images_that_go_away_are_waited_for(image_game, plain, tmp_path, monkeypatch):
    monkeypatch.setattr(loop, "_LOOK_SECONDS", 0.01)
    game, settings = image_game
    place = tmp_path / "marker"
    place.mkdir()
    with trainer() as training:
        training.create(tmp_path / "run", game, settings, threads=1)
        need(training, place, at=5)
        shutil.rmtree(place)
        training.send(m.Play(END))
        told = training.wait(m.Notice)
        assert told.level == "warning"
        assert "has gone away" in told.text
        rest = training.ask(LAYERS).progress
        assert (rest.mode, rest.iteration) == (m.Mode.PAUSED, 5)
        training.send(m.Lend(str(tmp_path), 1))
        assert training.wait(m.Lent).iteration == 5, "lending is nobody's steering"
        place.mkdir()
        assert "is back; the run goes on" in training.wait(m.Notice).text
        training.at_rest()
    assert saved_state(tmp_path / "run", END) == plain


def test_a_run_that_is_asked_to_pause_while_its_images_are_away_rests_when_they_are_back(image_game, plain, tmp_path,
                                                                                        monkeypatch):
    monkeypatch.setattr(loop, "_LOOK_SECONDS", 0.01)
    place, run = tmp_path / "there", tmp_path / "run"
    with trainer() as training:
        training.create(run, *image_game, threads=1)
        training.play_to(5)
        need(training, place)
        training.send(m.Play(END))
        assert "has gone away" in training.wait(m.Notice).text
        ask(run, Request.PAUSE)
        assert "asked this run to pause" in training.wait(m.Notice).text
        place.mkdir()
        assert "is back; the run rests until it is asked to go on" in training.wait(m.Notice).text
        assert "at iteration 5 already" in training.refusal(m.Play(3)), "what is refused steers nothing"
        assert training.ask().progress.mode is m.Mode.PAUSED
        ask(run, Request.GO_ON)
        assert "asked this run to go on" in training.wait(m.Notice).text
        assert training.at_rest().progress.iteration == END
    assert saved_state(run, END) == plain


def training_loop(training):
    """The loop that serves a trainer in this process."""
    return training._thread._target.__self__


def test_a_follower_sees_the_newest_checkpoint(image_game, tmp_path):
    game, settings = image_game
    with trainer() as writing, trainer() as reading:
        writing.create(tmp_path / "run", game, settings, threads=1)
        ready = reading.open(tmp_path / "run")
        assert "is being written by process" in ready.read_only
        writing.play_to(3)
        writing.send(m.Save())
        writing.wait(m.Saved)
        report = reading.ask_until(lambda report: report.progress.iteration == 3, {"samples": {}})
        assert report.arrays["samples.input" if game == "pix2pix" else "samples.a"].shape == (2, 64, 64, 3)
        assert len(report.history) or report.progress.stats["iteration"] == 3


def test_a_follower_without_the_images_sees_the_curves(image_game, pairs, tmp_path):
    with trainer() as writing, trainer() as reading:
        writing.create(tmp_path / "run", *image_game, threads=1)
        writing.play_to(3)
        writing.send(m.Save())
        writing.wait(m.Saved)
        away = pairs.rename(tmp_path / "away")
        ready = reading.open(tmp_path / "run")
        (warning,) = ready.warnings
        assert str(pairs) in warning
        assert "meanwhile the run is watched without pictures" in warning
        report = reading.ask({"samples": {}, "measures": {}})
        assert (report.progress.iteration, report.arrays) == (3, {})
        assert report.history[:, 1].max() == 3
        assert reading.notices() == []
        away.rename(pairs)


def test_a_data_set_that_has_changed_is_told(image_game, tmp_path, pairs):
    begun(image_game, tmp_path / "run").close()
    shutil.copy(pairs / "train" / "0.png", pairs / "train" / "new.png")
    run = Run.open(tmp_path / "run")
    assert any("has changed since the run began" in warning for warning in run.warnings)
    run.close()


def test_reading_can_be_cancelled_and_tells_how_far_it_is(image_game, own_cache, tmp_path):
    game, settings = image_game
    with trainer() as training:
        with endless_reading():
            training.send(m.Create(game, settings, {}, str(tmp_path / "run")), m.Cancel())
            assert training.wait(m.Refused).text == "reading the images was cancelled; nothing was begun"
        assert not (tmp_path / "run").exists()
        training.create(tmp_path / "run", game, settings, threads=1)
    told = [event for event in training.events if isinstance(event, m.Preparing)]
    assert {event.stage for event in told} >= {"check", "decode"}


def test_going_on_from_the_oldest_checkpoint_takes_it_before_saving_lets_go_of_it(image_game, tmp_path, monkeypatch):
    run = begun(image_game, tmp_path / "run", checkpoints=1, checkpoints_spread=0)
    monkeypatch.setattr(run.game, "score", lambda: float(-run.game.iteration))  # the newest is the best
    for iteration in range(3):
        run.advance()
        if iteration == 1:
            run.save()
            chosen = run.game.present().copied()
    monkeypatch.setattr(run.game, "twin", lambda: pytest.fail("it was played again from the start"))
    run.fork(2)
    assert run.game.iteration == 2
    assert all(torch.equal(tensor, chosen.tensors[name]) for name, tensor in run.game.present().tensors.items())
    run.close()


def test_scores_of_another_measure_do_not_count_for_the_best(image_game, tmp_path, monkeypatch):
    run = begun(image_game, tmp_path / "run", checkpoints=1, checkpoints_spread=0)
    scores = iter([0.001, 0.3, 0.2, 0.4, 0.5])
    monkeypatch.setattr(run.game, "score", lambda: next(scores))

    def kept():
        run.advance()
        run.save()
        return [iteration for _, iteration in run.folder.checkpoints.list()]

    run.change({"best_by": "kid"})
    assert kept() == [1]
    run.change({"best_by": "l1" if image_game[0] == "pix2pix" else "cycle"})
    assert [kept() for _ in range(3)] == [[2], [3], [3, 4]]
    run.close()
    again = Run.open(tmp_path / "run")
    again.game.score = lambda: 0.5
    again.advance()
    again.save()
    assert [iteration for _, iteration in again.folder.checkpoints.list()] == [3, 5]
    again.close()


def test_a_command_that_fails_between_two_iterations_takes_no_training_back(image_game, tmp_path, monkeypatch):
    game, settings = image_game
    with trainer() as training:
        training.create(tmp_path / "run", game, settings, threads=1)
        training.play_to(3)
        monkeypatch.setattr("ganviz.training.folder.folder.RunFolder.change_manifest", lambda *_, **__: 1 / 0)
        assert "division by zero" in training.refusal(m.Label("mine", pinned=False))
        assert training.ask().progress.iteration == 3


def test_gradients_of_an_iteration_that_broke_off_are_forgotten(image_game, tmp_path):
    run = begun(image_game, tmp_path / "run")
    weights = [weight for network in run.game.named().values() for weight in network.parameters()]
    for weight in weights:
        weight.grad = torch.ones_like(weight)
    run.take_back()
    assert all(weight.grad is None for weight in weights)
    run.close()


def test_some_checkpoints_of_the_whole_past_are_kept(image_game, tmp_path):
    run = begun(image_game, tmp_path / "run", checkpoints=2, checkpoints_spread=3)
    run.game.score = lambda: 0.5
    for _ in range(12):
        run.advance()
        run.save()
    kept = run.checkpoints()
    assert (kept[0], kept[-2:]) == (0, (11, 12))
    assert len(kept) <= 2 + 3 + 1, "the newest, those of the past, the best one"
    assert max(after - before for before, after in pairwise(kept)) <= 6, "spread over all that was trained"
    run.fork(kept[2])
    assert set(run.checkpoints()) == set(kept[:3]), "those of the way to the present"
    run.close()


@pytest.mark.parametrize("plays", [False, True], ids=["at rest", "while it plays"])
def test_an_iteration_without_a_checkpoint_is_repeated_where_it_is_wanted_exactly(image_game, tmp_path, plays):
    game, settings = image_game
    whole = begun(image_game, tmp_path / "whole")
    for _ in range(3):
        whole.advance()
    shown = whole.game.snapshot({"samples": {}})
    expected = ended(whole, tmp_path / "whole", 3)
    with trainer() as training:
        training.create(tmp_path / "run", game, settings, threads=1)
        training.play_to(5)
        training.send(m.View(3))
        nearest = training.ask({"samples": {}})
        assert (nearest.iteration, nearest.exact) == (0, True), "without a replay it is the checkpoint"
        if plays:
            training.send(m.View(None), m.Play(), m.View(3, exact=True))
        else:
            training.send(m.View(3, exact=True))
        seen = training.ask_until(lambda report: report.exact and report.arrays, {"samples": {}})
        assert (seen.iteration, seen.progress.viewing) == (3, 3)
        assert all(np.array_equal(seen.arrays[name], values) for name, values in shown.items())
        training.send(m.Continue(3))
        rest = training.at_rest().progress
        assert (rest.iteration, rest.branch) == (3, 1)
    assert saved_state(tmp_path / "run", 3, 1) == expected


def test_a_replay_is_told_of_and_can_be_cancelled(image_game, tmp_path, monkeypatch):
    game, settings = image_game
    halt_replays(monkeypatch, 3)
    with trainer() as training:
        training.create(tmp_path / "run", game, settings, threads=1)
        training.play_to(7)
        training.send(m.View(6, exact=True))
        half = training.ask_until(lambda report: report.iteration == 3, {"samples": {}})
        assert (half.exact, half.arrays, half.progress.viewing) == (False, {}, 6)
        training.send(m.View(None))
        present = training.ask({"samples": {}})
        assert (present.exact, present.iteration, present.progress.viewing) == (True, 7, None)
        assert present.arrays


def test_a_replay_that_fails_leaves_the_present_on_show(image_game, tmp_path, monkeypatch):
    game, settings = image_game
    with trainer() as training:
        training.create(tmp_path / "run", game, settings, threads=1)
        training.play_to(3)
        monkeypatch.setattr(Script, "play", lambda *_: 1 / 0)
        training.send(m.View(2, exact=True))
        assert training.wait(m.Notice).text == "The iteration could not be shown: division by zero"
        report = training.ask()
        assert (report.progress.viewing, report.progress.iteration, report.exact) == (None, 3, True)


def test_a_trainer_says_that_only_checkpoints_can_be_shown(image_game, tmp_path):
    game, settings = image_game
    with trainer() as training:
        assert training.create(tmp_path / "run", game, settings, threads=1).by_checkpoints
        assert not training.create(tmp_path / "toy").by_checkpoints


def test_a_step_in_slow_motion_that_a_folder_goes_away_from_is_played_when_it_is_back(image_game, plain, tmp_path,
                                                                                     monkeypatch):
    monkeypatch.setattr(loop, "_LOOK_SECONDS", 0.01)
    place = tmp_path / "there"
    with trainer() as training:
        training.create(tmp_path / "run", *image_game, threads=1)
        training.play_to(5)
        need(training, place)
        training.send(m.SetSpeed(None, 200), m.Step(2))
        training.wait(m.Notice)
        place.mkdir()
        assert "is back; the run goes on" in training.wait(m.Notice).text
        assert training.at_rest().progress.iteration == 7
        training.send(m.SetSpeed(None, 0))
        training.play_to(END)
        training.send(m.Save())
        training.wait(m.Saved, lambda saved: saved.iteration == END)
    assert saved_state(tmp_path / "run", END) == plain
