"""``ganviz train --resume``: how far it goes, and what may be otherwise than when the run began."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ganviz.__main__ import main
from ganviz.training.folder.manifest import read_manifest
from tests.training.image_runs import TINY as TINY_IMAGES
from tests.training.image_runs import write_pairs

TINY = ["--set", "width_d=2", "--set", "depth_d=1", "--set", "width_g=2", "--set", "depth_g=1", "--set", "batch_size=4"]
FALLING = ["--set", "schedule_g=linear", "--set", "schedule_iterations=7"]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    return write_pairs(tmp_path / "pairs", train=5)


def begin(capsys: pytest.CaptureFixture[str], tmp_path: Path, *words: object) -> Path:
    run = tmp_path / "run"
    assert main(["train", *map(str, words), "--iterations", "3", "--out", str(run)]) == 0
    capsys.readouterr()
    return run


def on_pairs(pairs: Path, **values: object) -> list[object]:
    chosen = {**TINY_IMAGES, "batch_size": 2, "threads": 1, **values}
    return ["pix2pix", "--data", pairs, *(word for name, value in chosen.items()
                                          for word in ("--set", f"{name}={value}"))]


def resumed(capsys: pytest.CaptureFixture[str], run: Path, *words: object) -> tuple[int, tuple[str, ...]]:
    """The iteration that it ends at, and what it warns of."""
    assert main(["train", "--resume", str(run), *map(str, words), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    return told["iteration"], tuple(told["warnings"])


def refused(capsys: pytest.CaptureFixture[str], run: Path, *words: object) -> str:
    assert main(["train", "--resume", str(run), *map(str, words)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_it_goes_to_the_end_of_the_schedule_and_says_where_it_is_there(capsys, tmp_path):
    run = begin(capsys, tmp_path, "1d", *TINY, *FALLING)
    assert resumed(capsys, run) == (7, ())
    iteration, (warning,) = resumed(capsys, run)
    assert iteration == 7
    assert warning == ("the run is at iteration 7 and its schedule ends at 7, where the learning rates that fall are "
                       "zero, so it is not trained on; --iterations N trains it on all the same")
    assert resumed(capsys, run, "--iterations", 9) == (
        9, ("the schedule ends at iteration 7, so from there to iteration 9 the learning rates that fall are zero",))


def test_a_new_run_beyond_its_schedule_is_warned_too(capsys, tmp_path):
    run = tmp_path / "run"
    assert main(["train", "1d", *TINY, *FALLING, "--iterations", "8", "--out", str(run)]) == 0
    assert capsys.readouterr().out.count("note: the schedule ends at iteration 7") == 1


def test_to_the_end_of_a_schedule_in_epochs(capsys, tmp_path, pairs):
    run = begin(capsys, tmp_path, *on_pairs(pairs, schedule_by="epoch", schedule_constant=1, schedule_decay=1))
    assert resumed(capsys, run) == (5, ())


def test_so_far_again_where_no_rate_falls(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("ganviz.cli.train.DEFAULT_ITERATIONS", 4)
    run = begin(capsys, tmp_path, "1d", *TINY)
    assert resumed(capsys, run) == (7, ())


def test_its_images_were_moved(capsys, tmp_path, pairs):
    run = begin(capsys, tmp_path, *on_pairs(pairs))
    moved = pairs.rename(tmp_path / "moved")
    told = refused(capsys, run)
    assert "there is no such folder" in told
    assert told.endswith(f"put it back, or say where it is now: ganviz train --resume {run} --data PLACE\n")
    others = write_pairs(tmp_path / "others", train=4)
    told = refused(capsys, run, "--data", others)
    assert f"{others}: this is not what the run learns from, which was {pairs}" in told
    assert resumed(capsys, run, "--data", moved, "--iterations", 4) == (4, ())
    assert resumed(capsys, run, "--iterations", 5) == (5, ())


def test_a_damaged_file_has_come(capsys, tmp_path, pairs):
    run = begin(capsys, tmp_path, *on_pairs(pairs))
    (pairs / "train" / "new.png").write_bytes((pairs / "train" / "0.png").read_bytes()[:100])
    told = refused(capsys, run)
    assert "new.png" in told
    assert told.endswith(f"mend them, or agree to leave them out (ganviz train --resume {run} --leave-out)\n")
    left_out = ("train/new.png is cut off; left out.",)
    assert resumed(capsys, run, "--leave-out", "--iterations", 4) == (4, left_out)
    assert read_manifest(run).game_settings["leave_out"]
    assert resumed(capsys, run, "--iterations", 5) == (5, left_out)


def test_a_new_run_leaves_bad_files_out(capsys, tmp_path, pairs):
    (pairs / "train" / "new.png").write_bytes(b"")
    run = begin(capsys, tmp_path, *on_pairs(pairs), "--leave-out")
    assert read_manifest(run).game_settings["leave_out"]


def test_on_another_device(capsys, tmp_path):
    run = begin(capsys, tmp_path, "1d", *TINY)
    assert resumed(capsys, run, "--device", "cpu", "--iterations", 4) == (4, ())


@pytest.mark.parametrize("words", [("--seed", 2), ("--columns", "x"), ("--set", "batch_size=8"), ("--preset", "a")],
                         ids=lambda words: words[0])
def test_the_rest_stays(capsys, tmp_path, words):
    run = begin(capsys, tmp_path, "1d", *TINY)
    assert f"{words[0]}: a resumed run keeps its own" in refused(capsys, run, *words)
