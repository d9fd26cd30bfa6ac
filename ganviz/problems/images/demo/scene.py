"""A landscape as shapes, before any colour: positions are shares of the picture, y downwards."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from ganviz.problems.images.demo.dice import Dice


class Hill(NamedTuple):
    """A skyline: its mean height and waves of (amplitude, waves across the picture, phase in turns)."""

    height: float
    waves: tuple[tuple[float, float, float], ...]

    def at(self, x: float) -> float:
        """How high it is at x."""
        return self.height + sum(size * math.sin(2 * math.pi * (number * x + phase))
                                 for size, number, phase in self.waves)


class Thing(NamedTuple):
    """Something that stands at (x, y), ``size`` high."""

    kind: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One landscape, from behind to the front.

    Attributes:
        light: the sun or the moon: x, y and radius.
        clouds: x, y and size of each.
        peaks: x, y of the top and half the width of each mountain.
        hills: the skylines, the farthest first.
        things: trees and houses on the hills, by hill.
    """

    light: tuple[float, float, float]
    clouds: tuple[tuple[float, float, float], ...]
    peaks: tuple[tuple[float, float, float], ...]
    hills: tuple[Hill, ...]
    things: tuple[tuple[Thing, ...], ...]


def scene(dice: Dice) -> Scene:
    """A random landscape."""
    hills = tuple(_hill(dice, height) for height in (0.58, 0.7, 0.84))
    light = (dice.uniform(0.12, 0.88), dice.uniform(0.1, 0.26), dice.uniform(0.05, 0.08))
    clouds = tuple((dice.uniform(0, 1), dice.uniform(0.06, 0.34), dice.uniform(0.08, 0.16))
                   for _ in range(dice.whole(1, 3)))
    peaks = tuple((dice.uniform(0, 1), dice.uniform(0.3, 0.46), dice.uniform(0.2, 0.34))
                  for _ in range(dice.whole(2, 4)))
    things = tuple(_things(dice, hill, size) for hill, size in zip(hills, (0.1, 0.16, 0.25), strict=True))
    return Scene(light, clouds, peaks, hills, things)


def _hill(dice: Dice, height: float) -> Hill:
    return Hill(height, tuple((dice.uniform(0.01, 0.045), dice.uniform(0.4, 1.6), dice.uniform()) for _ in range(2)))


def _things(dice: Dice, hill: Hill, size: float) -> tuple[Thing, ...]:
    """Trees in a row, a house among them now and then; what stands lower is in front."""
    kinds = ("conifer", "conifer", "tree", "tree", "house" if dice.chance(0.6) else "tree")
    found = []
    for _ in range(dice.whole(2, 5)):
        x = dice.uniform(0.04, 0.96)
        kind = dice.choice(kinds)
        foot = hill.at(x) + dice.uniform(0.015, 0.06)
        found.append(Thing(kind, x, foot, size * dice.uniform(0.75, 1.2)))
    return tuple(sorted(found, key=lambda thing: thing.y))
