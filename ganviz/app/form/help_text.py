"""The tooltip of a setting: what it does, its range and unit, its default, and whether it changes live."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from ganviz.app.form.numbers import plain, shown
from ganviz.settings.field import Declared


def _tr(text: str) -> str:
    return QCoreApplication.translate("help", text)


def help_text(declared: Declared, default: object) -> str:
    """Rich text for the tooltip of ``declared``; ``default`` is the value that the preset gives."""
    live = declared.presentation.live
    lines = [f"<b>{escape(_tr(declared.title))}</b>", escape(_tr(declared.help)), *_range(declared),
             f"{_tr('Preset')}: {escape(_value(default, declared))}",
             _tr("Changes while the run goes on.") if live else _tr("Needs a new run.")]
    return "<qt>" + "<br>".join(lines) + "</qt>"


def _value(value: object, declared: Declared) -> str:
    registry = declared.presentation.registry
    if registry is not None and value in registry:
        return _tr(registry[str(value)].title)
    if isinstance(value, bool):
        return _tr("on") if value else _tr("off")
    if isinstance(value, int | float):
        return shown(value, declared)
    return str(value) or _tr("empty")


def _range(declared: Declared) -> list[str]:
    if declared.lowest is None or declared.highest is None:
        return []
    unit = f" {declared.presentation.unit}" if declared.presentation.unit else ""
    return [_tr("From {low} to {high}").format(low=plain(declared.lowest), high=plain(declared.highest)) + escape(unit)]
