"""Mistakes of the user, as sentences."""

from __future__ import annotations

from pydantic import BaseModel, ValidationError

from ganviz.settings.field import Settings


class UserError(Exception):
    """A mistake that the user can mend.

    Its text is one sentence (or two) that names the file, field or option and says what to do. It is shown
    as it stands: on standard error with exit status 2, or in the window, never as a traceback.
    """


def _remedy(model: type[BaseModel], name: str) -> str:
    """What may be chosen instead: a range, true or false, or the names of a registry."""
    if not issubclass(model, Settings) or name not in model.model_fields:
        return ""
    declared = model.declaration(name)
    if declared.presentation.registry is not None:
        return f"; choose one of {', '.join(declared.presentation.registry)}"
    if declared.type is bool:
        return "; choose true or false"
    if declared.lowest is None or declared.highest is None:
        return ""
    unit = f" {declared.presentation.unit}" if declared.presentation.unit else ""
    return f"; choose a value from {declared.lowest:.12g} to {declared.highest:.12g}{unit}"


def sentence(error: ValidationError, model: type[BaseModel]) -> str:
    """What a failed validation means, in one line that names each field."""
    parts = []
    for detail in error.errors():
        name = ".".join(str(part) for part in detail["loc"])
        if detail["type"] == "extra_forbidden":
            parts.append(f"unknown setting {name!r}; the settings are {', '.join(model.model_fields)}")
        elif detail["type"] == "value_error":
            parts.append(f"{name}: {detail['ctx']['error']}" if name else str(detail["ctx"]["error"]))
        else:
            message = detail["msg"].replace("Input should be", "must be", 1)
            parts.append(f"{name}: {detail['input']!r} {message}{_remedy(model, name)}")
    return "; ".join(parts)
