"""A disk that is full or can't be written, without a window: one sentence, and what was trained can be gone on with."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ganviz.__main__ import main
from tests.cli_support import LONG, TINY
from tests.core_support import saved_state, undisturbed
from tests.disks import FULL, Disk


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Disk]:
    place = tmp_path / "disk"
    place.mkdir()
    made = request.param(place)
    yield made
    made.close()


def told(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """The sentence with which a command is refused."""
    assert main([str(word) for word in words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("ganviz: ")
    assert said.err.count("\n") == 1
    return said.err.removeprefix("ganviz: ").removesuffix("\n")


def train(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main(["train", *map(str, words)]) == 0
    return capsys.readouterr().out


def once_trained(run: Path, act: Callable[[], None]) -> threading.Thread:
    """Do something as soon as the run has trained for a while."""
    def watch() -> None:
        history, ends = run / "history.csv", time.monotonic() + LONG
        while not (history.exists() and history.stat().st_size > 20_000) and time.monotonic() < ends:
            time.sleep(0.005)
        act()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


@pytest.mark.parametrize("disk", FULL, indirect=True, ids=lambda kind: kind.__name__)
def test_a_disk_that_fills_up(disk: Disk, capsys: pytest.CaptureFixture[str]) -> None:
    run = disk.path / "run"
    filling = once_trained(run, disk.fail)
    said = told(capsys, "train", "2d", "--iterations", 1_000_000, "--out", run, *TINY)
    filling.join()
    assert said.startswith(f"the disk of {run} ")
    assert "free some space or save the run to another disk" in said
    assert not (run / "lock").exists()
    assert "free some space" in told(capsys, "train", "--resume", run, "--iterations", 2_000_000)
    disk.recover()
    train(capsys, "--resume", run, "--iterations", 700)
    assert saved_state(run, 700) == undisturbed(run, 700)


@pytest.mark.parametrize("disk", FULL, indirect=True, ids=lambda kind: kind.__name__)
def test_a_disk_that_is_full_from_the_start(disk: Disk, capsys: pytest.CaptureFixture[str]) -> None:
    disk.fail()
    said = told(capsys, "train", "2d", "--iterations", 100, "--out", disk.path / "run", *TINY)
    assert said.startswith(f"the disk of {disk.path / 'run'} ")
    disk.recover()
    assert "done at iteration 100" in train(capsys, "2d", "--iterations", 100, "--out", disk.path / "run", *TINY)
