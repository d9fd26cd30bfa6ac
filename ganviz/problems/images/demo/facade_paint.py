"""A house front from its plan: as a label map, and painted."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from ganviz.problems.images.demo.brush import Brush
from ganviz.problems.images.demo.facade_parts import PAINTERS
from ganviz.problems.images.demo.facade_plan import Plan
from ganviz.problems.images.demo.facade_styles import STYLES

LABELS: dict[str, tuple[int, int, int]] = {
    "sky": (20, 28, 120), "street": (84, 84, 96), "wall": (30, 72, 230), "roof": (150, 40, 160),
    "cornice": (40, 205, 225), "pillar": (215, 50, 45), "window": (60, 160, 255), "sill": (90, 230, 160),
    "blind": (240, 220, 60), "balcony": (150, 220, 70), "door": (245, 140, 40), "shop": (160, 20, 30)}
"""The colour of each label in the map."""

_FINE = 2


def facade(plan: Plan, size: int, grain: int) -> Image.Image:
    """The pair side by side, RGB, (2 * size, size): the label map and the painted front.

    Args:
        plan: what to draw.
        size: pixels on a side of each half.
        grain: the seed of the surfaces' grain.
    """
    pair = Image.new("RGB", (2 * size, size))
    pair.paste(_label_map(plan, size), (0, 0))
    pair.paste(_painting(plan, size, grain), (size, 0))
    return pair


def _label_map(plan: Plan, size: int) -> Image.Image:
    image = Image.new("RGB", (size, size))
    draw = ImageDraw.Draw(image)
    for part in plan.parts:
        draw.rectangle(part.box.pixels(size), fill=LABELS[part.label])
    return image


def _painting(plan: Plan, size: int, grain: int) -> Image.Image:
    brush = Brush(_FINE * size, STYLES[plan.style % len(STYLES)], np.random.default_rng(grain))
    for part in plan.parts:
        PAINTERS[part.label](brush, part.box)
    return brush.image.resize((size, size), Image.Resampling.BOX)
