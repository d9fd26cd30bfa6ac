"""The tooltip of a setting: what it does, its range and unit, its default, and whether it changes live."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from ganviz.app.form.language import translated
from ganviz.app.form.numbers import plain, shown
from ganviz.settings.field import Declared


def help_text(declared: Declared, default: object) -> str:
    """Rich text for the tooltip of ``declared``, whose texts are in the user's language already.

    Args:
        declared: the setting.
        default: the value that the preset gives.
    """
    preset = QCoreApplication.translate("HelpText", "Preset: {value}").format(value=_value(default, declared))
    lines = [f"<b>{escape(declared.title)}</b>", escape(declared.help), *_range(declared), escape(preset),
             _when(declared.presentation.live)]
    return "<qt>" + "<br>".join(lines) + "</qt>"


def _when(live: bool) -> str:
    if live:
        return QCoreApplication.translate("HelpText", "Changes while the run goes on.")
    return QCoreApplication.translate("HelpText", "Needs a new run.")


def _value(value: object, declared: Declared) -> str:
    registry = declared.presentation.registry
    if registry is not None and value in registry:
        return translated(registry[str(value)].title)
    if isinstance(value, bool):
        return QCoreApplication.translate("HelpText", "on") if value else QCoreApplication.translate("HelpText", "off")
    if isinstance(value, int | float):
        return shown(value, declared)
    return str(value) or QCoreApplication.translate("HelpText", "empty")


def _range(declared: Declared) -> list[str]:
    if declared.lowest is None or declared.highest is None:
        return []
    unit = f" {declared.presentation.unit}" if declared.presentation.unit else ""
    text = QCoreApplication.translate("HelpText", "From {low} to {high}")
    return [text.format(low=plain(declared.lowest), high=plain(declared.highest)) + escape(unit)]
