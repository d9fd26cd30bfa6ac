"""Numbers as text and back, in the way that a settings form shows them. Free of Qt."""

from __future__ import annotations

from ganviz.settings.field import Declared


def shown(value: float, declared: Declared) -> str:
    """``value`` as text: the special word where it has one, exponents for the very small, the unit behind."""
    special = declared.presentation.special or {}
    if value in special:
        return special[value]
    unit = f" {declared.presentation.unit}" if declared.presentation.unit else ""
    return f"{plain(value)}{unit}"


def plain(value: float) -> str:
    """``value`` as short text that reads back as the same number."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.10g}"
    if value and abs(value) <= 0.001 and "e" not in text:
        text = _with_exponent(value, text)
    return text.replace("e-0", "e-").replace("e+0", "e")


def _with_exponent(value: float, text: str) -> str:
    mantissa, exponent = f"{value:.10e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    short = f"{mantissa}e{int(exponent)}"
    return short if len(short) < len(text) else text


def read(text: str, declared: Declared) -> object:
    """What the typed ``text`` means: a number, or the text itself where it means none (validation names it)."""
    words = text.strip()
    for value, word in (declared.presentation.special or {}).items():
        if words.lower() == word.lower():
            return value
    unit = declared.presentation.unit
    if unit:
        words = words.removesuffix(unit).strip()
    return number(words)


def number(words: str) -> object:
    """A whole number where it is one, a real number else, the text itself failing both."""
    for kind in (int, float):
        try:
            return kind(words.replace("\u00a0", "").replace(" ", ""))
        except ValueError:
            continue
    return words


def stepped(value: float, steps: int, declared: Declared) -> float:
    """``value`` after ``steps`` presses of an arrow key: added or multiplied, kept inside the bounds."""
    shown_as, whole = declared.presentation, declared.type is int
    moved = value * shown_as.step**steps if shown_as.scale == "logarithmic" else value + steps * shown_as.step
    if whole:
        moved = round(moved) if round(moved) != value else value + (1 if steps > 0 else -1)
    low = declared.lowest if declared.lowest is not None else moved
    high = declared.highest if declared.highest is not None else moved
    inside = min(max(moved, low), high)
    return int(inside) if whole else float(f"{inside:.6g}")
