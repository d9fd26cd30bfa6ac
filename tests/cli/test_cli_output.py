"""Output that nobody takes: a closed pipe, a full disk, no stream at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

import pytest

from ganviz.__main__ import main
from ganviz.cli.progress import counting, progress_bar
from ganviz.training.messages import Notice


@contextmanager
def closed_pipe() -> Iterator[None]:
    """Standard output is a pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream, redirect_stdout(stream):
        yield


@contextmanager
def full_output() -> Iterator[None]:
    """Standard output is a file on a full disk."""
    with open("/dev/full", "w") as stream, redirect_stdout(stream):  # noqa: PTH123 - a device
        yield


def test_a_reader_that_has_gone_ends_it_quietly(capfd):
    with closed_pipe():
        assert main(["info", "--json"]) == 141
    assert capfd.readouterr() == ("", "")


def test_output_that_does_not_fit_is_told(capsys):
    with full_output():
        assert main(["info", "--json"]) == 2
    assert capsys.readouterr().err == ("ganviz: standard output can't be written: No space left on device; free some "
                                       "space or choose a folder on another disk\n")


def test_without_any_stream_it_trains_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["train", "1d", "--iterations", "5", "--set", "width_d=4", "--out", str(tmp_path / "run")]) == 0
    assert (tmp_path / "run" / "checkpoints" / "0-000000005").is_dir()


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "file"])
def test_what_makes_a_run_rest_is_told_at_once(terminal: bool, monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    with progress_bar(10) as show:
        show.waiting(Notice("info", "the folder has gone away"))
        assert "the folder has gone away" in capsys.readouterr().err


def test_a_count_is_shown_and_work_of_unknown_length_too(monkeypatch: pytest.MonkeyPatch,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with counting() as seen:
        seen(2, 7)
        seen(0, 0)
    with counting() as seen:
        seen(2, 7)
    assert "2/7" in capsys.readouterr().err
