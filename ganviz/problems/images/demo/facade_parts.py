"""How each part of a house front is painted."""

from __future__ import annotations

from collections.abc import Callable

from ganviz.problems.images.demo.brush import Brush, tinted
from ganviz.problems.images.demo.facade_plan import Box

_SKY, _HORIZON = (108, 164, 224), (226, 236, 244)
_GLASS, _GLASS_LOW = (38, 56, 78), (112, 148, 178)
_IRON = (34, 34, 40)


def sky(brush: Brush, box: Box) -> None:
    """Blue, paler downwards."""
    brush.shaded(box, _SKY, _HORIZON)


def street(brush: Brush, box: Box) -> None:
    """A pavement with its kerb."""
    brush.shaded(box, (150, 146, 142), (112, 110, 112), 5)
    brush.flat(box.part(0, 0, 1, 0.12), (182, 178, 172))


def wall(brush: Brush, box: Box) -> None:
    """Bricks, blocks or plaster."""
    style = brush.style
    if style.course:
        brush.courses(box, style.wall, style.course, 0.045)
    else:
        brush.shaded(box, tinted(style.wall, 1.03), tinted(style.wall, 0.93), 3)


def roof(brush: Brush, box: Box) -> None:
    """Slates."""
    brush.courses(box, brush.style.roof, 0.012, 0.07)
    brush.flat(box.part(0, 0, 1, 0.06), tinted(brush.style.roof, 0.7))


def cornice(brush: Brush, box: Box) -> None:
    """A band of stone."""
    brush.slab(box, brush.style.stone)


def pillar(brush: Brush, box: Box) -> None:
    """A flat pillar of blocks."""
    brush.courses(box, brush.style.stone, 0.05, 0.02)
    brush.shadow(box.part(0.75, 0, 1, 1), 0.18)


def window(brush: Brush, box: Box) -> None:
    """A frame of four panes in a reveal, the glass lighter below, with a stone lintel."""
    brush.shadow(box.part(-0.06, -0.05, 1.06, 1.02), 0.35)
    brush.flat(box, brush.style.frame)
    for left, right in ((0.09, 0.46), (0.54, 0.91)):
        for top, bottom in ((0.06, 0.36), (0.42, 0.95)):
            pane = box.part(left, top, right, bottom)
            brush.shaded(pane, _GLASS, _GLASS_LOW)
            brush.shadow(pane.part(0, 0, 1, 0.16), 0.4)
    brush.slab(box.part(-0.08, -0.12, 1.08, -0.03), brush.style.stone)


def sill(brush: Brush, box: Box) -> None:
    """A stone under a window."""
    brush.slab(box, brush.style.stone)


def blind(brush: Brush, box: Box) -> None:
    """Slats."""
    colour = tinted(brush.style.wood, 1.5)
    slats = max(3, round((box.bottom - box.top) * 90))
    for slat in range(slats):
        brush.shaded(box.part(0, slat / slats, 1, (slat + 0.8) / slats), tinted(colour, 1.2), tinted(colour, 0.75))


def balcony(brush: Brush, box: Box) -> None:
    """An iron railing on a slab."""
    bars = max(5, round((box.right - box.left) * 110))
    brush.shadow(box.part(0, 0.1, 1, 0.85), 0.15)
    for bar in range(bars + 1):
        brush.flat(box.part((bar - 0.12) / bars, 0.04, (bar + 0.12) / bars, 0.84), _IRON)
    brush.flat(box.part(0, 0, 1, 0.08), _IRON)
    brush.slab(box.part(0, 0.82, 1, 1), brush.style.stone)


def door(brush: Brush, box: Box) -> None:
    """A panelled door under a light, in a stone frame."""
    style = brush.style
    brush.shaded(box.part(-0.12, -0.08, 1.12, 1), tinted(style.stone, 1.05), tinted(style.stone, 0.9), 2)
    brush.shaded(box, tinted(style.wood, 1.15), tinted(style.wood, 0.8), 2)
    brush.shaded(box.part(0.1, 0.05, 0.9, 0.2), _GLASS, _GLASS_LOW)
    for left, right in ((0.1, 0.46), (0.54, 0.9)):
        for top, bottom in ((0.27, 0.58), (0.65, 0.95)):
            panel = box.part(left, top, right, bottom)
            brush.flat(panel, tinted(style.wood, 0.7))
            brush.flat(panel.part(0.12, 0.06, 1, 1), tinted(style.wood, 1.25))
    brush.flat(box.part(0.49, 0.25, 0.51, 1), tinted(style.wood, 0.5))


def shop(brush: Brush, box: Box) -> None:
    """A window under a striped awning and a sign."""
    style = brush.style
    brush.flat(box, tinted(style.wood, 0.9))
    brush.shaded(box.part(0.06, 0.3, 0.94, 0.84), _GLASS_LOW, (206, 190, 150))
    brush.flat(box.part(0.49, 0.3, 0.51, 0.84), tinted(style.wood, 0.9))
    brush.shadow(box.part(0, 0.34, 1, 0.46), 0.45)
    for stripe in range(8):
        colour = style.awning if stripe % 2 == 0 else (246, 242, 234)
        brush.shaded(box.part(stripe / 8, 0.12, (stripe + 1) / 8, 0.36), tinted(colour, 1.08), tinted(colour, 0.85))
    brush.shaded(box.part(0, 0, 1, 0.13), tinted(style.wood, 1.2), tinted(style.wood, 0.9))
    brush.flat(box.part(0.3, 0.04, 0.7, 0.09), (236, 214, 150))


PAINTERS: dict[str, Callable[[Brush, Box], None]] = {
    "sky": sky, "street": street, "wall": wall, "roof": roof, "cornice": cornice, "pillar": pillar, "window": window,
    "sill": sill, "blind": blind, "balcony": balcony, "door": door, "shop": shop}
"""What paints each label."""
