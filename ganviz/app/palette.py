"""The colours of the window, by role: one palette for the dark and one for the light theme."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour as ``"#RRGGBB"``.

    ``real`` and ``generated`` mean only that; ``accent`` marks what is active, and D's curve in 1-D.
    ``text``, ``secondary`` and ``faint`` hold a contrast of 4.5 to 1 on ``window``, ``panel`` and ``plot``.
    """

    window: str
    panel: str
    raised: str
    plot: str
    hairline: str
    text: str
    secondary: str
    faint: str
    real: str
    generated: str
    accent: str
    good: str
    warning: str

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return luminance(self.text) > luminance(self.window)


def luminance(colour: str) -> float:
    """Relative luminance of ``"#RRGGBB"``, 0 to 1 (WCAG 2.1)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.1)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


DARK = Palette(
    window="#15171C", panel="#1B1E25", raised="#242832", plot="#101217", hairline="#2E3440",
    text="#E7E9EE", secondary="#98A1B3", faint="#818B9F",
    real="#5AA9F0", generated="#F5963D", accent="#8B7CF6", good="#4FBF8B", warning="#E5B94E",
)

LIGHT = Palette(
    window="#F3F4F7", panel="#FFFFFF", raised="#EEF0F4", plot="#FFFFFF", hairline="#D8DCE4",
    text="#1B1F29", secondary="#5B6475", faint="#666F82",
    real="#1F77C9", generated="#D9690B", accent="#6D5AE6", good="#1E8F5E", warning="#9A7400",
)
