"""What stands in the way of compiled code: the device, the compiler, the other settings."""

from __future__ import annotations

import torch

from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings
from ganviz.training.engine.compiler import find_compiler, missing_compiler
from ganviz.training.engine.policy import COMPILED, EAGER

_DEVICES = ("cpu", "cuda")


def obstacle_on(device: torch.device) -> str:
    """Why there can be no compiled code on a device, as a sentence; empty where there can. A GPU needs no compiler."""
    if device.type not in _DEVICES:
        return f"compiled code works on {' and '.join(_DEVICES)}, not on {device.type}"
    return "" if device.type == "cuda" or find_compiler() else missing_compiler()


def check_engine(settings: Settings, device: torch.device) -> None:
    """See whether the engine that the settings insist on works with the others, and on a device.

    A compiler that is missing is no mistake of the settings: the game goes on eagerly then.

    Raises:
        UserError: if it does not.
    """
    if getattr(settings, "engine", EAGER) != COMPILED:
        return
    if not settings.matters("engine"):
        raise UserError(f"engine: there is no compiled code for {_against_code(settings)}; choose engine=eager")
    if device.type not in _DEVICES:
        raise UserError(f"engine: {obstacle_on(device)}; choose engine=eager, or another device")


def _against_code(settings: Settings) -> str:
    """The settings under which an engine can't be chosen."""
    conditions = settings.declaration("engine").presentation.shown_if or {}
    return ", ".join(f"{name}={getattr(settings, name)}" for name, allowed in conditions.items()
                     if getattr(settings, name) not in allowed)
