"""``torchrun -m ganviz train``: two real ranks train as one process does, and end together."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from ganviz.training.folder.folder import RunFolder
from ganviz.training.run import Run
from tests.cli_support import LONG, finished, start_ranks
from tests.core_support import history, saved_state
from tests.training.image_runs import GAMES, write_pairs

pytestmark = pytest.mark.slow

INSTANCE = {"normalisation_g": "instance", "normalisation_d": "instance", "dropout": False, "batch_size": 2}
POOLS = {"pix2pix": {}, "cyclegan": {"pool_size": 0}}
LOST = "another rank has ended; the run is as it was last saved, .* torchrun again with train --resume"


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    return write_pairs(tmp_path / "pairs")


def options(settings: dict[str, object]) -> list[str]:
    return [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]


def begun(home: Path, run: str, game: str, iterations: int, **values: object) -> subprocess.Popen[str]:
    settings = {**GAMES[game], **INSTANCE, **values}
    return start_ranks(home, "train", game, "--data", home / "pairs", "--out", home / run, "--iterations", iterations,
                       *options(settings))


def under_way(home: Path) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """A run that has trained for a while, and the process of each rank."""
    process, ends = begun(home, "run", "pix2pix", 1_000_000, dropout=True), time.monotonic() + LONG
    while not ((home / "run" / "history.csv").exists() and len(history(home / "run"))):
        assert process.poll() is None, finished(process)
        assert time.monotonic() < ends
        time.sleep(0.05)
    return process, sorted(psutil.Process(process.pid).children(), key=lambda each: int(each.environ()["RANK"]))


def weights(folder: Path, iteration: int) -> dict[str, np.ndarray]:
    with RunFolder.open(folder, write=False) as opened:
        return {name: array for name, array in opened.checkpoints.load(0, iteration).weights.items()
                if name.endswith("weight")}


@pytest.mark.parametrize("game", list(GAMES))
def test_two_ranks_of_batch_one_agree_with_one_process_of_batch_two(game: str, pairs: Path, tmp_path: Path) -> None:
    values = POOLS[game]
    status, out, err = finished(begun(tmp_path, "ranks", game, 3, **values))
    assert status == 0, err
    assert out.count("done at iteration 3") == 1
    run = Run.create(game, {**GAMES[game], **INSTANCE, **values, "data": str(pairs)}, {"threads": 1},
                     tmp_path / "alone")
    for _ in range(3):
        run.advance()
    run.save()
    run.close()
    beginning, expected = weights(tmp_path / "alone", 0), weights(tmp_path / "alone", 3)
    found = weights(tmp_path / "ranks", 3)
    assert found.keys() == expected.keys()
    for name, array in found.items():
        assert abs(array - expected[name]).mean() < 1e-3 * abs(expected[name] - beginning[name]).mean(), name
    rows = history(tmp_path / "alone")
    assert np.allclose(history(tmp_path / "ranks"), rows, rtol=1e-3, atol=0, equal_nan=True)


def test_sigterm_to_rank_0_saves_and_the_resumed_run_ends_in_the_same_bits(pairs: Path, tmp_path: Path) -> None:
    process, (first, _) = under_way(tmp_path)
    first.send_signal(signal.SIGTERM)
    _, out, err = finished(process)
    stopped = re.search(r"stopped at iteration (\d+)", out)
    assert stopped, (out, err)
    assert "ganviz: " not in err
    assert not (tmp_path / "run" / "lock").exists()
    end = int(stopped[1]) + 3
    status, _, err = finished(start_ranks(tmp_path, "train", "--resume", tmp_path / "run", "--iterations", end))
    assert status == 0, err
    assert finished(begun(tmp_path, "whole", "pix2pix", end, dropout=True))[0] == 0
    assert saved_state(tmp_path / "run", end) == saved_state(tmp_path / "whole", end)


@pytest.mark.parametrize(("victim", "told"), [(0, "rank 1: "), (1, "An error stopped the training: ")])
def test_a_rank_that_dies_ends_the_other_with_a_sentence(victim: int, told: str, pairs: Path, tmp_path: Path) -> None:
    process, ranks = under_way(tmp_path)
    ranks[victim].kill()
    status, _, err = finished(process)
    assert status == 1
    assert [bool(re.fullmatch(f"ganviz: {told}{LOST}", line)) for line in err.splitlines()
            if line.startswith("ganviz: ")] == [True], err
    assert psutil.wait_procs(ranks, LONG)[1] == []
    run = Run.open(tmp_path / "run")
    run.advance()
    run.close()


def test_a_mistake_is_told_once(tmp_path: Path) -> None:
    status, _, err = finished(start_ranks(tmp_path, "train", "2d", "--out", tmp_path / "run", "--iterations", 3))
    assert status == 1
    assert [line for line in err.splitlines() if line.startswith("ganviz: ")] == [
        "ganviz: 2d: it is trained by one process; start it without torchrun"]
    assert not (tmp_path / "run").exists()
