"""What house fronts are made of."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """The materials of one house front; ``course`` is the height of a course of bricks as a share, 0 for plaster."""

    wall: Colour
    stone: Colour
    roof: Colour
    frame: Colour
    wood: Colour
    awning: Colour
    course: float


STYLES = (
    Style((186, 98, 74), (228, 216, 198), (92, 96, 108), (244, 240, 232), (92, 56, 36), (176, 44, 48), 0.016),
    Style((236, 208, 150), (246, 236, 216), (158, 84, 62), (250, 248, 244), (58, 92, 78), (40, 112, 96), 0),
    Style((202, 192, 178), (232, 226, 216), (84, 92, 112), (70, 74, 82), (46, 60, 92), (42, 70, 132), 0.034),
    Style((238, 184, 158), (250, 238, 226), (128, 70, 60), (252, 250, 248), (120, 60, 44), (214, 120, 60), 0),
    Style((136, 72, 60), (216, 202, 180), (66, 64, 70), (236, 228, 214), (40, 36, 40), (196, 164, 76), 0.014),
    Style((176, 202, 204), (240, 242, 238), (96, 110, 120), (255, 255, 255), (150, 52, 48), (120, 60, 130), 0))
"""Brick, plaster and stone in six colourings."""
