"""``demo:facades``: label maps of house fronts and the painted fronts, side by side, all drawn by rules."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PIL import Image

from ganviz.problems.images.choice import Split
from ganviz.problems.images.demo.dice import Dice
from ganviz.problems.images.demo.drawn import DemoSet
from ganviz.problems.images.demo.facade_paint import facade
from ganviz.problems.images.demo.facade_plan import plan
from ganviz.problems.images.demo.sets import Picture, write_pictures
from ganviz.problems.images.watching import Watch

_VERSION = "1"
_SEED = 1
_COUNTS: tuple[tuple[Split, int], ...] = (("train", 300), ("val", 40), ("test", 60))


def draw_facades(folder: Path, size: int, watch: Watch) -> None:
    """300 fronts to train on, 40 in ``val``, 60 in ``test``; the same plans at every size."""
    pictures: list[Picture] = []
    for split, count in _COUNTS:
        for number in range(count):
            pictures.append(Picture(f"{split}/{number:04d}", partial(_front, len(pictures), size)))
    write_pictures(folder, pictures, watch)


def _front(number: int, size: int) -> Image.Image:
    return facade(plan(Dice(_SEED, number)), size, grain=number)


FACADES = DemoSet((64, 128, 256), draw_facades, lambda: _VERSION)
