"""Short texts that several parts of the window make."""

from __future__ import annotations

from PySide6.QtGui import QAction

_SPANS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_SIZES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def plain_text(action: QAction) -> str:
    """The text of an action without its mnemonic."""
    return action.text().replace("&", "")


def rate_text(rate: float) -> str:
    """Iterations per second as short text: one decimal below ten."""
    return f"{rate:.1f}" if 0 < rate < 10 else f"{rate:,.0f}"


def ago(seconds: float) -> str:
    """A span of time in its largest unit."""
    whole = max(0, int(seconds))
    size, unit = next((span for span in _SPANS if whole >= span[0]), _SPANS[-1])
    return f"{whole // size} {unit}"


def size_text(size: float) -> str:
    """A number of bytes in its largest unit."""
    factor, unit = next((step for step in _SIZES if size >= step[0]), _SIZES[-1])
    return f"{size / factor:.1f} {unit}"
