"""The engine of a run that nobody watches and nobody has chosen an engine for."""

from __future__ import annotations

from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings
from ganviz.settings.names import GAMES
from ganviz.settings.run import RunSettings
from ganviz.training.device import choose_device
from ganviz.training.engine.codes import check_engine
from ganviz.training.engine.compiler import find_compiler
from ganviz.training.engine.policy import COMPILED

LONG = 50_000
"""Iterations from which on compiling pays, though it takes half a minute to a minute the first time."""


def engine_for(game: str, settings: Settings, run: RunSettings, iterations: int) -> Settings:
    """The settings, compiled where the run is long, no engine was named, and this computer can.

    The code is waited for, so that a seed still means the same bits each time.
    """
    chosen = "engine" in settings.model_fields_set or "engine" not in type(settings).model_fields
    if iterations < LONG or chosen or not settings.matters("engine") or find_compiler() is None:
        return settings
    compiled: Settings = settings.changed({"engine": COMPILED})
    try:
        check_engine(compiled, choose_device(run.device, GAMES[game].load().operations(settings)))
    except UserError:
        return settings
    return compiled
