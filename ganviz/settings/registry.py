"""Registries of names: what exists, without importing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any


class UnknownNameError(ValueError):
    """A name that no registry entry carries; its text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be chosen.

    Attributes:
        id: the name in files and on the command line.
        title: the name on screen.
        help: one sentence that says what it is.
        target: where the implementation is, as ``"module:attribute"``.
        facts: further facts that the forms need without importing the target.
    """

    id: str
    title: str
    help: str
    target: str
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def load(self) -> Any:
        """Import the implementation and return it."""
        return _imported(self.target)

    def load_fact(self, name: str) -> Any:
        """Import and return what a fact names, as ``"module:attribute"``."""
        return _imported(self.facts[name])


def _imported(target: str) -> Any:
    module, _, attribute = target.partition(":")
    return getattr(import_module(module), attribute)


class Registry(Mapping[str, Entry]):
    """An ordered, read-only table of entries by id."""

    def __init__(self, kind: str, entries: tuple[Entry, ...]) -> None:
        self.kind = kind
        self._entries = {entry.id: entry for entry in entries}

    def __getitem__(self, name: str) -> Entry:
        try:
            return self._entries[name]
        except KeyError:
            known = ", ".join(self._entries)
            raise UnknownNameError(f"unknown {self.kind} {name!r}; choose one of {known}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def load(self, name: str) -> Any:
        """Import and return the implementation behind ``name``.

        Raises:
            UnknownNameError: if there is no such entry.
        """
        return self[name].load()
