"""From a game's settings to the choice of images that they name: one function for each kind of game.

The report before training and the run both go by these, so that the run is on what was reported.
"""

from __future__ import annotations

from ganviz.problems.images.choice import DataChoice, Kind
from ganviz.problems.images.preprocessing import Colour, Preprocessing
from ganviz.settings.ali import ALISettings
from ganviz.settings.ali_names import SIZES
from ganviz.settings.translation import TranslationSettings
from ganviz.settings.translation_names import GENERATORS


def pairs(settings: TranslationSettings) -> DataChoice:
    """Pairs."""
    return _of_sides(settings, "pairs")


def unpaired(settings: TranslationSettings) -> DataChoice:
    """Two piles."""
    return _of_sides(settings, "unpaired")


def labelled(settings: ALISettings) -> DataChoice:
    """Single images."""
    return DataChoice(settings.data, "labelled", layout=_layout(settings.layout), held_out=settings.held_out,
                      size=SIZES[settings.size].facts["pixels"])


def preprocessing_of(settings: TranslationSettings) -> Preprocessing:
    """How images get their size."""
    channels = 1 if settings.grey_a else 3, 1 if settings.grey_b else 3
    return Preprocessing(settings.preprocessing, settings.load_size, settings.crop_size, channels,
                         colour(settings.background), GENERATORS[settings.generator].facts["multiple"])


def colour(text: str) -> Colour:
    """A colour written as #rrggbb."""
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


def _of_sides(settings: TranslationSettings, kind: Kind) -> DataChoice:
    return DataChoice(settings.data, kind, settings.data_b, _layout(settings.layout), settings.swap, settings.held_out,
                      size=settings.load_size, sizing=preprocessing_of(settings))


def _layout(name: str) -> str:
    return "" if name == "auto" else name
