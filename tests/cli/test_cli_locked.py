"""A run that another process writes, on the command line: it can be looked at, not gone on with, until that ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ganviz.__main__ import main
from tests.cli_support import writer
from tests.core_support import saved_state, undisturbed

pytestmark = pytest.mark.slow


def evaluated(run: Path, capsys: pytest.CaptureFixture[str]) -> int:
    assert main(["evaluate", str(run), "--json"]) == 0
    return json.loads(capsys.readouterr().out)["iteration"]


def test_a_run_in_another_process_is_followed_and_not_gone_on_with(tmp_path: Path,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    with writer(tmp_path) as writing:
        first = evaluated(run, capsys)
        while evaluated(run, capsys) <= first:
            assert writing.poll() is None
        assert main(["train", "--resume", str(run)]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith(f"ganviz: {run} is being written by process {writing.pid} on ")
        assert told.err.endswith("; until that process ends, it can only be watched\n")
        assert writing.poll() is None


def test_the_lock_of_a_process_that_was_killed_is_taken_over_and_told(tmp_path: Path,
                                                                      capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    with writer(tmp_path) as writing:
        writing.kill()
        writing.wait()
    end = evaluated(run, capsys) + 2_000
    assert main(["train", "--resume", str(run), "--iterations", str(end)]) == 0
    told = capsys.readouterr()
    assert f"note: the lock of {run} was left by process {writing.pid}, which has ended; it was taken over" in told.out
    assert told.err == ""
    assert saved_state(run, end) == undisturbed(run, end)
