"""``demo:icons``: line drawings and coloured icons, side by side, from the icon fonts that QtAwesome carries."""

from __future__ import annotations

import zlib
from functools import partial
from pathlib import Path

from PIL import ImageFont

from ganviz.problems.images.choice import Split
from ganviz.problems.images.demo.drawn import DemoSet
from ganviz.problems.images.demo.icon_fonts import icon_font
from ganviz.problems.images.demo.icon_paint import glyph_points, painted
from ganviz.problems.images.demo.sets import Picture, write_pictures
from ganviz.problems.images.watching import Watch

_VERSION = 1
_HELD_OUT: tuple[tuple[Split, int], ...] = (("test", 200), ("val", 100))
_LEAST_FINE = 192


def draw_icons(folder: Path, size: int, watch: Watch) -> None:
    """Every icon of the font that has both forms, in ``train``, ``val`` (100) and ``test`` (200).

    Raises:
        UserError: if the fonts are missing.
    """
    font = icon_font()
    fine = max(2 * size, _LEAST_FINE)
    face = ImageFont.truetype(str(font.file), glyph_points(fine))
    shuffled = sorted(font.twins, key=lambda twin: zlib.crc32(twin.name.encode()))
    pictures = [Picture(f"{_split(place)}/{twin.name}", partial(painted, twin, face, fine, size))
                for place, twin in enumerate(shuffled)]
    write_pictures(folder, pictures, watch)



def _split(place: int) -> Split:
    for split, count in _HELD_OUT:
        if place < count:
            return split
        place -= count
    return "train"


def _version() -> str:
    return f"{_VERSION}-{icon_font().file.stem}"


ICONS = DemoSet((32, 64, 128, 256), draw_icons, _version)
