"""Compiled code is made once for all tests of a session, in a folder of theirs."""

from __future__ import annotations

import pytest

from ganviz.training.engine.cache import CodeCache


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
