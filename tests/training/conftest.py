"""A folder of images for the games that need one, and a cache of its own."""

from __future__ import annotations

import pytest

from tests.training.image_runs import GAMES, write_pairs


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory, monkeypatch):
    """Nothing of the user's is read or written."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("GANVIZ_CACHE", str(folder))
    return folder


@pytest.fixture
def pairs(tmp_path):
    return write_pairs(tmp_path / "pairs")


@pytest.fixture(params=list(GAMES))
def image_game(request, pairs):
    """The id and the settings of a tiny image game."""
    return request.param, {**GAMES[request.param], "data": str(pairs)}
