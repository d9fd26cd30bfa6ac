"""How long ``ganviz train`` trains where nobody says it."""

from __future__ import annotations

import json

import pytest

from ganviz.__main__ import main
from ganviz.cli.choices import settings_model
from ganviz.settings.presets import presets
from ganviz.settings.schedule import end
from tests.training.image_runs import TINY as TINY_IMAGES
from tests.training.image_runs import write_pairs

TINY = ["--set", "width_d=2", "--set", "depth_d=1", "--set", "width_g=2", "--set", "depth_g=1", "--set", "batch_size=4"]
FALLING = ["--set", "schedule_g=linear", "--set", "schedule_iterations=7"]


def trained(capsys: pytest.CaptureFixture[str], tmp_path, *words: str) -> int:
    assert main(["train", "1d", *TINY, *words, "--out", str(tmp_path / "run"), "--json"]) == 0
    iteration: int = json.loads(capsys.readouterr().out)["iteration"]
    return iteration


def test_until_rates_that_fall_have_fallen(capsys, tmp_path):
    assert trained(capsys, tmp_path, *FALLING) == 7


@pytest.mark.parametrize("preset", [[], ["--preset", "paper-128"]], ids=["plain", "a preset without a length"])
@pytest.mark.parametrize(("counted", "expected"), [
    ({"schedule_by": "epoch", "schedule_constant": 1, "schedule_decay": 1}, 5),
    ({"schedule_by": "iteration", "schedule_constant": 2, "schedule_decay": 1}, 3)], ids=["epochs", "iterations"])
def test_until_the_schedule_of_images_has_ended(capsys, tmp_path, monkeypatch, counted, expected, preset):
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))
    pairs = write_pairs(tmp_path / "pairs", train=5)
    values = {**TINY_IMAGES, "batch_size": 2, "threads": 1, **counted}
    words = [word for name, value in values.items() for word in ("--set", f"{name}={value}")]
    assert main(["train", "pix2pix", *preset, "--data", str(pairs), *words, "--out", str(tmp_path / "run"),
                 "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["iteration"] == expected


@pytest.mark.parametrize(("game", "name"), [(game, preset.id) for game in ("pix2pix", "cyclegan")
                                            for preset in presets(game).values() if preset.iterations is not None])
def test_presets_of_images_that_plan_an_end_have_a_schedule_that_ends_there(game, name):
    planned = presets(game)[name]
    settings = settings_model(game)(**planned.values)
    assert end(settings.model_dump(), 0.0) == planned.iterations


def test_what_is_said_counts_more(capsys, tmp_path):
    assert trained(capsys, tmp_path, *FALLING, "--iterations", "3") == 3
