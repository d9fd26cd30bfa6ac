"""A folder of images for the games that need one, and caches: one of a session's own, made once, for compiled code."""

from __future__ import annotations

import pytest

from ganviz.training.engine.cache import CodeCache
from tests.engines import Makings
from tests.training.image_runs import GAMES, write_pairs


@pytest.fixture(scope="session", autouse=True)
def session_cache(tmp_path_factory):
    """The folder that takes the place of the user's cache."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GANVIZ_CACHE", str(folder))
        yield folder


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """An empty cache for one test."""
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))
    return CodeCache()


@pytest.fixture
def makings(own_cache, monkeypatch):
    """What was begun in place of compilations, with an empty cache and as if there were a compiler."""
    begun = Makings()
    monkeypatch.setattr("ganviz.training.engine.codes.Compilation", begun)
    monkeypatch.setattr("ganviz.training.engine.obstacles.find_compiler", lambda: "c++")
    return begun


@pytest.fixture
def pairs(tmp_path):
    return write_pairs(tmp_path / "pairs")


@pytest.fixture(params=list(GAMES))
def image_game(request, pairs):
    """The id and the settings of a tiny image game."""
    return request.param, {**GAMES[request.param], "data": str(pairs)}
