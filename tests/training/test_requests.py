"""A run that is only watched can ask the process that writes it to pause, and to go on."""

from __future__ import annotations

import pytest

from ganviz.training import loop
from ganviz.training import messages as m
from ganviz.training.folder.request import REQUEST_NAME, Request, ask, take
from tests.core_support import saved_state, trainer, undisturbed

END = 3_000


@pytest.fixture
def pair(tmp_path, monkeypatch):
    """A trainer that writes a run and one that watches it."""
    monkeypatch.setattr(loop, "_LOOK_SECONDS", 0.01)
    with trainer() as writing, trainer() as watching:
        writing.create(tmp_path / "run")
        assert "is being written by process" in watching.open(tmp_path / "run").read_only
        yield writing, watching


def until(training, mode):
    return training.ask_until(lambda report: report.progress.mode is mode).progress


def resting(report):
    return not (report.progress.writer.trains or report.progress.writer.asked)


def test_the_newest_iteration_is_told_beside_that_of_the_pictures(pair):
    writing, watching = pair
    writing.play_to(5)
    seen = watching.ask_until(lambda report: report.progress.writer.iteration == 5).progress
    assert (seen.iteration, seen.saved) == (0, 0), "nothing was saved since"
    assert writing.ask().progress.writer is None


def test_a_watcher_has_the_run_pause_and_go_on_to_its_goal(pair, tmp_path):
    writing, watching = pair
    writing.send(m.SetSpeed(50, 0), m.Play(END))
    writing.ask_until(lambda report: report.progress.iteration > 3)
    watching.send(m.AskWriter(pause=True))
    assert watching.wait(m.Notice).text == "the process that writes this run was asked to pause"
    assert "asked this run to pause" in writing.wait(m.Notice).text
    paused = until(writing, m.Mode.PAUSED)
    assert paused.iteration < END
    seen = watching.ask_until(lambda report: report.progress.saved == paused.iteration and resting(report)).progress
    assert seen.writer == m.WriterInfo(paused.iteration)
    assert writing.ask().progress.iteration == paused.iteration
    watching.send(m.AskWriter(pause=False))
    assert "asked this run to go on" in writing.wait(m.Notice).text
    # Whoever asks the writer has it write its rows.
    assert watching.ask_until(lambda report: writing.ask() and report.progress.writer.rate > 0).progress.writer.trains
    writing.send(m.SetSpeed(None, 0))
    writing.ask_until(lambda report: report.progress.iteration == END)
    writing.send(m.Save())
    writing.wait(m.Saved, lambda saved: saved.iteration == END)
    assert saved_state(tmp_path / "run", END) == undisturbed(tmp_path / "run", END)


def test_whoever_paused_the_run_is_not_overruled(pair):
    writing, watching = pair
    writing.play_to(5)
    watching.send(m.AskWriter(pause=False))
    watching.wait(m.Notice)
    assert writing.ask().progress.mode is m.Mode.PAUSED
    writing.send(m.SetSpeed(500, 0), m.Play())
    until(writing, m.Mode.PLAYING)
    watching.send(m.AskWriter(pause=True))
    until(writing, m.Mode.PAUSED)
    writing.send(m.Play())
    assert until(writing, m.Mode.PLAYING)


def test_a_request_is_refused_where_nobody_else_writes(tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run")
        assert training.refusal(m.AskWriter(pause=True)) == "this run is written here; pause it yourself"


def test_a_writer_that_has_ended_cannot_be_asked(pair, tmp_path):
    writing, watching = pair
    writing.send(m.Quit())
    writing.wait(m.Ended)
    assert not watching.ask_until(lambda report: not report.progress.writer.lives).progress.writer.trains
    assert "nobody writes" in watching.refusal(m.AskWriter(pause=True))
    assert not (tmp_path / "run" / REQUEST_NAME).exists()


def test_what_is_no_request_is_passed_over(tmp_path):
    assert take(tmp_path) is None
    for nonsense in (b"", b"dance\nsomebody\n", b"\xff\xfe", b"pause\n"):
        (tmp_path / REQUEST_NAME).write_bytes(nonsense)
        assert take(tmp_path) is None
    ask(tmp_path, Request.PAUSE)
    ask(tmp_path, Request.GO_ON)
    request, who = take(tmp_path)
    assert (request, who.startswith("process ")) == (Request.GO_ON, True)
    assert take(tmp_path) is None
