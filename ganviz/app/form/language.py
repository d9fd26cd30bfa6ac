"""A declared setting in the user's language: its title, its help, its unit and its special words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from ganviz.settings.field import Declared


def translated(text: str) -> str:
    """A text of the settings and registries in the user's language."""
    return QCoreApplication.translate("settings", text) if text else ""


def in_language(declared: Declared) -> Declared:
    """``declared`` with every text that is shown translated; its section keeps its name, which sorts the rows."""
    shown = declared.presentation
    special = {value: translated(word) for value, word in shown.special.items()} if shown.special else None
    return replace(declared, title=translated(declared.title), help=translated(declared.help),
                   presentation=replace(shown, unit=translated(shown.unit), special=special))
