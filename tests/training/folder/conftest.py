"""A run to write to, and disks that fail."""

import errno
import os

import numpy as np
import pytest

from ganviz.training.folder.checkpoints import Checkpoint
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.manifest import Manifest


@pytest.fixture
def manifest():
    return Manifest(ganviz="0.1.0", game="2d", game_settings={"problem": "ring8", "learning_rate_d": 0.001},
                    run_settings={"seed": 3, "history_megabytes": 1}, seed=3, threads=1,
                    dataset={"path": "points.csv", "sha256": "ab" * 32}, libraries={"torch": "2.13.0"},
                    created="2026-01-31T14:25:30+00:00")


@pytest.fixture
def run(tmp_path, manifest):
    with RunFolder.create(tmp_path / "run", manifest) as opened:
        yield opened


@pytest.fixture
def make_checkpoint():
    def make(branch=0, iteration=0, size=8, **state):
        values = np.random.default_rng((branch, iteration)).normal(size=size).astype(np.float32)
        return Checkpoint(branch, iteration, {"flat": values}, {"moments": -values},
                          {"updates_d": iteration, **state})

    return make


@pytest.fixture
def failing_write(monkeypatch):
    """Make every write to a file fail from now on, as a full or protected disk does."""
    def fail(number):
        def raise_it(*args, **kwargs):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "fsync", raise_it)
        monkeypatch.setattr(os, "write", raise_it)

    return fail


@pytest.fixture
def full_disk(failing_write):
    return lambda: failing_write(errno.ENOSPC)
