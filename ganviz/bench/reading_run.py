"""Draws batches from a folder of images made for it; run in a process of its own by the bench ``reading``."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from ganviz.bench.child import hand_over
from ganviz.problems.images.cache.cache import Cache
from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.paired import PairedImages, open_pairs
from ganviz.problems.images.preprocessing import Augmentation, Preprocessing

_LARGE = 512
_BLOCKS = 16
_SLOW = 10
_PLAIN = Augmentation(flip=True, rotate90=True)
_ALL = Augmentation(flip=True, rotate90=True, degrees=10, brightness=0.2, contrast=0.2, saturation=0.2, hue=0.05)


def _make_folder(folder: Path, count: int) -> None:
    """Side-by-side JPEG pairs of 1024 x 512 pixels, as irregular as photographs."""
    chance = np.random.default_rng(0)
    folder.mkdir(parents=True)
    for number in range(count):
        coarse = Image.fromarray(chance.integers(0, 256, (_BLOCKS, 2 * _BLOCKS, 3), dtype=np.uint8))
        smooth = np.asarray(coarse.resize((2 * _LARGE, _LARGE), Image.Resampling.BICUBIC), np.float32)
        grained = smooth + chance.normal(0, 6, smooth.shape)
        Image.fromarray(grained.clip(0, 255).astype(np.uint8)).save(folder / f"{number:04d}.jpg", quality=90)


def _open(listing: Listing, augmentation: Augmentation, cache: Cache) -> PairedImages:
    return open_pairs(listing, Preprocessing(), augmentation, seed=0, cache=cache)


def _images_per_second(data: PairedImages, batches: int) -> float:
    """After a few batches to warm up; each has one pair."""
    for k in range(_SLOW):
        data.batch(k, 1)
    begin = time.perf_counter()
    for k in range(batches):
        data.batch(_SLOW + k, 1)
    return 2 * batches / (time.perf_counter() - begin)


def _main(count: str, batches: str) -> None:
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as place:
        os.environ["GANVIZ_CACHE"] = str(Path(place) / "cache")
        folder = Path(place) / "pairs"
        _make_folder(folder, int(count))
        begin = time.perf_counter()
        listing = inspect(DataChoice(str(folder))).listing()
        looked = time.perf_counter()
        cached = _open(listing, _PLAIN, Cache())
        opened = time.perf_counter()
        varied = _open(listing, _ALL, Cache())
        direct = _open(listing, _PLAIN, Cache(Path(place) / "no room", most_bytes=0))
        hand_over({
            "images_s": _images_per_second(cached, int(batches)),
            "images_s_all_variations": _images_per_second(varied, max(_SLOW, int(batches) // _SLOW)),
            "images_s_without_cache": _images_per_second(direct, max(_SLOW, int(batches) // (2 * _SLOW))),
            "look_images_s": 2 * int(count) / (looked - begin), "decode_images_s": 2 * int(count) / (opened - looked)})
        direct.close()


if __name__ == "__main__":
    _main(*sys.argv[1:])
