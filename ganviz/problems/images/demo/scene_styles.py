"""The two styles that a landscape is painted in."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]
WHITE: Colour = (248, 250, 255)


@dataclass(frozen=True, slots=True)
class SceneStyle:
    """The colours of a landscape; pairs are (lighter, darker) or (above, below)."""

    sky: tuple[Colour, Colour]
    light: Colour
    glow: Colour
    cloud: tuple[Colour, Colour]
    peak: tuple[Colour, Colour]
    cap: Colour
    hills: tuple[tuple[Colour, Colour], ...]
    needles: tuple[Colour, Colour]
    leaves: tuple[Colour, Colour]
    trunk: Colour
    wall: Colour
    roof: Colour
    window: Colour
    door: Colour
    snow: bool
    stars: bool


SUMMER = SceneStyle(
    sky=((96, 172, 236), (222, 240, 250)), light=(255, 222, 92), glow=(255, 244, 196),
    cloud=((255, 255, 255), (226, 236, 246)), peak=((142, 152, 172), (112, 124, 148)), cap=(244, 246, 250),
    hills=(((150, 200, 112), (124, 182, 96)), ((118, 182, 84), (92, 156, 70)), ((92, 160, 66), (62, 124, 50))),
    needles=((46, 122, 74), (26, 88, 58)), leaves=((124, 188, 62), (86, 150, 44)), trunk=(112, 76, 50),
    wall=(250, 240, 220), roof=(206, 84, 62), window=(120, 176, 210), door=(126, 82, 52), snow=False, stars=False)

WINTER_NIGHT = SceneStyle(
    sky=((16, 24, 66), (74, 88, 150)), light=(246, 246, 226), glow=(150, 162, 206),
    cloud=((92, 102, 152), (70, 80, 132)), peak=((86, 98, 150), (62, 72, 122)), cap=(208, 218, 242),
    hills=(((168, 182, 220), (142, 156, 202)), ((190, 202, 232), (156, 170, 214)), ((216, 226, 246), (170, 186, 226))),
    needles=((42, 66, 96), (26, 44, 72)), leaves=((196, 208, 236), (150, 164, 206)), trunk=(58, 46, 60),
    wall=(108, 92, 112), roof=(232, 238, 252), window=(255, 206, 96), door=(64, 46, 58), snow=True, stars=True)
