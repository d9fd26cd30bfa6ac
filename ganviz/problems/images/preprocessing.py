"""How an image gets its size, as the reference does it (junyanz, formats.md), and how it is varied in training."""

from __future__ import annotations

from dataclasses import dataclass, field

from ganviz.problems.images.choice import Side

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How an image gets its size.

    Attributes:
        mode: an id of ``ganviz.problems.images.sizing.MODES``: resize_and_crop, crop, scale_width,
            scale_width_and_crop or none.
        load_size: pixels that it is resized to first.
        crop_size: pixels on a side of the random window that is cut out of that.
        channels: 3 (RGB) or 1 (grey) of side A and of side B, as they are once the way has been turned.
        background: the colour under transparent pixels.
        multiple: what both sides are rounded to by modes that keep an image's shape and cut nothing out.
    """

    mode: str = "resize_and_crop"
    load_size: int = 286
    crop_size: int = 256
    channels: tuple[int, int] = (3, 3)
    background: Colour = WHITE
    multiple: int = field(default=4, repr=False)

    def channels_of(self, side: Side) -> int:
        """The channels of one side."""
        return self.channels["AB".index(side)]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How training examples vary: a function of (seed, epoch, index), alike for both sides of a pair.

    Attributes:
        flip: mirror left and right, half the time.
        rotate90: turn by 0, 90, 180 or 270 degrees.
        degrees: turn by up to this angle to either side, 0..45.
        brightness, contrast, saturation: multiply by a factor of 1 - value to 1 + value, 0..1.
        hue: turn the colour circle by up to this share of it to either side, 0..0.5.
    """

    flip: bool = True
    rotate90: bool = False
    degrees: float = 0.0
    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    hue: float = 0.0


NO_AUGMENTATION = Augmentation(flip=False)
