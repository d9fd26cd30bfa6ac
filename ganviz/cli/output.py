"""What goes to standard output: one JSON object, or lines for a reader."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any


def print_json(values: Mapping[str, Any]) -> None:
    """Print ``values`` as exactly one JSON object; NaN becomes null, infinity the text "infinity"."""
    print(json.dumps(_plain(values), indent=2, ensure_ascii=False, allow_nan=False), file=sys.stdout)


def print_lines(values: Mapping[str, Any], indent: str = "") -> None:
    """Print ``values`` as lines of name and value, groups indented."""
    width = max((len(str(name)) for name in values), default=0)
    for name, value in values.items():
        if isinstance(value, Mapping):
            print(f"{indent}{name}")
            print_lines(value, indent + "  ")
        else:
            print(f"{indent}{name!s:<{width}}  {_shown(value)}")


def print_table(rows: Sequence[Sequence[Any]], indent: str = "") -> None:
    """Print rows of equally many values as columns, aligned on the right."""
    shown = [[_shown(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        print(indent + "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)))


def number(value: float) -> str:
    """A number as a reader wants it: four significant digits, infinity by its sign."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.4g}"


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_shown(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("infinity" if value > 0 else "-infinity")
    return value
