"""Which engine plays a run that nobody watches, where none was named."""

from __future__ import annotations

import pytest
import torch

from ganviz.settings.run import RunSettings
from ganviz.training.build import settings_type
from ganviz.training.engine import lasting, obstacles
from ganviz.training.engine.lasting import LONG, engine_for

RUN = RunSettings(device="cpu")


@pytest.fixture(autouse=True)
def compiler(monkeypatch):
    monkeypatch.setattr(obstacles, "find_compiler", lambda: "c++")


def engine(game, iterations, run=RUN, **values):
    return engine_for(game, settings_type(game)(**values), run, iterations).engine


@pytest.mark.parametrize("game", ["1d", "2d", "ali"])
def test_a_long_run_is_compiled_and_a_short_one_does_not_wait_for_it(game):
    assert engine(game, LONG) == "compiled"
    assert engine(game, LONG - 1) == "eager"


@pytest.mark.parametrize("named", ["eager", "auto", "compiled"])
def test_an_engine_that_was_named_is_kept(named):
    assert engine("2d", LONG, engine=named) == named


def test_no_compiler_no_code(monkeypatch):
    monkeypatch.setattr(obstacles, "find_compiler", lambda: None)
    assert engine("ali", LONG) == "eager"


def test_a_gpu_needs_no_compiler(monkeypatch):
    monkeypatch.setattr(obstacles, "find_compiler", lambda: None)
    monkeypatch.setattr(lasting, "choose_device", lambda *_: torch.device("cuda"))
    assert engine("2d", LONG, RunSettings(device="cuda")) == "compiled"


def test_images_have_no_choice_of_engine():
    for game, values in (("ali", {"problem": "images", "data": "demo:digits"}), ("pix2pix", {"data": "demo:icons"})):
        settings = settings_type(game)(**values)
        assert engine_for(game, settings, RUN, LONG) is settings


def test_a_device_without_compiled_code_plays_eagerly(monkeypatch):
    monkeypatch.setattr(lasting, "choose_device", lambda *_: torch.device("mps"))
    assert engine("2d", LONG, RunSettings(device="mps")) == "eager"
