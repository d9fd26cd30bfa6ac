"""``demo:styles``: landscapes of a summer's day (A) and of a winter's night (B).

No landscape of ``trainA`` is in ``trainB``. In ``val`` and ``test`` equal names are the same landscape, which the game
never sees: that gives the true error of a translation.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PIL import Image

from ganviz.problems.images.choice import Side, Split
from ganviz.problems.images.demo.dice import Dice
from ganviz.problems.images.demo.drawn import DemoSet
from ganviz.problems.images.demo.scene import scene
from ganviz.problems.images.demo.scene_paint import landscape
from ganviz.problems.images.demo.scene_styles import SUMMER, WINTER_NIGHT, SceneStyle
from ganviz.problems.images.demo.sets import Picture, write_pictures
from ganviz.problems.images.watching import Watch

_VERSION = "1"
_SEED = 2
_STYLES: tuple[tuple[Side, SceneStyle], ...] = (("A", SUMMER), ("B", WINTER_NIGHT))
_TRAINING = 300
_TWINS: tuple[tuple[Split, int], ...] = (("val", 30), ("test", 60))


def draw_styles(folder: Path, size: int, watch: Watch) -> None:
    """300 landscapes of each style to train on; 30 and 60 in both styles in ``val`` and ``test``."""
    pictures = [_picture("train", side, place * _TRAINING + number, style, size)
                for place, (side, style) in enumerate(_STYLES) for number in range(_TRAINING)]
    first = len(_STYLES) * _TRAINING
    for split, count in _TWINS:
        pictures += [_picture(split, side, first + number, style, size)
                     for number in range(count) for side, style in _STYLES]
        first += count
    write_pictures(folder, pictures, watch)


def _picture(split: Split, side: Side, number: int, style: SceneStyle, size: int) -> Picture:
    return Picture(f"{split}{side}/{number:04d}", partial(_draw, number, style, size))


def _draw(number: int, style: SceneStyle, size: int) -> Image.Image:
    return landscape(scene(Dice(_SEED, number)), style, size)


STYLES = DemoSet((64, 128, 256), draw_styles, lambda: _VERSION)
