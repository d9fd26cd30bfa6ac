"""What can be chosen about images: where they lie, how they are sized, how they vary in training."""

from __future__ import annotations

import re
from typing import Any

from pydantic import field_validator

from ganviz.settings.field import Settings, setting
from ganviz.settings.image_names import PREPROCESSINGS
from ganviz.settings.registry import Entry, Registry

DATA, VARIATION = "Images", "Variation"

_OF_THE_IMAGES = ("data", "data_b", "layout", "swap", "held_out", "leave_out", "grey_a", "grey_b", "background")
_CROPPED = ("resize_and_crop", "crop", "scale_width", "scale_width_and_crop")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def with_recognition(layouts: Registry) -> Registry:
    """Layouts to choose from, the first choice being to recognise the one that a folder has."""
    recognise = Entry("auto", "Recognise", "Find out from the names of files and folders.",
                      "ganviz.problems.images.layouts.recognise:recognise")
    return Registry("layout", (recognise, *layouts.values()))


def folder(default: str) -> Any:
    """The images."""
    return setting(default, title="Folder", section=DATA, kind="folder",
                   help="The folder of images, or demo:NAME for a set that is drawn here.")


def layout(layouts: Registry) -> Any:
    """How the folder is organised."""
    return setting("auto", title="Layout", section=DATA, registry=layouts, help="How the folder is organised.")


class ImageSettings(Settings):
    """What every game of images has."""

    data: str = folder("")
    data_b: str = setting("", title="Second folder", section=DATA, kind="folder",
                          help="The folder of side B, where the sides lie apart; empty where one folder holds both.")
    layout: str = "auto"
    swap: bool = setting(False, title="From B to A", section=DATA, help="Learn the way from side B to side A.")
    held_out: float = setting(0.1, title="Held out", section=DATA, ge=0, le=0.5, step=0.05,
                              help="The share that is kept out of training, where the folder has no test split.")
    leave_out: bool = setting(False, title="Leave out bad files", section=DATA,
                              help="Train on the good files where some can't be used.")
    preprocessing: str = setting("resize_and_crop", title="Sizing", section=DATA, registry=PREPROCESSINGS,
                                 help="How an image gets its size.")
    load_size: int = setting(286, title="Load size", section=DATA, ge=16, le=4096, unit="px",
                             shown_if={"preprocessing": ("resize_and_crop", "scale_width", "scale_width_and_crop")},
                             help="What images are resized to before a window is cut out.")
    crop_size: int = setting(256, title="Crop size", section=DATA, ge=16, le=4096, unit="px",
                             shown_if={"preprocessing": _CROPPED},
                             help="Pixels on a side of the window; by scale width the least height.")
    grey_a: bool = setting(False, title="Input in grey", section=DATA,
                           help="Read the input in one channel: side A, or side B where the way is from B to A.")
    grey_b: bool = setting(False, title="Output in grey", section=DATA,
                           help="Read the output in one channel: side B, or side A where the way is from B to A.")
    background: str = setting("#ffffff", title="Background", section=DATA,
                              help="The colour under transparent pixels, as #rrggbb.")
    batch_size: int = setting(1, title="Batch size", section=DATA, ge=1, le=256, step=2, scale="logarithmic",
                              help="Images (or pairs) in each iteration.")

    flip: bool = setting(True, title="Mirror", section=VARIATION, help="Mirror left and right, half the time.")
    rotate90: bool = setting(False, title="Quarter turns", section=VARIATION, help="Turn by 0, 90, 180 or 270 degrees.")
    degrees: float = setting(0.0, title="Tilt", section=VARIATION, ge=0, le=45, unit="°", special={0: "off"},
                             help="Turn by up to this angle to either side.")
    brightness: float = setting(0.0, title="Brightness", section=VARIATION, ge=0, le=1, step=0.05, special={0: "off"},
                                help="Multiply the brightness by a factor of 1 minus this to 1 plus this.")
    contrast: float = setting(0.0, title="Contrast", section=VARIATION, ge=0, le=1, step=0.05, special={0: "off"},
                              help="Multiply the contrast by a factor of 1 minus this to 1 plus this.")
    saturation: float = setting(0.0, title="Saturation", section=VARIATION, ge=0, le=1, step=0.05, special={0: "off"},
                                help="Multiply the saturation by a factor of 1 minus this to 1 plus this.")
    hue: float = setting(0.0, title="Hue", section=VARIATION, ge=0, le=0.5, step=0.05, special={0: "off"},
                         help="Turn the circle of colours by up to this share of it to either side.")

    def of_the_images(self) -> dict[str, Any]:
        """What belongs to the chosen images: a run by a preset that names no images of its own keeps it."""
        return {name: getattr(self, name) for name in _OF_THE_IMAGES}

    @field_validator("background")
    @classmethod
    def _a_colour(cls, value: str) -> str:
        if not _COLOUR.fullmatch(value):
            raise ValueError(f"{value!r} is no colour; write it as #rrggbb, such as #ffffff for white")
        return value
