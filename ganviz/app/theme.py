"""The theme: one palette at a time, turned into a style sheet and a ``QPalette``, switched live."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from math import floor

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ganviz.app.icons import set_icon_colours
from ganviz.app.palette import DARK, LIGHT, Palette
from ganviz.app.units import scale
from ganviz.settings.resources import resource

_LENGTHS: dict[str, Callable[[float], float]] = {"u": round, "r": floor}
"""How a length becomes whole pixels; radii round down, since one above half the size is not drawn at all."""


class ThemeMode(StrEnum):
    """What the user chose; the system's choice is followed live."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


def style_sheet(palette: Palette, factor: float) -> str:
    """The window's style sheet in the colours of ``palette``, its lengths multiplied by ``factor``."""
    folder = resource("theme")
    text = (folder / "ganviz.qss").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = text.replace("$marks", folder.as_posix()).replace("$theme", "dark" if palette.is_dark else "light")
    colours = asdict(palette) | {"onaccent": on_accent(palette), "accenthover": _lighter(palette.accent)}
    text = re.sub(r"@(\w+)", lambda found: str(colours[found[1]]), text)
    return re.sub(r"(-?\d+)([ur])\b", lambda found: f"{_LENGTHS[found[2]](int(found[1]) * factor)}px", text)


def on_accent(palette: Palette) -> str:
    """The colour of text and marks that stand on the accent."""
    return palette.plot if palette.is_dark else palette.panel


def _lighter(colour: str) -> str:
    return QColor(colour).lighter(112).name()


def qt_palette(palette: Palette) -> QPalette:
    """The same colours for what a style sheet does not reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.window, role.WindowText: palette.text, role.Base: palette.raised,
        role.AlternateBase: palette.panel, role.Text: palette.text, role.Button: palette.raised,
        role.ButtonText: palette.text, role.ToolTipBase: palette.raised, role.ToolTipText: palette.text,
        role.PlaceholderText: palette.faint, role.Highlight: palette.accent, role.Link: palette.accent,
        role.HighlightedText: on_accent(palette), role.Mid: palette.hairline, role.Accent: palette.accent,
    }
    made = QPalette()
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(palette.faint))
    return made


class Theme(QObject):
    """The palette on show; follows the user's choice and the system's colours."""

    changed = Signal(object)

    def __init__(self, app: QApplication, mode: ThemeMode = ThemeMode.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self.mode = mode
        self.palette = self._chosen()
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._apply()

    def set_mode(self, mode: ThemeMode) -> None:
        """Show the dark, the light or the system's theme from now on."""
        self.mode = mode
        self._refresh()

    def follow_font(self) -> None:
        """Take the application's font as the measure again, after it changed."""
        self._apply()

    def _chosen(self) -> Palette:
        if self.mode is ThemeMode.SYSTEM:
            light = self._app.styleHints().colorScheme() == Qt.ColorScheme.Light
            return LIGHT if light else DARK
        return LIGHT if self.mode is ThemeMode.LIGHT else DARK

    def _on_scheme_changed(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        if self._chosen() is not self.palette:
            self.palette = self._chosen()
            self._apply()
            self.changed.emit(self.palette)

    def _apply(self) -> None:
        set_icon_colours(self.palette.secondary, self.palette.text, self.palette.faint, on_accent(self.palette))
        self._app.setPalette(qt_palette(self.palette))
        self._app.setStyleSheet(style_sheet(self.palette, scale()))
