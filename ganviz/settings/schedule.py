"""How long the learning rates fall, and where they end."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

FALLING = ("linear", "cosine")
"""The schedules that take the learning rates to zero."""


def falls(settings: Mapping[str, Any]) -> bool:
    """Whether a game has one schedule for both rates, and it takes them to zero."""
    return settings.get("schedule") in FALLING


def length(settings: Mapping[str, Any], epoch: float) -> float | None:
    """In how many iterations the learning rates reach zero; None where they never do, or that is not known.

    Args:
        settings: those of the game.
        epoch: iterations in an epoch; 0 where that is not known.
    """
    if not falls(settings):
        return None
    counted = settings["schedule_constant"] + settings["schedule_decay"]
    if settings["schedule_by"] == "iteration":
        return float(counted)
    return counted * epoch if epoch else None


def end(settings: Mapping[str, Any], epoch: float) -> int | None:
    """The first iteration whose rates are zero; as ``length``."""
    found = length(settings, epoch)
    # A true fraction is a 256th at least, by the largest batch; less comes of an epoch that is no whole number.
    return None if found is None else ceil(round(found, 3))


def last(settings: Mapping[str, Any], epoch: float) -> int | None:
    """The first iteration of which every rate that falls has fallen, of any game; None where none does."""
    found = end(settings, epoch)
    return toy_end(settings) if found is None else found


def toy_end(settings: Mapping[str, Any]) -> int | None:
    """As ``end``, of the games whose players have a schedule each, over one length; None where neither rate falls."""
    falling = {settings.get(name, "constant") for name in ("schedule_d", "schedule_g")} != {"constant"}
    return settings["schedule_iterations"] if falling else None
