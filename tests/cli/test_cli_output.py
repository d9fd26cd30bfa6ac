"""Output that nobody takes: a closed pipe, a full disk, no stream at all."""

from __future__ import annotations

import os
import sys

import pytest

from ganviz.__main__ import main


@pytest.fixture
def closed_pipe(monkeypatch):
    """Standard output is a pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        yield
        monkeypatch.undo()


@pytest.fixture
def full_output(monkeypatch):
    """Standard output is a file on a full disk."""
    with open("/dev/full", "w") as stream:  # noqa: PTH123 - a device
        monkeypatch.setattr(sys, "stdout", stream)
        yield
        monkeypatch.undo()


def test_a_reader_that_has_gone_ends_it_quietly(closed_pipe, capfd):
    assert main(["info", "--json"]) == 141
    assert capfd.readouterr() == ("", "")


def test_output_that_does_not_fit_is_told(full_output, capsys):
    assert main(["info", "--json"]) == 2
    assert capsys.readouterr().err == ("ganviz: standard output can't be written: No space left on device; free some "
                                       "space or choose a folder on another disk\n")


def test_without_any_stream_it_trains_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["train", "1d", "--iterations", "5", "--set", "width_d=4", "--out", str(tmp_path / "run")]) == 0
    assert (tmp_path / "run" / "checkpoints" / "0-000000005").is_dir()
