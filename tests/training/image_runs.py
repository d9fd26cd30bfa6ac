"""A tiny folder of pairs, and runs of tiny image games on it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganviz.problems.images.watching import Watch
from tests.core_support import TIMEOUT

TINY = {"generator": "unet_64", "width_g": 4, "width_d": 4, "load_size": 68, "crop_size": 64, "samples": 2,
        "schedule_by": "iteration", "schedule_constant": 4, "schedule_decay": 100}
GAMES = {
    "pix2pix": {**TINY, "batch_size": 2},
    "cyclegan": {**TINY, "pool_size": 3, "schedule": "plateau", "schedule_step": 3, "schedule_patience": 1},
}


@contextmanager
def endless_reading() -> Iterator[None]:
    """Images are read no further than the first word of it until that is cancelled, so that it can't be over before."""
    plain = Watch.step

    def step(watch: Watch, stage: str, done: int, total: int) -> None:
        watch.progress(stage, done, total)
        ends = time.monotonic() + TIMEOUT
        while not watch.cancelled() and time.monotonic() < ends:
            time.sleep(0.001)
        plain(watch, stage, done, total)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Watch, "step", step)
        yield


def write_pairs(folder: Path, train: int = 5, val: int = 2) -> Path:
    """Side-by-side pairs: an outline, and the same shape filled."""
    chance = np.random.default_rng(0)
    for split, count in (("train", train), ("val", val)):
        (folder / split).mkdir(parents=True)
        for number in range(count):
            pair = np.full((64, 128, 3), 255, np.uint8)
            top, left = chance.integers(4, 20, 2)
            high, wide = chance.integers(20, 40, 2)
            pair[top:top + high, left:left + wide] = 0
            pair[top + 2:top + high - 2, left + 2:left + wide - 2] = 255
            pair[top:top + high, 64 + left:64 + left + wide] = chance.integers(0, 255, 3)
            Image.fromarray(pair).save(folder / split / f"{number}.png")
    return folder
