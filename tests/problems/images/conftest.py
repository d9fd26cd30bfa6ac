"""A cache of its own for each test, and one for all demo sets."""

import pytest


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory, monkeypatch):
    """Nothing of the user's is read or written."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("GANVIZ_CACHE", str(folder))
    return folder
