"""Checkpoints: a disk too small for the next one is said before, and saving never takes most of the time."""

from __future__ import annotations

import errno
import shutil
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
import torch

from ganviz.problems.images.watching import FolderGoneError
from ganviz.training import messages as m
from ganviz.training import pace
from ganviz.training.folder.folder import RunFolder
from ganviz.training.pace import Clock
from ganviz.training.run import Run
from tests.core_support import TINY, saved_state, trainer, undisturbed

SENTENCE = "has 1 MB left and the next checkpoint needs 1 MB; free some space or save the run to another disk"


@pytest.fixture
def small_disk(monkeypatch):
    def fill():
        monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=900_000))

    return fill


def test_a_disk_too_small_for_the_next_checkpoint_pauses_and_loses_nothing(tmp_path, small_disk, monkeypatch):
    with trainer() as training:
        training.create(tmp_path / "run")
        training.play_to(20)
        small_disk()
        assert SENTENCE in training.refusal(m.Play())
        monkeypatch.undo()
        training.send(m.Play())
        training.ask_until(lambda report: report.progress.iteration > 30)
        small_disk()
        assert SENTENCE in training.wait(m.Notice).text
        rest = training.ask().progress
        assert rest.mode is m.Mode.PAUSED
        monkeypatch.undo()
        training.play_to(rest.iteration + 10)
    whole = Run.create("1d", TINY, {}, tmp_path / "whole")
    while whole.game.iteration < rest.iteration + 10:
        whole.advance()
    again = Run.open(tmp_path / "run")
    assert again.game.state.tensor.equal(whole.game.state.tensor)
    for run in (whole, again):
        run.close()


def test_a_run_that_rests_for_want_of_room_is_still_saved(tmp_path, small_disk):
    with trainer() as training:
        training.create(tmp_path / "run")
        training.send(m.Play())
        training.ask_until(lambda report: report.progress.iteration > 30)
        small_disk()
        training.wait(m.Notice)
        stopped = training.ask().progress.iteration
        training.send(m.Save())
        assert training.wait(m.Saved).iteration == stopped
    assert saved_state(tmp_path / "run", stopped) == undisturbed(tmp_path / "run", stopped)


def test_a_checkpoint_that_takes_long_comes_less_often(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=lambda: now[0], time=lambda: now[0]))
    clock = Clock()
    clock.saved(4.0)
    now[0] = 199.0
    assert not clock.save_due(30)
    now[0] = 201.0
    assert clock.save_due(30)
    assert not clock.save_due(250)


def test_a_state_is_on_disk_before_its_score_is_found(tmp_path, monkeypatch):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    run.advance()
    found = []

    def score():
        with RunFolder.open(run.folder.path, write=False) as seen:
            found.append((seen.checkpoints.newest(0).iteration, seen.checkpoints.facts(0, 1)))
        return 0.25

    monkeypatch.setattr(run.game, "score", score)
    run.save()
    (iteration, before), after = found[0], run.folder.checkpoints.facts(0, 1)
    assert (iteration, "score" in before, after["score"]) == (1, False, 0.25)
    assert {**before, "score": 0.25} == after
    run.folder.checkpoints.load(0, 1)  # whole, with the score
    run.close()


def test_a_run_whose_score_is_never_found_has_lost_nothing(tmp_path, monkeypatch):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    run.advance()
    monkeypatch.setattr(run.game, "score", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run.save()
    run.close()
    assert "score" not in run.folder.checkpoints.facts(0, 1)
    again = Run.open(tmp_path / "run")
    assert (again.game.iteration, again.saved, again.warnings) == (1, 1, ())
    assert again.folder.checkpoints.facts(0, 1)["score"] == again.game.score(), "it is found belatedly"
    again.close()


def test_a_run_goes_on_where_its_score_cant_be_noted_and_notes_it_when_it_is_opened(tmp_path, monkeypatch):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    run.advance()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", Mock(side_effect=PermissionError(errno.EACCES, "Access is denied")))
        patch.setattr("time.sleep", Mock())
        run.save()
    assert "score" not in run.folder.checkpoints.facts(0, 1)
    run.close()
    again = Run.open(tmp_path / "run")
    assert again.folder.checkpoints.facts(0, 1)["score"] == again.game.score()
    again.close()


def test_a_score_that_is_known_is_not_lost_while_the_same_state_is_written_again(tmp_path, monkeypatch):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    run.advance()
    monkeypatch.setattr(run.game, "score", lambda: 0.25)
    run.save()
    for error, kind in ((FolderGoneError(tmp_path), None), (KeyboardInterrupt(), KeyboardInterrupt)):
        monkeypatch.setattr(run.game, "score", Mock(side_effect=error))
        with pytest.raises(kind) if kind else nullcontext():
            run.save()
        assert run.folder.checkpoints.facts(0, 1)["score"] == 0.25
    run.close()


def test_who_asks_for_a_checkpoint_is_answered_by_number(tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", autosave=1)
        training.send(m.Play())
        training.wait(m.Saved)
        training.send(m.Save(7))
        training.wait(m.Saved, lambda saved: saved.number == 7)
        numbers = [event.number for event in training.events if isinstance(event, m.Saved)]
        assert (numbers[0], numbers.count(7)) == (0, 1), "a checkpoint that comes by itself has none"


def test_the_share_of_saving_is_that_of_one_checkpoint_in_the_time_from_one_to_the_next():
    assert pace.saving_share(30, 0.3) == pytest.approx(0.3 / 30.3)
    assert pace.saving_share(30, 4.0) == pytest.approx(4 / 204)


def test_a_step_of_one_player_that_was_not_played_is_not_repeated(tmp_path, monkeypatch):
    """Its images may go away, and both be played when they are back."""
    def gone(*_):
        raise FolderGoneError(tmp_path / "images")

    run = Run.create("1d", TINY, {}, tmp_path / "run")
    with monkeypatch.context() as away:
        away.setattr("ganviz.training.run.iterate", gone)
        with pytest.raises(FolderGoneError):
            run.advance(m.Players.D)
    run.advance()
    run.advance(m.Players.G)
    copied = shutil.copytree(tmp_path / "run", tmp_path / "killed", ignore=shutil.ignore_patterns("*lock*"))
    killed = Run.open(copied)  # repeats what is on record
    assert killed.game.iteration == run.game.iteration == 2
    found, expected = killed.game.present().tensors, run.game.present().tensors
    assert all(torch.equal(found[name], tensor) for name, tensor in expected.items())
    for each in (run, killed):
        each.close()


def test_a_step_that_was_played_leaves_nothing_to_be_put_right_in_a_branch(tmp_path):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    run.advance(m.Players.D)
    run.fork(0)
    run.advance()
    run.close()
    assert "both" not in (tmp_path / "run" / "events.jsonl").read_text()


def test_the_number_of_threads_is_decided_once_and_kept(tmp_path):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    run.close()
    assert run.folder.manifest.threads == run.run_settings.threads == 1
    with trainer() as training:
        assert training.open(tmp_path / "run").run_settings["threads"] == 1
