"""A run that another process writes: the window follows it live and touches nothing; once that ends, it can be had."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ganviz.training.folder.request import REQUEST_NAME
from tests.app_support import Driven
from tests.cli_support import finished, writer
from tests.core_support import saved_state, undisturbed

pytestmark = pytest.mark.slow


def test_a_run_is_followed_live_and_left_alone(driven: Driven, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with writer(tmp_path) as writing:
        driven.open(run)
        holder = (run / "lock").read_bytes()
        sentence = driven.until_told(f"{run} is being written by process {writing.pid} on ")
        assert sentence.endswith("; until that process ends, it can only be watched")
        first, rows = driven.session.iteration, len(driven.window.tab.side.history)
        driven.until(lambda: driven.session.iteration > first and len(driven.window.tab.side.history) > rows)
        driven.act("step.back")
        driven.until(lambda: driven.session.progress.viewing is not None)
        for key in ("file.name", "file.pin"):
            assert not driven.window.actions_[key].isEnabled(), key
        for key in ("step.d", "step.g", "run.to", "past.continue"):
            assert not driven.window.actions_[key].isEnabled(), key
        driven.window.notices.clear()
        driven.session.change({"learning_rate_d": 0.004})
        driven.until(lambda: driven.told.count(sentence) == 1)
        assert (run / "lock").read_bytes() == holder
        driven.close()
        writing.send_signal(signal.SIGINT)
        status, out, err = finished(writing)
    assert (status, err) == (130, "")
    end = int(out.split()[3].rstrip(":"))
    assert saved_state(run, end) == undisturbed(run, end)


def test_a_run_whose_writer_was_killed_is_taken_over(driven: Driven, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with writer(tmp_path) as writing:
        driven.open(run)
        driven.until_told("is being written by process")
        writing.kill()
        writing.wait()
        driven.until_told(f"Nobody else writes {run} any more")
        assert driven.session.read_only
        driven.act("play")
        driven.until_told(f"the lock of {run} was left by process {writing.pid}, which has ended; it was taken over")
    driven.until(lambda: not driven.session.read_only and driven.session.progress is not None)
    end = driven.session.iteration + 50
    driven.play_to(end)
    driven.close()
    assert saved_state(run, end) == undisturbed(run, end)


def test_two_windows_on_one_run(qtbot: QtBot, driven: Driven) -> None:
    """One process holds the lock of a run for one of its windows; the other can only watch."""
    driven.begin()
    driven.play_past(20)
    other = Driven(qtbot)
    other.open(driven.folder)
    other.until_told(f"{driven.folder} is being written by process ")
    stopped = driven.pause()
    driven.act("step.both")
    driven.until(lambda: driven.session.iteration == stopped + 1)
    other.close()
    folder = driven.folder
    driven.play_to(stopped + 20)
    driven.close()
    assert saved_state(folder, stopped + 20) == undisturbed(folder, stopped + 20)


def test_a_followed_run_can_be_asked_to_pause_and_to_go_on(driven: Driven, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with writer(tmp_path) as writing:
        driven.open(run)
        driven.until_told("is being written by process")
        assert driven.window.actions_["run.ask_pause"].isEnabled()
        state = driven.control("transport.state")
        driven.until(lambda: state.text().startswith("elsewhere, ") and state.text().endswith(" it/s"))
        for action, words in (("run.ask_pause", "was asked to pause"), ("run.ask_go_on", "was asked to go on")):
            driven.act(action)
            driven.until_told(f"the process that writes this run {words}")
            driven.until(lambda: not (run / REQUEST_NAME).exists())
        reached = driven.session.iteration
        driven.until(lambda: driven.session.iteration > reached)
        driven.close()
        writing.send_signal(signal.SIGINT)
        status, out, _ = finished(writing)
    assert status == 130
    assert "asked this run to pause" in out
    end = newest_iteration(out)
    assert saved_state(run, end) == undisturbed(run, end)


def newest_iteration(said: str) -> int:
    """The iteration that a stopped run tells of in its last line."""
    return int(said.splitlines()[-1].split()[3].rstrip(":"))
