"""Ladders: the sizes of ALI's convolutional networks for images of 28, 32 and 64 pixels.

A ladder climbs down from an image to one pixel and up again. The paper's is that of its appendix for images of 32
pixels (Dumoulin et al. 2017, the networks for SVHN, as the authors' code has them) and of 64 (those for CelebA, without
the maxout of other tables); for 28, of which the paper has none, it is that of 32 with one kernel of 3. The modern one
has strided convolutions of an even kernel, which leave no checkerboard (Odena et al. 2016), and fewer layers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple


class Rung(NamedTuple):
    """One step: channels that come out, and the convolution."""

    width: int
    kernel: int = 1
    stride: int = 1
    padding: int = 0


@dataclass(frozen=True)
class Ladder:
    """The sizes of three networks.

    Attributes:
        down: from an image to one pixel, for encoder and discriminator.
        up: from one pixel to an image of any channels; the last convolution comes after it.
        encoder: what follows ``down`` in the encoder.
        code: the discriminator's layers for the code.
        joint: its layers for both.
        last: the kernel of the convolution that makes the image.
        deviation: the standard deviation that weights begin with; 0 chooses one by their inputs.
    """

    down: tuple[Rung, ...]
    up: tuple[Rung, ...]
    encoder: tuple[Rung, ...]
    code: tuple[Rung, ...]
    joint: tuple[Rung, ...]
    last: int
    deviation: float = 0.0


def _modern(*down: Rung) -> Ladder:
    widths = [down[0].width, *(rung.width for rung in down)]
    up = tuple(rung._replace(width=width) for rung, width in reversed(list(zip(down, widths, strict=False))))
    wide = Rung(down[-1].width)
    return Ladder(down, up, (), (wide,), (wide, wide), 3)


def modern28(filters: int) -> Ladder:
    """For 28 pixels."""
    f = filters
    return _modern(Rung(f, 4, 2, 1), Rung(2 * f, 4, 2, 1), Rung(4 * f, 3, 1, 1), Rung(8 * f, 7))


def modern32(filters: int) -> Ladder:
    """For 32 pixels."""
    f = filters
    return _modern(Rung(f, 4, 2, 1), Rung(2 * f, 4, 2, 1), Rung(4 * f, 4, 2, 1), Rung(8 * f, 4))


def modern64(filters: int) -> Ladder:
    """For 64 pixels."""
    f = filters
    return _modern(Rung(f, 4, 2, 1), Rung(2 * f, 4, 2, 1), Rung(4 * f, 4, 2, 1), Rung(8 * f, 4, 2, 1), Rung(8 * f, 4))


def _paper(filters: int, smallest: int) -> Ladder:
    f = filters
    return Ladder(
        down=(Rung(f, 5), Rung(2 * f, 4, 2), Rung(4 * f, 4), Rung(8 * f, 4, 2), Rung(16 * f, smallest)),
        up=(Rung(8 * f, smallest), Rung(4 * f, 4, 2), Rung(2 * f, 4), Rung(f, 4, 2), Rung(f, 5), Rung(f)),
        encoder=(Rung(16 * f),), code=(Rung(16 * f), Rung(16 * f)), joint=(Rung(32 * f), Rung(32 * f)), last=1,
        deviation=0.01)


def paper28(filters: int) -> Ladder:
    """The paper's of 32 pixels, the smallest kernel being 3; 32 filters are the paper's."""
    return _paper(filters, 3)


def paper32(filters: int) -> Ladder:
    """The paper's for SVHN; 32 filters are the paper's."""
    return _paper(filters, 4)


def paper64(filters: int) -> Ladder:
    """The paper's for CelebA (its table 5); 32 filters are the paper's, which begins with 64."""
    f = 2 * filters
    return Ladder(
        down=(Rung(f, 2), Rung(2 * f, 7, 2), Rung(4 * f, 5, 2), Rung(4 * f, 7, 2), Rung(8 * f, 4)),
        up=(Rung(8 * f, 4), Rung(4 * f, 7, 2), Rung(4 * f, 5, 2), Rung(2 * f, 7, 2), Rung(f, 2)),
        encoder=(), code=(Rung(16 * f), Rung(16 * f)), joint=(Rung(32 * f), Rung(32 * f)), last=1,
        deviation=0.01)


Sizes = Mapping[str, Callable[[int], Ladder]]
"""From pixels on a side to a ladder for a number of filters."""

MODERN: Sizes = MappingProxyType({"28": modern28, "32": modern32, "64": modern64})
PAPER: Sizes = MappingProxyType({"28": paper28, "32": paper32, "64": paper64})
