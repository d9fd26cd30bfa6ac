"""The plan of a house front: labelled rectangles, the later ones in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ganviz.problems.images.demo.dice import Dice


class Box(NamedTuple):
    """Left, top, right, bottom, as shares of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def part(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box within it, in shares of it; beyond 0..1 it reaches out."""
        width, height = self.right - self.left, self.bottom - self.top
        return Box(self.left + left * width, self.top + top * height,
                   self.left + right * width, self.top + bottom * height)


    def pixels(self, side: int) -> tuple[int, int, int, int]:
        """The same in pixels of a picture with ``side`` on a side, the last ones included; at least one each way."""
        left, top = round(self.left * side), round(self.top * side)
        return left, top, max(left, round(self.right * side) - 1), max(top, round(self.bottom * side) - 1)


class Part(NamedTuple):
    """One labelled rectangle."""

    label: str
    box: Box


@dataclass(frozen=True, slots=True)
class Plan:
    """A house front. ``style`` follows from what the labels show, so that it can be learnt."""

    parts: tuple[Part, ...]
    style: int


_SHOP_SHARE = 0.55
_BALCONY_SHARE = 0.4
_BLIND_SHARE = 0.15


def plan(dice: Dice) -> Plan:
    """A random house front."""
    floors, bays = dice.whole(2, 5), dice.whole(2, 6)
    house = Box(dice.uniform(0.02, 0.09), dice.uniform(0.16, 0.26), dice.uniform(0.91, 0.98), 0.94)
    has_roof = dice.chance(0.6)
    parts = [Part("sky", Box(0, 0, 1, 1)), Part("street", Box(0, 0.94, 1, 1)), Part("wall", house)]
    parts += _top(house, bays, has_roof)
    ground = house.part(0, 1 - 1.15 / (floors + 1), 1, 1)
    upper = Box(house.left, house.top + 0.035, house.right, ground.top)
    parts += _pillars(house, dice)
    parts += _floors(upper, floors, bays, dice)
    parts += _ground(ground, bays, dice)
    return Plan(tuple(parts), 2 * floors + bays + 3 * has_roof)


def _top(house: Box, bays: int, has_roof: bool) -> list[Part]:
    """A roof with dormers above the cornice, or the cornice alone."""
    cornice = Part("cornice", Box(house.left - 0.015, house.top - 0.012, house.right + 0.015, house.top + 0.03))
    if not has_roof:
        return [cornice]
    roof = Box(house.left + 0.01, house.top - 0.12, house.right - 0.01, house.top)
    dormers = [Part("window", roof.part((bay + 0.34) / bays, 0.35, (bay + 0.66) / bays, 0.9)) for bay in range(bays)]
    return [Part("roof", roof), *dormers[1::2], cornice]


def _pillars(house: Box, dice: Dice) -> list[Part]:
    if dice.chance(0.5):
        return []
    return [Part("pillar", house.part(0, 0.05, 0.035, 1)), Part("pillar", house.part(0.965, 0.05, 1, 1))]


def _floors(upper: Box, floors: int, bays: int, dice: Dice) -> list[Part]:
    """Rows of alike windows; each row has balconies, blinds or neither."""
    width, height = dice.uniform(0.42, 0.6), dice.uniform(0.55, 0.68)
    parts: list[Part] = []
    for floor in range(floors):
        row = upper.part(0.03, floor / floors, 0.97, (floor + 1) / floors)
        has_balconies, has_blinds = dice.chance(_BALCONY_SHARE), dice.chance(2 * _BLIND_SHARE)
        for bay in range(bays):
            cell = row.part(bay / bays, 0, (bay + 1) / bays, 1)
            window = cell.part((1 - width) / 2, (1 - height) / 2, (1 + width) / 2, (1 + height) / 2)
            parts += _window(window, has_balconies, has_blinds and dice.chance(0.7))
        if floor and dice.chance(0.4):
            parts.insert(0, Part("cornice", row.part(-0.03, -0.03, 1.03, 0.03)))
    return parts


def _window(window: Box, has_balcony: bool, has_blind: bool) -> list[Part]:
    parts = [Part("window", window)]
    if has_blind:
        parts.append(Part("blind", window.part(0, 0, 1, 0.5)))
    if has_balcony:
        return [*parts, Part("balcony", window.part(-0.22, 0.58, 1.22, 1.1))]
    return [*parts, Part("sill", window.part(-0.1, 1, 1.1, 1.09))]


def _ground(ground: Box, bays: int, dice: Dice) -> list[Part]:
    """Shops and a door, or a door between windows."""
    door = dice.whole(0, bays - 1)
    has_shops = dice.chance(_SHOP_SHARE)
    parts = [Part("cornice", ground.part(0, -0.03, 1, 0.05))]
    for bay in range(bays):
        cell = ground.part(0.03 + 0.94 * bay / bays, 0.05, 0.03 + 0.94 * (bay + 1) / bays, 1)
        if bay == door:
            parts.append(Part("door", cell.part(0.2, 0.2, 0.8, 1)))
        elif has_shops:
            parts.append(Part("shop", cell.part(0.06, 0.12, 0.94, 1)))
        else:
            parts += _window(cell.part(0.22, 0.22, 0.78, 0.75), False, False)
    return parts
