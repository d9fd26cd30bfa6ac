"""Ctrl+C and SIGTERM: what was trained is saved, and the exit status says what happened."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from ganviz.cli import train
from ganviz.settings.run import RunSettings
from ganviz.training import headless
from ganviz.training.build import settings_type
from ganviz.training.headless import NeverBegunError
from tests.cli_support import LONG, TINY, finished, start
from tests.core_support import saved_state, undisturbed
from tests.training.image_runs import GAMES, write_pairs


def begun(home: Path, *words: object) -> subprocess.Popen[str]:
    """A run of the tiny game that has trained for a while."""
    process = start(home, "train", "2d", "--iterations", 10_000_000, "--out", home / "run", *TINY, *words)
    until_trained(process, home / "run")
    return process


def until_trained(process: subprocess.Popen[str], run: Path) -> None:
    history, ends = run / "history.csv", time.monotonic() + LONG
    while not (history.exists() and history.stat().st_size > 5_000):
        assert process.poll() is None, finished(process)
        assert time.monotonic() < ends
        time.sleep(0.01)


def newest(run: Path) -> int:
    return max(int(entry.name.partition("-")[2]) for entry in (run / "checkpoints").iterdir())


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)],
                         ids=["SIGINT", "SIGTERM"])
def test_a_stopped_run_is_saved_first(number: signal.Signals, expected: int, tmp_path: Path) -> None:
    process = begun(tmp_path)
    process.send_signal(number)
    status, out, err = finished(process)
    reached = newest(tmp_path / "run")
    assert (status, err) == (expected, "")
    assert out.startswith(f"stopped at iteration {reached}: {tmp_path / 'run'}")
    assert not (tmp_path / "run" / "lock").exists()
    assert saved_state(tmp_path / "run", reached) == undisturbed(tmp_path / "run", reached)


def test_a_second_ctrl_c_ends_at_once_and_the_run_can_be_resumed(tmp_path: Path) -> None:
    process = begun(tmp_path)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    status, _, err = finished(process)
    assert status in (130, -signal.SIGINT)  # the second may come while the first is being obeyed, or after it
    assert err == ""
    resumed = start(tmp_path, "train", "--resume", tmp_path / "run", "--iterations", newest(tmp_path / "run") + 300)
    status, out, err = finished(resumed)
    assert (status, err) == (0, "")
    assert out.startswith(f"done at iteration {newest(tmp_path / 'run')}: ")


def test_ctrl_c_closes_the_window_and_saves_its_run(tmp_path: Path) -> None:
    process = start(tmp_path, variables={"QT_QPA_PLATFORM": "offscreen"})
    runs, ends = tmp_path / "runs", time.monotonic() + LONG
    while not list(runs.glob("*/checkpoints/0-000000000")):
        assert process.poll() is None, finished(process)
        assert time.monotonic() < ends
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    status, out, err = finished(process)
    assert (status, out) == (130, "")
    assert "Traceback" not in err
    assert list(runs.glob("*/lock")) == []


def test_a_run_that_is_stopped_before_it_began_ends_with_the_signals_status(capsys: pytest.CaptureFixture[str]) -> None:
    def work(_show: object, asked: Callable[[], bool]) -> NoReturn:
        signal.raise_signal(signal.SIGTERM)
        assert asked()
        raise NeverBegunError("reading the images was cancelled; nothing was begun")

    assert train._run(work, 10, as_json=False) == 143
    assert capsys.readouterr().err.strip() == "ganviz: reading the images was cancelled; nothing was begun"


def test_a_run_that_is_stopped_while_its_images_are_read_was_never_begun(tmp_path: Path) -> None:
    settings = {"data": str(write_pairs(tmp_path / "pairs")), **GAMES["pix2pix"]}
    with pytest.raises(NeverBegunError, match="reading the images was cancelled; nothing was begun"):
        headless.train("pix2pix", settings_type("pix2pix")(**settings), RunSettings(threads=1), tmp_path / "run", 3,
                       lambda _: None, lambda: True)
    assert not (tmp_path / "run").exists()
