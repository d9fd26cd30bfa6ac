"""How a setting is declared: once, with all that a form, an option, a file and an error message need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

from ganviz.settings.registry import Registry, UnknownNameError

Scale = Literal["linear", "logarithmic"]


@dataclass(frozen=True, slots=True)
class Presentation:
    """How a setting is shown and whether it may change while a run is under way.

    Attributes:
        section: the heading it stands under.
        unit: its unit, empty where it has none.
        step: what one press of an arrow key adds (linear) or multiplies by (logarithmic).
        scale: linear or logarithmic.
        live: whether a run takes a new value without a restart.
        registry: the table that its value is chosen from, if any.
        special: texts for values that mean something else, such as ``{0: "off"}``.
        shown_if: names of other settings and the values of them under which this one matters.
        kind: ``"path"`` for files, ``"folder"`` for folders, ``"either"`` for both; empty otherwise.
    """

    section: str
    unit: str = ""
    step: float = 1
    scale: Scale = "linear"
    live: bool = False
    registry: Registry | None = None
    special: Mapping[float, str] | None = None
    shown_if: Mapping[str, tuple[Any, ...]] | None = None
    kind: Literal["", "path", "folder", "either"] = ""


def setting(default: Any, *, title: str, help: str, section: str, ge: float | None = None,
            le: float | None = None, **presentation: Any) -> Any:
    """Declare a setting: a pydantic field with bounds and its ``Presentation``."""
    shown = Presentation(section=section, **presentation)
    return Field(default, title=title, description=help, ge=ge, le=le,
                 json_schema_extra={"presentation": shown})  # type: ignore[dict-item]


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared setting, read back for a form or an option."""

    name: str
    title: str
    help: str
    default: Any
    type: Any
    lowest: float | None
    highest: float | None
    presentation: Presentation

    @classmethod
    def read(cls, name: str, info: FieldInfo) -> Declared:
        """Read what ``setting`` declared."""
        extra = info.json_schema_extra
        assert isinstance(extra, dict)
        bounds = {type(item).__name__: item for item in info.metadata}
        return cls(name, info.title or name, info.description or "", info.default, info.annotation,
                   getattr(bounds.get("Ge"), "ge", None), getattr(bounds.get("Le"), "le", None),
                   extra["presentation"])  # type: ignore[arg-type]


class Settings(BaseModel):
    """A frozen set of settings; an edit makes a new validated model."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def _known(cls, value: Any, info: ValidationInfo) -> Any:
        """What is chosen from a registry must be in it."""
        assert info.field_name is not None
        registry = cls.declaration(info.field_name).presentation.registry
        return value if registry is None else registry[value].id

    @classmethod
    def declared(cls) -> tuple[Declared, ...]:
        """Every setting in the order of its declaration."""
        return tuple(Declared.read(name, info) for name, info in cls.model_fields.items())

    @classmethod
    def declaration(cls, name: str) -> Declared:
        """The declaration of one setting.

        Raises:
            UnknownNameError: if there is no such setting.
        """
        if name not in cls.model_fields:
            known = ", ".join(cls.model_fields)
            raise UnknownNameError(f"unknown setting {name!r}; the settings are {known}")
        return Declared.read(name, cls.model_fields[name])

    def matters(self, name: str) -> bool:
        """Whether a setting has a meaning beside the others' present values."""
        conditions = self.declaration(name).presentation.shown_if or {}
        return all(getattr(self, other) in values for other, values in conditions.items())

    def changed(self, values: Mapping[str, Any]) -> Any:
        """A new validated model with ``values`` (text or typed) in place of the old ones.

        Raises:
            UnknownNameError: for a setting that does not exist.
            pydantic.ValidationError: for a value that is not allowed.
        """
        for name in values:
            self.declaration(name)
        return type(self).model_validate({**self.model_dump(), **values})
