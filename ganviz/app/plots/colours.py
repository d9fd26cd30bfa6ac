"""Colour tables made from the palette, mixed so that in-between colours keep their chroma."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from ganviz.app.palette import Palette

Floats = NDArray[np.float64]

STRENGTH = 0.64
"""How far D's surface goes from the plot's background towards real or generated."""

# Björn Ottosson, "A perceptual color space for image processing" (2020).
_TO_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                    [0.2119034982, 0.6806995451, 0.1073969566],
                    [0.0883024619, 0.2817188376, 0.6299787005]])
_TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                    [1.9779984951, -2.4285922050, 0.4505937099],
                    [0.0259040371, 0.7827717662, -0.8086757660]])


def _rgb(colour: str) -> Floats:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def _oklab(rgb: Floats) -> Floats:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T)


def _rgb_from_oklab(lab: Floats) -> Floats:
    linear = ((lab @ np.linalg.inv(_TO_LAB).T) ** 3) @ np.linalg.inv(_TO_LMS).T
    linear = np.clip(linear, 0, 1)
    return np.asarray(np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055))


def blend(start: str, end: str, t: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Colours between two, shape (n, 3); ``t`` (n,) in [0, 1], in the OKLab space."""
    one, other = _oklab(_rgb(start)), _oklab(_rgb(end))
    mixed = _rgb_from_oklab(one + np.asarray(t)[:, None] * (other - one))
    return np.round(np.clip(mixed, 0, 1) * 255).astype(np.uint8)


def diverging(palette: Palette, middle: str | None = None, strength: float = STRENGTH,
              size: int = 256) -> NDArray[np.uint8]:
    """Generated at 0, ``middle`` (the plot's background) half way, real at the end; shape (size, 3)."""
    t = np.linspace(-1, 1, size)
    ground = middle or palette.plot
    low = blend(ground, palette.generated, np.clip(-t, 0, 1) * strength)
    high = blend(ground, palette.real, np.clip(t, 0, 1) * strength)
    return np.where(t[:, None] < 0, low, high)


def table(colours: NDArray[np.uint8]) -> list[int]:
    """The entries of an indexed image for colours of shape (256, 3)."""
    return [0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in colours]


def fading_table(colour: str, strength: float = 0.85) -> list[int]:
    """Entries that go from transparent to ``colour``."""
    r, g, b = (int(c) for c in np.round(_rgb(colour) * 255))
    alphas = np.round(np.linspace(0, strength * 255, 256)).astype(int)
    return [int(a) << 24 | r << 16 | g << 8 | b for a in alphas]


def between(start: str, end: str, t: float) -> QColor:
    """One colour between two; unlike a faded one it looks the same where lines overlap."""
    return QColor(*_mixed(start, end, t))


@lru_cache(maxsize=256)
def _mixed(start: str, end: str, t: float) -> tuple[int, ...]:
    """Kept, since items ask for the same few at every painting."""
    return tuple(map(int, blend(start, end, np.array([t]))[0]))


def faded(colour: str, alpha: float) -> QColor:
    """``colour`` with an opacity in [0, 1]."""
    mixed = QColor(colour)
    mixed.setAlphaF(alpha)
    return mixed
