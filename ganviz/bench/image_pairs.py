"""A small folder of pairs for the benches of image games, and the settings to play them with; no torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

NEVER = 86_400
"""Seconds between two autosaves that no bench lives to see."""

CASES: dict[str, dict[int, dict[str, Any]]] = {
    "pix2pix": {size: {"generator": f"unet_{size}"} for size in (256, 128)},
    "cyclegan": {256: {"generator": "resnet_9blocks"}, 128: {"generator": "resnet_6blocks"}},
}
"""The games' default settings at two sizes, batch 1."""

PAIRS = {"train": 8, "val": 2}


def write_pairs(folder: Path, size: int) -> None:
    """Side-by-side pairs of smooth noise."""
    chance = np.random.default_rng(0)
    for split, count in PAIRS.items():
        (folder / split).mkdir(parents=True)
        for number in range(count):
            coarse = Image.fromarray(chance.integers(0, 256, (8, 16, 3), dtype=np.uint8))
            coarse.resize((2 * size, size), Image.Resampling.BICUBIC).save(folder / split / f"{number}.png")


def values_on(folder: Path, game: str, size: int, precision: str) -> dict[str, Any]:
    """The case's settings on the pairs in a folder."""
    return {**CASES[game][size], "data": str(folder), "precision": precision, "load_size": round(size * 286 / 256),
            "crop_size": size}
