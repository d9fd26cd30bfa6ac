"""Bad files and folders on the command line: exit status 2, one sentence alone on standard error, nothing touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ganviz.__main__ import main
from tests.bad_input import FILES, RUNS, contents

Mistake = Callable[..., str]

COMMANDS = {"resume": ["train", "--iterations", "40", "--resume"], "evaluate": ["evaluate"],
            "window": ["--theme", "dark"], "picture": ["--screenshot", "picture.png"]}


@pytest.fixture
def mistake(capsys: pytest.CaptureFixture[str]) -> Mistake:
    """Carry out a command that must be refused; the sentence."""
    def refused(*words: object) -> str:
        assert main([str(word) for word in words]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith("ganviz: ")
        assert told.err.count("\n") == 1
        return told.err.removeprefix("ganviz: ").removesuffix("\n")

    return refused


@pytest.mark.parametrize("name", list(FILES))
def test_a_bad_file_is_refused(name: str, mistake: Mistake, tmp_path: Path) -> None:
    file = tmp_path / name
    FILES[name].make(file)
    assert mistake("train", "2d", "--data", file, "--out", tmp_path / "run") == FILES[name].said_of(file)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("command", ["resume", "evaluate"])
@pytest.mark.parametrize("name", list(RUNS))
def test_a_bad_run_is_refused(name: str, command: str, mistake: Mistake, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    RUNS[name].make(bad)
    before = contents(bad)
    assert mistake(*COMMANDS[command], bad).startswith(RUNS[name].said_of(bad))
    assert contents(bad) == before


@pytest.mark.parametrize("command", ["window", "picture"])
@pytest.mark.parametrize("name", ["missing", "not a run", "a file", "truncated", "newer schema"])
def test_no_window_opens_on_what_is_no_run(name: str, command: str, mistake: Mistake, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    RUNS[name].make(bad)
    assert mistake(*COMMANDS[command], bad).startswith(RUNS[name].said_of(bad))
