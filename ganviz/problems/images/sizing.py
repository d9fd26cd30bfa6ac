"""The reference's ways to size an image (junyanz, formats.md), each as a function from its size alone.

Where nothing is cut out, sides are rounded to what the generator takes; the reference rounds to 4, by its mode none
alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image

from ganviz.problems.images.preprocessing import Preprocessing
from ganviz.settings.image_names import PREPROCESSINGS

Size = tuple[int, int]
_LEAST = 16
"""Pixels on a side below which results can't be measured."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to size an image.

    Attributes:
        target: from (width, height) to what it is resized to; the same size leaves it as it is.
        crops: whether training cuts a window of ``crop_size`` out of that.
        squares: whether only the largest square in the middle is resized.
        rounds: whether both sides are rounded to a multiple.
    """

    target: Callable[[Size, Preprocessing], Size]
    crops: bool
    squares: bool = False
    rounds: bool = False


@cache
def mode(name: str) -> Mode:
    """The mode of a name.

    Raises:
        UnknownNameError: if there is no such mode.
    """
    found: Mode = PREPROCESSINGS.load(name)
    return found


def evaluation(preprocessing: Preprocessing) -> Preprocessing:
    """The same without chance: whole images, loaded at the size that training cuts out, if it cuts."""
    cuts = mode(preprocessing.mode).crops
    return replace(preprocessing, load_size=preprocessing.crop_size) if cuts else preprocessing


def loaded_size(size: Size, preprocessing: Preprocessing) -> Size:
    """What an image of a size becomes before it is cropped, (width, height)."""
    return mode(preprocessing.mode).target(size, preprocessing)


def loaded(image: Image.Image, preprocessing: Preprocessing, channels: int) -> Image.Image:
    """An RGB image in the chosen channels and resized (bicubic); grey is taken first, as in the reference."""
    chosen = mode(preprocessing.mode)
    image = image if channels == 3 else image.convert("L")
    image = image.crop(_middle(image.size)) if chosen.squares else image
    target = chosen.target(image.size, preprocessing)
    return image if target == image.size else image.resize(target, Image.Resampling.BICUBIC)


def _square(_size: Size, preprocessing: Preprocessing) -> Size:
    return preprocessing.load_size, preprocessing.load_size


def _as_it_is(size: Size, _preprocessing: Preprocessing) -> Size:
    return size


def _to_width(size: Size, preprocessing: Preprocessing) -> Size:
    width, height = size
    if width == preprocessing.load_size and height >= preprocessing.crop_size:
        return size
    scaled = preprocessing.load_size * height / width
    return preprocessing.load_size, int(max(scaled, preprocessing.crop_size))


def _to_multiple(size: Size, preprocessing: Preprocessing) -> Size:
    multiple = preprocessing.multiple
    width, height = (max(round(side / multiple) * multiple, multiple, _LEAST) for side in size)
    return width, height


def _to_round_width(size: Size, preprocessing: Preprocessing) -> Size:
    return _to_multiple(_to_width(size, preprocessing), preprocessing)


def _middle(size: Size) -> tuple[int, int, int, int]:
    width, height = size
    side = min(size)
    left, top = (width - side) // 2, (height - side) // 2
    return left, top, left + side, top + side


resize_and_crop = Mode(_square, crops=True)
crop = Mode(_as_it_is, crops=True)
scale_width = Mode(_to_round_width, crops=False, rounds=True)
scale_width_and_crop = Mode(_to_width, crops=True)
none = Mode(_to_multiple, crops=False, rounds=True)
middle_square = Mode(_square, crops=False, squares=True)
