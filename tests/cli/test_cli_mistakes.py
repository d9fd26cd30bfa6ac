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


@pytest.mark.parametrize(("name", "content", "named"), [
    ("empty.csv", b"", "empty"),
    ("ragged.csv", b"1,2\n3,4\n5\n6,7\n", "line 3"),
    ("words.csv", b"1,2\n3,four\n5,6\n", "four"),
    ("nan.csv", b"1,2\nnan,4\n5,6\n", "line 2"),
    ("one.csv", b"1\n2\n3\n", "column"),
    ("truncated.npy", b"\x93NUMPY\x01\x00v\x00", "truncated.npy"),
])
def test_a_bad_file_is_named_with_what_is_wrong(name: str, content: bytes, named: str, tmp_path: Path,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    told = mistake(capsys, "train", "2d", "--data", str(file), "--out", str(tmp_path / "run"), *TINY)
    assert str(file) in told
    assert named in told


def test_own_points_are_learned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "points.npy"
    np.save(file, np.random.default_rng(0).normal((100, -5), (30, 0.2), (200, 2)))
    assert train(capsys, "2d", "--data", str(file), "--iterations", "5", "--out", str(tmp_path / "run"),
                 *TINY)["iteration"] == 5


def test_a_folder_that_is_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "not a ganviz run" in mistake(capsys, "train", "--resume", str(tmp_path))


def test_a_run_of_a_newer_ganviz(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps({**manifest, "schema_version": 7}))
    assert "newer ganviz" in mistake(capsys, "train", "--resume", str(run), "--iterations", "40")


def test_a_truncated_run(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (run / "run.json").read_text()
    (run / "run.json").write_text(text[: len(text) // 2])
    assert str(run) in mistake(capsys, "train", "--resume", str(run), "--iterations", "40")


def test_a_folder_in_use(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "not empty" in mistake(capsys, "train", "2d", "--out", str(run), *TINY)


def test_divergence_is_told_and_the_run_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--set", "optimizer_d=sgd", "--set", "learning_rate_d=1", "--set", "objective=least_squares",
             "--set", "activation_d=relu", "--set", "width_d=256", "--set", "optimizer_g=sgd",
             "--set", "learning_rate_g=1"]
    told = mistake(capsys, "train", "2d", "--iterations", "3000", "--out", str(tmp_path / "run"), *words)
    assert "diverged" in told
    assert main(["evaluate", str(tmp_path / "run"), "--json"]) == 0
