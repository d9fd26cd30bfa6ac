"""The fonts at hand that have proper digits."""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

DIGITS = "0123456789"

_MOST_FAMILIES = 40
_MOST_STYLES = 3
_MOST_FILES = 2_000
_SUFFIXES = (".ttf", ".otf", ".ttc")
_PROBE = 40
_FINE_PROBE = 96
"""A size at which a pixel more or less, as hinting rounds, makes no other shape."""
_SMALL = 16
_LEAST_LIKE = 8
_SAME = 0.96
"""From which cosine on a digit of two fonts is the same. Where most are, the fonts are: a zero may have got a dot."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """One font: its family, its style, and its file; None for the font that Pillow carries."""

    family: str
    style: str
    file: Path | None

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The font at a size in pixels."""
        if self.file is None:
            return ImageFont.load_default(size)  # type: ignore[return-value]
        return ImageFont.truetype(str(self.file), size)


OWN = Typeface("Pillow", "Regular", None)


@cache
def typefaces() -> tuple[Typeface, ...]:
    """The fonts of this machine whose digits look like digits, at most 40 families of 3 styles; Pillow's own first."""
    families: dict[str, list[Typeface]] = {}
    for face in _found():
        styles = families.setdefault(face.family, [])
        if face.style not in [each.style for each in styles]:
            styles.append(face)
    chosen = sorted(families, key=lambda family: zlib.crc32(family.encode()))
    proper = (styles for family in chosen if (styles := [face for face in families[family] if _has_digits(face)]))
    return (OWN, *(face for styles in islice(proper, _MOST_FAMILIES) for face in styles[:_MOST_STYLES]))


def families(faces: Sequence[Typeface]) -> list[list[Typeface]]:
    """The fonts by family, as these come. One that has a font of an earlier family, under another name or narrowed, is
    joined to that and leaves an empty place."""
    named: dict[str, list[Typeface]] = {}
    for face in faces:
        named.setdefault(face.family, []).append(face)
    found = list(named.values())
    shapes = [np.stack([_shapes(face, _FINE_PROBE) for face in family]) for family in found]
    for place in range(len(found)):
        earlier = next((other for other in range(place) if found[other] and _share(shapes[other], shapes[place])), None)
        if earlier is not None:
            found[earlier] += found[place]
            shapes[earlier] = np.concatenate([shapes[earlier], shapes[place]])
            found[place] = []
    return found


def _share(some: NDArray[np.float64], others: NDArray[np.float64]) -> bool:
    """Whether one of some fonts (n, 10, 256) is one of the others."""
    alike = np.einsum("adp,bdp->abd", some, others)
    return bool(((alike >= _SAME).sum(axis=2) >= _LEAST_LIKE).any())


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA", str(home))
        return Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", Path(local) / "Microsoft/Windows/Fonts"
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts"


def _found() -> Iterator[Typeface]:
    files = [path for folder in _folders() if folder.is_dir() for path in sorted(folder.rglob("*"))
             if path.suffix.lower() in _SUFFIXES]
    for file in files[:_MOST_FILES]:
        try:
            family, style = ImageFont.truetype(str(file), _PROBE).getname()
        except OSError:
            continue
        if family:
            yield Typeface(family, style or "", file)


def _has_digits(face: Typeface) -> bool:
    """Whether most of its digits look most like the right ones of Pillow's font: many fonts hold signs there."""
    try:
        shapes = _shapes(face)
    except OSError:
        return False
    alike = shapes @ _shapes(OWN).T
    return int((alike.argmax(axis=1) == np.arange(len(DIGITS))).sum()) >= _LEAST_LIKE


def _shapes(face: Typeface, size: int = _PROBE) -> NDArray[np.float64]:
    """The digits within their own bounds, (10, 256), of mean 0 and length 1, as drawn at a size in pixels."""
    font = face.at(size)
    rows = []
    for digit in DIGITS:
        image = Image.new("L", (3 * size, 3 * size))
        ImageDraw.Draw(image).text((size, size), digit, fill=255, font=font)
        bounds = image.getbbox()
        shape = np.asarray(image.crop(bounds).resize((_SMALL, _SMALL)) if bounds else Image.new("L", (_SMALL, _SMALL)))
        row = shape.ravel() - shape.mean()
        rows.append(row / max(float(np.linalg.norm(row)), 1e-9))
    return np.stack(rows)
