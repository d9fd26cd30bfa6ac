"""Icons: glyphs of the Material Design font that QtAwesome ships, coloured when they are painted.

The font files are found without importing QtAwesome, which would take a fifth of a second of the start. A theme
changes every icon at once, since an icon reads the colour as it paints.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap


@dataclass
class _Colours:
    normal: str = "#98A1B3"
    active: str = "#E7E9EE"
    disabled: str = "#818B9F"
    on_accent: str = "#101217"


_colours = _Colours()


def set_icon_colours(normal: str, active: str, disabled: str, on_accent: str) -> None:
    """Set the colours that icons are painted in from now on."""
    _colours.normal, _colours.active = normal, active
    _colours.disabled, _colours.on_accent = disabled, on_accent


def _font_file(suffix: str) -> Path:
    spec = find_spec("qtawesome")
    places = spec.submodule_search_locations if spec is not None else None
    found = [path for place in places or () for path in Path(place, "fonts").glob(f"materialdesignicons6*{suffix}")]
    if not found:
        raise FileNotFoundError("QtAwesome's icon font is missing; install ganviz again")
    return found[0]


@cache
def _glyphs() -> dict[str, str]:
    table: dict[str, str] = json.loads(_font_file(".json").read_text(encoding="utf-8"))
    return table


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_font_file(".ttf")))
    return QFontDatabase.applicationFontFamilies(number)[0]


def draw_glyph(painter: QPainter, rect: QRect, name: str, colour: str) -> None:
    """Paint the glyph ``name`` (of Material Design Icons) in the middle of ``rect``."""
    font = QFont(_family())
    font.setPixelSize(max(1, min(rect.width(), rect.height())))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(int(_glyphs()[name], 16)))
    painter.restore()


class _GlyphEngine(QIconEngine):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def _colour(self, mode: QIcon.Mode) -> str:
        if mode == QIcon.Mode.Disabled:
            return _colours.disabled
        if self._role == "on_accent" or mode == QIcon.Mode.Selected:
            return _colours.on_accent
        return _colours.active if mode == QIcon.Mode.Active else str(getattr(_colours, self._role))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        draw_glyph(painter, rect, self._name, self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._role)


@cache
def icon(name: str, role: str = "normal") -> QIcon:
    """The icon ``name``; ``role`` is ``normal``, ``active`` (as dark as text) or ``on_accent``.

    Raises:
        KeyError: if the font has no such glyph.
    """
    _glyphs()[name]
    return QIcon(_GlyphEngine(name, role))
