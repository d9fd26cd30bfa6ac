"""A landscape in one style."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from ganviz.problems.images.demo.dice import Dice
from ganviz.problems.images.demo.scene import Hill, Scene
from ganviz.problems.images.demo.scene_brush import Painter
from ganviz.problems.images.demo.scene_styles import WHITE, Colour, SceneStyle
from ganviz.problems.images.demo.scene_things import THINGS

_FINE = 2
_STEPS = 64
# The same in every picture, so that a style shows no more than the other one knows.
_STARS = tuple((Dice(11, place).uniform(), Dice(12, place).uniform(0, 0.5)) for place in range(60))


def landscape(scene: Scene, style: SceneStyle, size: int) -> Image.Image:
    """A landscape, RGB, (size, size)."""
    painter = Painter(_FINE * size, style)
    _sky(painter, scene)
    for peak in sorted(scene.peaks, key=lambda each: each[1]):
        _peak(painter, *peak)
    for hill, things, shades in zip(scene.hills, scene.things, style.hills, strict=True):
        _hill(painter, hill, *shades)
        for thing in things:
            THINGS[thing.kind](painter, thing)
    return painter.image.resize((size, size), Image.Resampling.BOX)


def _sky(painter: Painter, scene: Scene) -> None:
    style = painter.style
    painter.through(ImageChops.invert(painter.mask()), *style.sky)
    for x, y in _STARS if style.stars else ():
        painter.disc(x, y, 0.003, WHITE)
    x, y, radius = scene.light
    _glow(painter, x, y, 1.7 * radius)
    painter.disc(x, y, radius, style.light)
    for cloud in scene.clouds:
        _cloud(painter, *cloud)


def _glow(painter: Painter, x: float, y: float, radius: float) -> None:
    side = painter.side
    glow = painter.mask()
    edges = (x - radius, y - radius, x + radius, y + radius)
    ImageDraw.Draw(glow).ellipse([side * edge for edge in edges], fill=150)
    softened = glow.filter(ImageFilter.GaussianBlur(side * radius / 3.4))
    painter.image.paste(painter.style.glow, (0, 0, side, side), softened)


def _cloud(painter: Painter, x: float, y: float, size: float) -> None:
    puffs = painter.mask()
    draw = ImageDraw.Draw(puffs)
    for across, up, radius in ((-0.6, 0.0, 0.36), (-0.1, -0.2, 0.5), (0.45, -0.02, 0.4), (0.0, 0.1, 0.45)):
        left, top = x + (across - radius) * size, y + (up - 0.6 * radius) * size
        right, bottom = x + (across + radius) * size, y + (up + 0.6 * radius) * size
        draw.ellipse([painter.side * each for each in (left, top, right, bottom)], fill=255)
    painter.through(puffs, *painter.style.cloud)


def _peak(painter: Painter, x: float, y: float, half: float) -> None:
    """A mountain with a lit and a shaded side and a white cap."""
    lit, dark = painter.style.peak
    foot = 0.75
    painter.polygon([(x, y), (x - half, foot), (x + half, foot)], lit)
    painter.polygon([(x, y), (x + 0.25 * half, foot), (x + half, foot)], dark)
    share = 0.24
    low = y + share * (foot - y)
    zigzag = ((-1.0, 0.0), (-0.3, 0.02), (0.2, 0.0), (0.6, 0.015), (1.0, 0.0))
    edge = [(x + across * share * half, low - up) for across, up in zigzag]
    painter.polygon([(x, y), *edge], painter.style.cap)


def _hill(painter: Painter, hill: Hill, above: Colour, below: Colour) -> None:
    skyline = [(step / _STEPS, hill.at(step / _STEPS)) for step in range(_STEPS + 1)]
    outline = [(x * painter.side, y * painter.side) for x, y in [*skyline, (1, 1), (0, 1)]]
    shape = painter.mask()
    ImageDraw.Draw(shape).polygon(outline, fill=255)
    painter.through(shape, above, below)
