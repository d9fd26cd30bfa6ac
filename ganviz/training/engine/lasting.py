"""The engine of a run that nobody watches and nobody has chosen an engine for."""

from __future__ import annotations

from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings
from ganviz.settings.names import GAMES
from ganviz.settings.run import RunSettings
from ganviz.training.device import choose_device
from ganviz.training.engine.obstacles import obstacle_on
from ganviz.training.engine.policy import COMPILED

LONG = 50_000
"""Iterations from which on compiling pays, though it takes half a minute to a minute the first time."""


def engine_for(game: str, settings: Settings, run: RunSettings, iterations: int) -> Settings:
    """The settings, compiled where the run is long, no engine was named, and this computer can.

    The code is waited for, so that a seed still means the same bits each time.
    """
    chosen = "engine" in settings.model_fields_set or "engine" not in type(settings).model_fields
    if iterations < LONG or chosen or not settings.matters("engine") or not _can_compile(game, settings, run):
        return settings
    compiled: Settings = settings.changed({"engine": COMPILED})
    return compiled


def _can_compile(game: str, settings: Settings, run: RunSettings) -> bool:
    """Whether there is compiled code on the device of the run; one that is not there is refused later on."""
    try:
        return not obstacle_on(choose_device(run.device, GAMES[game].load().operations(settings)))
    except UserError:
        return False
