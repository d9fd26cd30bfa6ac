"""Fonts and numbers of the plots: tabular figures, true minus signs, short large numbers."""

from __future__ import annotations

import math

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

BODY = 16.0
"""Line height in pixels of the interface font for which the measures of the plots are given."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for translation: Qt's tools look for this name (PySide's own twin is typed as object)."""
    return text


def scaled(font: QFont, factor: float) -> QFont:
    """The same font, larger or smaller, with figures of equal width."""
    copy = QFont(font)
    if font.pixelSize() > 0:
        copy.setPixelSize(max(1, round(font.pixelSize() * factor)))
    else:
        copy.setPointSizeF(font.pointSizeF() * factor)
    copy.setFeature(QFont.Tag("tnum"), 1)
    return copy


def caps(font: QFont) -> QFont:
    """The font of section titles."""
    title = scaled(font, 0.86)
    title.setWeight(QFont.Weight.DemiBold)
    title.setCapitalization(QFont.Capitalization.AllUppercase)
    title.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
    return title


def monospaced(font: QFont) -> QFont:
    """The system's monospaced font in the size of ``font``."""
    mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if font.pixelSize() > 0:
        mono.setPixelSize(font.pixelSize())
    else:
        mono.setPointSizeF(font.pointSizeF())
    return mono


def unit_of(font: QFont) -> float:
    """How much larger than usual everything is drawn, so that it scales with the font."""
    return QFontMetricsF(font).height() / BODY


def number(value: float, digits: int = 3) -> str:
    """A short number: three significant digits, a true minus sign, ∞ for infinity, an en dash for none."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value != 0 and not 1e-3 <= abs(value) < 1e4:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    return fixed(value, digits)


def fixed(value: float, digits: int = 3) -> str:
    """``value`` with as many decimals as ``digits`` significant digits need near one."""
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    return f"{value:.{max(0, digits - whole)}f}".replace("-", "−")


def reading(value: float) -> str:
    """A number that changes under the pointer: two decimals, or its size where that says nothing: 4e−5."""
    if not math.isfinite(value) or (value != 0 and not 0.01 <= abs(value) < 1e4):
        return number(value, 1)
    return f"{value:.2f}".replace("-", "−")


def place(value: float, span: float) -> str:
    """A coordinate with decimals for about 300 places across ``span``."""
    decimals = 2 if span <= 0 else min(8, max(0, round(-math.log10(span / 300))))
    return f"{value:.{decimals}f}".replace("-", "−")


def count(value: float) -> str:
    """An iteration as an axis shows it: 800, 12k, 1.5M."""
    for size, suffix in ((1_000_000, "M"), (1_000, "k")):
        if abs(value) >= size:
            return f"{value / size:.4g}{suffix}"
    return f"{value:.4g}"


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most ``most`` + 1 round numbers between two."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low or most < 1:
        return []
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)]


def _short(value: float) -> str:
    """Three significant digits, without what an exponent does not need: 3e7."""
    mantissa, sign, exponent = f"{value:.3g}".partition("e")
    return f"{mantissa}{sign}{int(exponent)}".replace("-", "−") if sign else mantissa.replace("-", "−")


def tick_texts(values: list[float]) -> list[str]:
    """Texts of neighbouring ticks, with the same and the fewest decimals that tell them apart."""
    if len(values) < 2:
        return [f"{v:.4g}".replace("-", "−") for v in values]
    step = abs(values[1] - values[0])
    if max(map(abs, values)) >= 1e5 or step < 1e-4:
        return [_short(v) for v in values]
    decimals = next((d for d in range(5) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 5)
    return [f"{v + 0.0:.{decimals}f}".replace("-", "−") for v in values]
