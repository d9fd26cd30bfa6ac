"""How trees and houses are painted."""

from __future__ import annotations

from collections.abc import Callable

from ganviz.problems.images.demo.scene import Thing
from ganviz.problems.images.demo.scene_brush import Painter
from ganviz.problems.images.demo.scene_styles import WHITE


def conifer(painter: Painter, thing: Thing) -> None:
    """Three tiers with a lit and a dark side, snow on their tips in winter."""
    style, (_, x, y, size) = painter.style, thing
    lit, dark = style.needles
    painter.box(x - 0.04 * size, y - 0.2 * size, x + 0.04 * size, y, style.trunk)
    for top, bottom, half in ((0.55, 0.15, 0.3), (0.8, 0.4, 0.24), (1.0, 0.65, 0.17)):
        tip, foot = y - top * size, y - bottom * size
        painter.polygon([(x, tip), (x - half * size, foot), (x + half * size, foot)], lit)
        painter.polygon([(x, tip), (x + 0.2 * half * size, foot), (x + half * size, foot)], dark)
        if style.snow:
            middle = tip + 0.45 * (foot - tip)
            painter.polygon([(x, tip), (x - 0.45 * half * size, middle), (x, middle - 0.03 * size),
                             (x + 0.45 * half * size, middle)], WHITE)


def tree(painter: Painter, thing: Thing) -> None:
    """A round crown on a trunk."""
    style, (_, x, y, size) = painter.style, thing
    lit, dark = style.leaves
    painter.box(x - 0.05 * size, y - 0.45 * size, x + 0.05 * size, y, style.trunk)
    for across, up, radius in ((-0.16, 0.5, 0.2), (0.16, 0.5, 0.2), (0.0, 0.66, 0.26)):
        painter.disc(x + across * size, y - up * size, radius * size, dark)
    for across, up, radius in ((-0.18, 0.53, 0.15), (0.1, 0.55, 0.13), (-0.03, 0.71, 0.18)):
        painter.disc(x + across * size, y - up * size, radius * size, lit)


def house(painter: Painter, thing: Thing) -> None:
    """Walls, a roof, a chimney, a door and two windows."""
    style, (_, x, y, size) = painter.style, thing
    half, eaves = 0.42 * size, y - 0.42 * size
    painter.box(x + 0.2 * size, eaves - 0.34 * size, x + 0.3 * size, eaves - 0.02 * size, style.trunk)
    painter.box(x - half, eaves, x + half, y, style.wall)
    edge = eaves + 0.02 * size
    painter.polygon([(x - 1.2 * half, edge), (x, eaves - 0.36 * size), (x + 1.2 * half, edge)], style.roof)
    painter.box(x - 0.08 * size, y - 0.26 * size, x + 0.08 * size, y, style.door)
    for across in (-0.25, 0.25):
        painter.box(x + (across - 0.08) * size, eaves + 0.1 * size, x + (across + 0.08) * size, eaves + 0.26 * size,
                    style.window)


THINGS: dict[str, Callable[[Painter, Thing], None]] = {"conifer": conifer, "tree": tree, "house": house}
"""What paints each kind of thing."""
