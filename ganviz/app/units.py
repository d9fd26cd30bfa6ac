"""Lengths that follow the font: what is 8 px at the standard size is 16 px at twice that size."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

STANDARD_PIXELS = 13
"""The body size that the measures of the window are drawn for; smaller system fonts keep the measures."""

EDITOR_HEIGHT = 28
"""How high an editor of the form is; with its margins it fills a row of 32."""


def scale() -> float:
    """How much larger the application's font is than the standard, at least 1."""
    return max(1.0, QFontInfo(QApplication.font()).pixelSize() / STANDARD_PIXELS)


def px(length: float) -> int:
    """``length`` pixels at the standard font size, in pixels at the present one."""
    return round(length * scale())


def monospaced(size: float) -> QFont:
    """The system's monospaced font at ``size`` standard pixels: for figures that must not dance."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(px(size))
    return font


def tabular(size: float, bold: bool = False) -> QFont:
    """The interface font at ``size`` standard pixels with figures of one width, where the font has them."""
    font = QFont(QApplication.font())
    font.setPixelSize(px(size))
    font.setBold(bold)
    if hasattr(font, "setFeature"):
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
