"""How one training example is varied: drawn from (seed, stream, epoch, index), then applied to all its images."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import affine_grid, grid_sample

from ganviz.problems.images.chance import key, uniform
from ganviz.problems.images.colour import UNCHANGED, Colouring
from ganviz.problems.images.preprocessing import Augmentation


@dataclass(frozen=True, slots=True)
class Variation:
    """One drawn variation.

    Attributes:
        x, y: where the window lies, as shares of the room there is, 0..1.
        flip: whether left and right are mirrored.
        turns: quarter turns, counter-clockwise.
        degrees: a turn of the window within its image, counter-clockwise.
        colouring: what is done to the colours.
    """

    x: float = 0.5
    y: float = 0.5
    flip: bool = False
    turns: int = 0
    degrees: float = 0.0
    colouring: Colouring = UNCHANGED


class Place(NamedTuple):
    """A window, in pixels."""

    top: int
    left: int
    height: int
    width: int


MIDDLE = Variation()
"""No variation: the window in the middle."""


def draw(augmentation: Augmentation, seed: int, stream: int, epoch: int, index: int) -> Variation:
    """The variation of one example in one epoch; ``epoch`` and ``index`` count from 0."""
    chance = key(seed, stream, epoch, index)

    def symmetric(place: int) -> float:
        return 2 * uniform(chance, place) - 1

    colouring = Colouring(1 + augmentation.brightness * symmetric(5), 1 + augmentation.contrast * symmetric(6),
                          1 + augmentation.saturation * symmetric(7), augmentation.hue * symmetric(8))
    return Variation(uniform(chance, 0), uniform(chance, 1), augmentation.flip and uniform(chance, 2) < 0.5,
                     int(4 * uniform(chance, 3)) if augmentation.rotate90 else 0,
                     augmentation.degrees * symmetric(4), colouring)


def cut(pixels: NDArray[np.uint8], window: int | None, variation: Variation) -> torch.Tensor:
    """One image cut to its window, then turned and mirrored: uint8 (C, h, w), a copy; the colours are still its own.

    Args:
        pixels: the image as loaded, uint8 (C, H, W).
        window: pixels on a side of the window; None keeps the whole image.
        variation: what was drawn; a quarter turn of a window that is not square becomes a half turn.
    """
    place = _place(pixels, window, variation)
    window_of = _tilted(pixels, place, variation.degrees) if variation.degrees else _upright(pixels, place)
    return _turned(window_of, variation)


def corner(room: int, share: float) -> int:
    """Where a window begins: a whole number of 0..room, each as likely for a share uniform in [0, 1)."""
    return int(share * (room + 1))


def _place(pixels: NDArray[np.uint8], window: int | None, variation: Variation) -> Place:
    height, width = pixels.shape[1:]
    if window is None:
        return Place(0, 0, height, width)
    return Place(corner(height - window, variation.y), corner(width - window, variation.x), window, window)


def _upright(pixels: NDArray[np.uint8], place: Place) -> torch.Tensor:
    window = pixels[:, place.top:place.top + place.height, place.left:place.left + place.width]
    return torch.from_numpy(np.array(window))


def _tilted(pixels: NDArray[np.uint8], place: Place, degrees: float) -> torch.Tensor:
    """The window turned about its middle within the image, which is mirrored at its edges; bilinear."""
    height, width = pixels.shape[1:]
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    across, down = 2 * place.left + place.width, 2 * place.top + place.height
    theta = torch.tensor([[cosine * place.width / width, -sine * place.height / width, across / width - 1],
                          [sine * place.width / height, cosine * place.height / height, down / height - 1]])
    grid = affine_grid(theta[None], [1, 1, place.height, place.width], align_corners=False)
    whole = torch.from_numpy(np.array(pixels)).to(torch.float32)
    sampled = grid_sample(whole[None], grid, padding_mode="reflection", align_corners=False)[0]
    return sampled.round_().to(torch.uint8)


def _turned(image: torch.Tensor, variation: Variation) -> torch.Tensor:
    square = image.shape[1] == image.shape[2]
    turns = variation.turns if square else 2 * (variation.turns // 2)
    turned = torch.rot90(image, turns, (1, 2)) if turns else image
    return turned.flip(2) if variation.flip else turned
