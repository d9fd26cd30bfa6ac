"""A folder of images that goes away while a run is trained or watched, and what is let go of when a run is closed."""

from __future__ import annotations

import threading
from math import inf

import pytest

from ganviz.training.folder.folder import RunFolder
from ganviz.training.followed import Followed
from ganviz.training.run import Run
from tests.core_support import saved_state
from tests.training.image_runs import GAMES

_AHEAD = "ganviz-ahead"


@pytest.fixture
def no_cache(tmp_path, monkeypatch):
    """A cache without room: every image is read from its file."""
    (tmp_path / "taken").write_text("a file lies where the folder should be")
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "taken"))


def begun(image_game, folder):
    game, settings = image_game
    return Run.create(game, settings, {"threads": 1}, folder)


def reading():
    return {thread for thread in threading.enumerate() if thread.name.startswith(_AHEAD)}


@pytest.fixture
def readers():
    """A function that gives the threads of this test that read images ahead of need."""
    others = reading()
    return lambda: reading() - others


def test_a_checkpoint_is_saved_while_the_images_are_away(image_game, no_cache, pairs, tmp_path):
    run = begun(image_game, tmp_path / "run")
    run.advance()
    away = pairs.rename(tmp_path / "away")
    run.save()
    run.close()
    with RunFolder.open(tmp_path / "run", write=False) as opened:
        assert opened.checkpoints.facts(0, 1)["score"] == inf, "it is never taken for the best"
    away.rename(pairs)
    again = Run.open(tmp_path / "run")
    assert again.game.iteration == 1
    again.close()
    whole = begun(image_game, tmp_path / "whole")
    whole.advance()
    whole.save()
    whole.close()
    kept, expected = saved_state(tmp_path / "run", 1), saved_state(tmp_path / "whole", 1)
    assert kept | {"score": 0} == expected | {"score": 0}


def test_the_diagnosis_goes_without_training_pairs_that_are_away(pairs, tmp_path):
    run = begun(("pix2pix", {**GAMES["pix2pix"], "data": str(pairs)}), tmp_path / "run")
    layers = {"measures": {"diagnose": True}}
    whole = run.game.snapshot(layers)
    pairs.rename(tmp_path / "away")
    alone = run.game.snapshot(layers)
    run.close()
    assert whole.keys() == alone.keys()
    assert alone["measures.l1"] == pytest.approx(whole["measures.l1"])


def test_a_run_that_is_closed_leaves_no_threads(image_game, no_cache, readers, tmp_path):
    run = begun(image_game, tmp_path / "run")
    run.advance()
    assert readers()
    run.close()
    assert not readers()


def test_a_run_that_is_only_watched_leaves_no_threads(image_game, no_cache, readers, tmp_path):
    writing = begun(image_game, tmp_path / "run")
    watching = Followed(tmp_path / "run", "it is written elsewhere")
    for _ in watching.game.play("both"):
        pass
    assert readers()
    watching.close()
    assert not readers()
    writing.close()
