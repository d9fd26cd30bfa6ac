"""What ALI's form for images has beside what it shares with the form for points."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from pydantic.fields import FieldInfo

from ganviz.settings.ali_names import LADDERS, SIZES
from ganviz.settings.field import Declared, Presentation, Settings, setting
from ganviz.settings.image_data import DATA, VARIATION, with_recognition
from ganviz.settings.image_names import LABELLED_LAYOUTS
from ganviz.settings.names import PROBLEMS_2D

IMAGES = "images"
NETWORKS, WATCHING = "Networks", "Watching"
_OF_IMAGES = {"problem": (IMAGES,)}
_OF_POINTS = {"problem": tuple(PROBLEMS_2D)}


def for_points(declared: Any) -> Any:
    """The same setting, which matters for points alone."""
    assert isinstance(declared, FieldInfo)
    read = Declared.read("", declared)
    shown = {each.name: getattr(read.presentation, each.name) for each in fields(Presentation)}
    return setting(read.default, title=read.title, help=read.help, ge=read.lowest, le=read.highest,
                   **{**shown, "shown_if": _OF_POINTS})


class ImageForm(Settings):
    """Images, their networks, and how they are watched."""

    layout: str = setting("auto", title="Layout", section=DATA, registry=with_recognition(LABELLED_LAYOUTS),
                         shown_if=_OF_IMAGES, help="How the folder or file is organised.")
    size: str = setting("32", title="Size", section=DATA, registry=SIZES, shown_if=_OF_IMAGES,
                        help="Pixels on a side that every image is cut and resized to.")
    grey: bool = setting(False, title="Grey", section=DATA, shown_if=_OF_IMAGES, help="Read images in one channel.")
    held_out: float = setting(0.1, title="Held out", section=DATA, ge=0, le=0.5, step=0.05, shown_if=_OF_IMAGES,
                              help="The share that is kept out of training, where the data has no test split.")
    leave_out: bool = setting(False, title="Leave out bad files", section=DATA, shown_if=_OF_IMAGES,
                              help="Train on the good files where some can't be used.")
    flip: bool = setting(False, title="Mirror", section=VARIATION, shown_if=_OF_IMAGES,
                         help="Mirror left and right, half the time.")

    ladder: str = setting("modern", title="Ladder", section=NETWORKS, registry=LADDERS, shown_if=_OF_IMAGES,
                          help="The convolutions of all three networks.")
    filters: int = setting(32, title="Filters", section=NETWORKS, ge=4, le=256, step=2, scale="logarithmic",
                           shown_if=_OF_IMAGES, help="Channels of the first convolution; all others follow from it.")

    samples: int = setting(48, title="Samples", section=WATCHING, ge=1, le=256, live=True, shown_if=_OF_IMAGES,
                           help="How many samples are on show, and beside them half as many reconstructions.")
    watch_budget: float = setting(0.1, title="Watch budget", section=WATCHING, ge=0.01, le=1, step=0.05, live=True,
                                  shown_if=_OF_IMAGES, help="The share of the training time that pictures may cost.")
