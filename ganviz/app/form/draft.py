"""What is being edited: the settings of the run, and the edits that it has not taken. Free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from ganviz.settings.errors import sentence
from ganviz.settings.field import Settings
from ganviz.settings.registry import UnknownNameError

_REFUSED_UNSEEN = ("engine",)
"""Settings that must not stand in the way of a new run where the form does not show them."""


class Draft:
    """The settings that a run has (`base`) and the edits that wait for a new run or are wrong (`edits`).

    Attributes:
        base: what the run has.
        preset: what the chosen preset says; what differs from it is marked.
        edits: values by name that the run has not taken.
        errors: a sentence for each name whose edit is not allowed.
    """

    def __init__(self, base: Settings) -> None:
        self.base = base
        self.preset = base
        self.edits: dict[str, Any] = {}
        self.errors: dict[str, str] = {}

    @property
    def model(self) -> type[Settings]:
        """The model that declares these settings."""
        return type(self.base)

    def value(self, name: str) -> Any:
        """What the form shows for ``name``."""
        return self.edits[name] if name in self.edits else getattr(self.base, name)

    def differs(self, name: str) -> bool:
        """Whether ``name`` shows another value than the preset."""
        return bool(self.value(name) != getattr(self.preset, name))

    def shown(self, name: str) -> bool:
        """Whether ``name`` matters under the other values."""
        conditions = self.model.declaration(name).presentation.shown_if or {}
        return all(self.value(other) in allowed for other, allowed in conditions.items())

    def edit(self, name: str, value: Any) -> dict[str, Any]:
        """Take an edit and return the live changes that the run should make at once.

        A wrong value stays in the draft with its sentence; a value that needs a new run waits in ``edits``.
        """
        self.edits.pop(name, None)
        self.errors.pop(name, None)
        wrong, typed = self._check({name: value})
        if name in wrong:
            self.edits[name], self.errors[name] = value, wrong[name]
            self._excuse()
            return {}
        return self._take(name, getattr(typed, name) if typed is not None else value)

    def _take(self, name: str, value: Any) -> dict[str, Any]:
        live = self.model.declaration(name).presentation.live
        if live and value != getattr(self.base, name):
            self.base = self.base.changed({name: value})
            self._recheck()
            return {name: value}
        if value != getattr(self.base, name):
            self.edits[name] = value
        self._recheck()
        return {}

    def propose(self, values: Mapping[str, Any]) -> None:
        """Let values wait for a new run; the run takes none of them, live ones neither."""
        waiting = {name: value for name, value in values.items() if value != getattr(self.base, name)}
        self.edits = {name: value for name, value in self.edits.items() if name not in values} | waiting
        self._recheck()

    def _excuse(self) -> None:
        """Forget all errors where the waiting edits are right beside each other."""
        wrong, typed = self._check(self.edits)
        if typed is not None:
            self.edits = {name: getattr(typed, name) for name in self.edits}
            self.errors = wrong

    def _recheck(self) -> None:
        """Look at all waiting edits together: some are only right or wrong beside each other."""
        self.errors = self._check(self.edits)[0]

    def _check(self, values: Mapping[str, Any]) -> tuple[dict[str, str], Settings | None]:
        try:
            return {}, self.base.changed(values)
        except ValidationError as error:
            names = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]} or set(values)
            return {name: sentence(error, self.model) for name in names}, None
        except UnknownNameError as error:
            return {name: str(error) for name in values}, None

    def follow(self, values: Mapping[str, Any]) -> bool:
        """Take over what the run says that it has; tell whether anything changed."""
        base = self.model.model_validate(dict(values))
        if base == self.base:
            return False
        self.base = base
        self.edits = {name: value for name, value in self.edits.items() if value != getattr(base, name)}
        self._recheck()
        return True

    def discard(self) -> None:
        """Forget every edit that the run has not taken."""
        self.edits.clear()
        self.errors.clear()

    def wanted(self) -> Settings:
        """The settings with all edits, for a new run; of those that are refused out of sight, the preset's.

        Raises:
            pydantic.ValidationError: while an edit is wrong.
        """
        settings: Settings = self.base.changed(self.edits)
        unseen = {name: getattr(self.preset, name) for name in _REFUSED_UNSEEN
                  if name in self.model.model_fields and not self.shown(name)}
        wanted: Settings = settings.changed(unseen)
        return wanted
