"""A small folder of pairs for the benches of image games, and both loops on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from ganviz.bench.images import CASES
from ganviz.bench.plain_images import PlainCycleGAN, PlainImages, PlainPix2Pix
from ganviz.problems.images.watching import Watch
from ganviz.settings.names import GAMES
from ganviz.training.build import settings_type, validated

_PAIRS = {"train": 8, "val": 2}
_PLAIN: dict[str, type[PlainImages]] = {"pix2pix": PlainPix2Pix, "cyclegan": PlainCycleGAN}


def write_pairs(folder: Path, size: int) -> None:
    """Side-by-side pairs of smooth noise."""
    chance = np.random.default_rng(0)
    for split, count in _PAIRS.items():
        (folder / split).mkdir(parents=True)
        for number in range(count):
            coarse = Image.fromarray(chance.integers(0, 256, (8, 16, 3), dtype=np.uint8))
            coarse.resize((2 * size, size), Image.Resampling.BICUBIC).save(folder / split / f"{number}.png")


def settings_on(folder: Path, game: str, size: int, precision: str) -> Any:
    """The case's settings on the pairs in a folder."""
    return validated(settings_type(game), {**CASES[game][size], "data": str(folder), "precision": precision,
                                           "load_size": round(size * 286 / 256), "crop_size": size})


def plain_loop(game: str, settings: Any) -> PlainImages:
    """The plain loop on images that are decoded by now."""
    implementation = GAMES[game].load()
    images = implementation.open_images(settings, 1, Watch())
    batches = [images.batch(k, settings.batch_size) for k in range(_PAIRS["train"])]
    networks: dict[str, torch.nn.Module] = {**implementation.generators(settings, 1),
                                            **implementation.discriminators(settings, 1)}
    return _PLAIN[game](settings, networks, batches)
