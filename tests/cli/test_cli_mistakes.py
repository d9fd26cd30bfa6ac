"""A user's mistake ends with exit status 2 and one sentence on standard error; a run is kept."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ganviz.__main__ import main

TINY = ["--set", "depth_d=1", "--set", "width_d=4", "--set", "depth_g=1", "--set", "width_g=4", "--set", "batch_size=8"]


def mistake(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    return told.err


def train(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main(["train", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    train(capsys, "2d", "--iterations", "20", "--out", str(tmp_path / "run"), *TINY)
    return tmp_path / "run"


def test_train_resume_and_evaluate(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(capsys, "--resume", str(run), "--iterations", "30")["iteration"] == 30
    assert main(["evaluate", str(run), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["iteration"] == 30


@pytest.mark.parametrize(("words", "named"), [
    (["trian", "2d"], "trian is neither a command nor a run folder; did you mean ganviz train?"),
    (["no-such-run"], "no-such-run is neither a command nor a run folder; give a run's folder, or see ganviz --help"),
    (["train"], "train what? name a game, such as: ganviz train 2d; or go on with --resume RUN"),
    (["train", "2d", "--set", "learning_rate_D=1"], "did you mean learning_rate_"),
    (["train", "2d", "--set", "learning_rate_d"], "--set learning_rate_d: write it as name=value"),
    (["train", "2d", "--set", "=3"], "--set =3: write it as name=value"),
    (["train", "2d", "--set", "seed=x"], "seed: 'x' must be a valid integer"),
    (["train", "2d", "--set", "batch_size=nan"], "batch_size: 'nan' must be a valid integer"),
    (["train", "2d", "--set", "width_d=99999", "--set", "seed=-1"],
     "width_d: '99999' must be less than or equal to 1024; choose a value from 1 to 1024"),
    (["train", "2d", "--iterations", "0"], "--iterations 0: choose 1 or more"),
    (["train", "2d", "--iterations", "1e5"], "--iterations"),
    (["train", "2d", "--columns", "x,y"], "--columns: these are the columns of a file; name it with --data"),
    (["train", "2d", "--leave-out"], "--leave-out: the game 2d learns from no images; leave it out"),
    (["train", "2d", "--data-b", "x"], "--data-b: the game 2d learns from no two folders; leave it out"),
    (["train", "2d", "--set", "problem=points"], "name one with --data"),
    (["train", "2d", "--resume", "run"], "GAME: a resumed run keeps its own"),
    (["train", "2d", "--out", "/proc/no/such/place"], "/proc/no/such/place"),
    (["train", "2d", "--out", "a" * 300], "cannot be written (File name too long)"),
    (["train", "--resume", "a" * 300], "File name too long; choose a shorter one"),
    (["evaluate", "a" * 300], "File name too long; choose a shorter one"),
    (["a" * 300], "File name too long; choose a shorter one"),
    (["--screenshot", "a" * 300 + "/picture.png"], "File name too long; choose a shorter one"),
    (["--screenshot", "no/such/folder/picture.png"], "there is no folder no/such/folder; make it or choose another"),
    (["train", "3d"], "3d"),
    (["train", "2d", "--set", "foo=1"], "foo"),
    (["train", "2d", "--set", "learning_rate_d=5"], "learning_rate_d"),
    (["train", "2d", "--set", "problem=cube"], "cube"),
    (["train", "2d", "--preset", "nowhere"], "nowhere"),
    (["train", "2d", "--no-such-option"], "no-such-option"),
    (["train", "2d", "--data", "missing.csv"], "missing.csv"),
    (["train", "2d", "--device", "cuda"], "cuda"),
    (["bench", "nothing"], "nothing"),
])
def test_a_wrong_word_is_named(words: list[str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setenv("GANVIZ_RUNS", str(tmp_path / "runs"))
    assert named in mistake(capsys, *words)


def test_own_points_are_learned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "points.npy"
    np.save(file, np.random.default_rng(0).normal((100, -5), (30, 0.2), (200, 2)))
    assert train(capsys, "2d", "--data", str(file), "--iterations", "5", "--out", str(tmp_path / "run"),
                 *TINY)["iteration"] == 5


def test_a_folder_in_use(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "not empty" in mistake(capsys, "train", "2d", "--out", str(run), *TINY)


def test_divergence_is_told_and_the_run_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--set", "optimizer_d=sgd", "--set", "learning_rate_d=1", "--set", "objective=least_squares",
             "--set", "activation_d=relu", "--set", "width_d=256", "--set", "optimizer_g=sgd",
             "--set", "learning_rate_g=1"]
    told = mistake(capsys, "train", "2d", "--iterations", "3000", "--out", str(tmp_path / "run"), *words)
    assert "diverged" in told
    assert main(["evaluate", str(tmp_path / "run"), "--json"]) == 0
