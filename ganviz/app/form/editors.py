"""Which editor a declared setting gets: a table of rules, the first that fits makes the editor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args, get_origin

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from ganviz.app.form.choice_box import Choice, ChoiceBox
from ganviz.app.form.language import translated
from ganviz.app.form.number_box import NumberBox
from ganviz.app.form.switch import Switch
from ganviz.app.form.text_edits import FileOrFolderEdit, FolderEdit, PathEdit, TextEdit
from ganviz.app.plots.text import QT_TRANSLATE_NOOP
from ganviz.settings.field import Declared


class Editor(Protocol):
    """A widget that edits one value; ``edited`` carries what the user made of it."""

    @property
    def edited(self) -> SignalInstance:
        """Emitted with the new value, never by ``set_value``."""
        ...

    def set_value(self, value: object) -> None:
        """Show ``value`` without telling anyone."""
        ...


@dataclass(frozen=True, slots=True)
class _Rule:
    fits: Callable[[Declared], bool]
    make: Callable[[Declared], QWidget]


def _registry_box(declared: Declared) -> QWidget:
    entries: Any = declared.presentation.registry
    return ChoiceBox([Choice(entry.id, translated(entry.title), translated(entry.help)) for entry in entries.values()])


def _literal_box(declared: Declared) -> QWidget:
    return ChoiceBox([Choice(value, translated(_TITLES.get(value, value))) for value in get_args(declared.type)])


_TITLES = {"auto": QT_TRANSLATE_NOOP("settings", "Automatic"), "cpu": QT_TRANSLATE_NOOP("settings", "CPU"),
           "cuda": QT_TRANSLATE_NOOP("settings", "CUDA GPU"), "mps": QT_TRANSLATE_NOOP("settings", "Apple GPU")}

_RULES = (
    _Rule(lambda d: d.presentation.registry is not None, _registry_box),
    _Rule(lambda d: get_origin(d.type) is Literal, _literal_box),
    _Rule(lambda d: d.type is bool, lambda _: Switch()),
    _Rule(lambda d: d.type in (int, float), NumberBox),
    _Rule(lambda d: d.presentation.kind == "path", lambda d: PathEdit(d.title)),
    _Rule(lambda d: d.presentation.kind == "folder", lambda d: FolderEdit(d.title)),
    _Rule(lambda d: d.presentation.kind == "either", lambda d: FileOrFolderEdit(d.title)),
    _Rule(lambda d: d.type is str, lambda _: TextEdit()),
)


def make_editor(declared: Declared) -> Any:
    """The editor (`Editor` and ``QWidget``) for a setting.

    Raises:
        TypeError: if no rule knows its type.
    """
    for rule in _RULES:
        if rule.fits(declared):
            return rule.make(declared)
    raise TypeError(f"no editor for the setting {declared.name!r} of type {declared.type!r}")
