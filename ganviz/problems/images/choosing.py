"""From a game's settings to the choice of images that they name: one function for each kind of game.

The report before training and the run both go by these, so that the run is on what was reported.
"""

from __future__ import annotations

from ganviz.problems.images.choice import DataChoice, Kind
from ganviz.settings.ali import ALISettings
from ganviz.settings.ali_names import SIZES
from ganviz.settings.image_data import ImageSettings


def pairs(settings: ImageSettings) -> DataChoice:
    """Pairs."""
    return _of_sides(settings, "pairs")


def unpaired(settings: ImageSettings) -> DataChoice:
    """Two piles."""
    return _of_sides(settings, "unpaired")


def labelled(settings: ALISettings) -> DataChoice:
    """Single images."""
    return DataChoice(settings.data, "labelled", layout=_layout(settings.layout), held_out=settings.held_out,
                      size=SIZES[settings.size].facts["pixels"])


def _of_sides(settings: ImageSettings, kind: Kind) -> DataChoice:
    return DataChoice(settings.data, kind, settings.data_b, _layout(settings.layout), settings.swap, settings.held_out,
                      size=settings.load_size)


def _layout(name: str) -> str:
    return "" if name == "auto" else name
