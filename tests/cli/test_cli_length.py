"""How long ``ganviz train`` trains where nobody says it."""

from __future__ import annotations

import json

import pytest

from ganviz.__main__ import main

TINY = ["--set", "width_d=2", "--set", "depth_d=1", "--set", "width_g=2", "--set", "depth_g=1", "--set", "batch_size=4"]
FALLING = ["--set", "schedule_g=linear", "--set", "schedule_iterations=7"]


def trained(capsys: pytest.CaptureFixture[str], tmp_path, *words: str) -> int:
    assert main(["train", "1d", *TINY, *words, "--out", str(tmp_path / "run"), "--json"]) == 0
    iteration: int = json.loads(capsys.readouterr().out)["iteration"]
    return iteration


def test_until_rates_that_fall_have_fallen(capsys, tmp_path):
    assert trained(capsys, tmp_path, *FALLING) == 7


def test_what_is_said_counts_more(capsys, tmp_path):
    assert trained(capsys, tmp_path, *FALLING, "--iterations", "3") == 3
