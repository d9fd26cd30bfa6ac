"""The icon fonts that come with QtAwesome: found without importing it, since it would import Qt."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path

from ganviz.settings.errors import UserError


@dataclass(frozen=True, slots=True)
class Family:
    """A font that draws the same glyphs as lines and filled.

    Attributes:
        prefix: how its files' names begin.
        filled: from the name of a line glyph to that of its filled twin; None where it is no line glyph.
    """

    prefix: str
    filled: Callable[[str], str | None]


def _outlined(name: str) -> str | None:
    return name.removesuffix("-outline") if name.endswith("-outline") else None


FAMILIES = (Family("materialdesignicons6-webfont", _outlined), Family("materialdesignicons5-webfont", _outlined))
"""Those that can serve, the best first."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A glyph in both forms, as characters of the font."""

    name: str
    line: str
    filled: str


@dataclass(frozen=True, slots=True)
class IconFont:
    """A font file and its twins, by name."""

    file: Path
    twins: tuple[Twin, ...]


def icon_font() -> IconFont:
    """The best font at hand.

    Raises:
        UserError: if QtAwesome or its fonts are missing.
    """
    # The finder of paths alone, so that nothing can be imported on the way.
    spec = PathFinder.find_spec("qtawesome")
    folders = [Path(place) / "fonts" for place in (spec.submodule_search_locations or ())] if spec else []
    for family in FAMILIES:
        for folder in folders:
            for charmap in sorted(folder.glob(f"{family.prefix}-charmap-*.json")):
                file = charmap.with_name(charmap.name.replace("-charmap", "")).with_suffix(".ttf")
                if file.is_file():
                    return IconFont(file, _twins(charmap, family))
    raise UserError("demo:icons: the icon fonts that come with QtAwesome are missing; install QtAwesome again")


def _twins(charmap: Path, family: Family) -> tuple[Twin, ...]:
    codes: dict[str, str] = json.loads(charmap.read_text(encoding="utf-8"))
    found = []
    for name in sorted(codes):
        filled = family.filled(name)
        if filled in codes:
            found.append(Twin(filled, chr(int(codes[name], 16)), chr(int(codes[filled], 16))))
    return tuple(found)
