"""A run's settings as the command line that begins the same run."""

from __future__ import annotations

import shlex
from typing import Any

from ganviz.settings.field import Settings
from ganviz.settings.presets import preset
from ganviz.settings.run import RunSettings

_OWN_OPTIONS = {"seed": "--seed", "device": "--device", "data": "--data"}


def train_command(game: str, settings: Settings, run: RunSettings, preset_name: str) -> str:
    """The command that begins a run with these settings, quoted for a POSIX shell.

    Only what differs from the preset (game) or from the defaults (run) is named; the seed always is.

    Raises:
        UnknownNameError: if the game has no such preset.
    """
    start = type(settings).model_validate(preset(game, preset_name).values)
    words = ["ganviz", "train", game, "--preset", preset_name]
    for name, value in _differences(settings, start):
        words += _option(name, value)
    for name, value in _differences(run, RunSettings()):
        if name != "seed":
            words += _option(name, value)
    return shlex.join([*words, "--seed", str(run.seed)])


def _differences(settings: Settings, start: Settings) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in settings.model_dump().items() if value != getattr(start, name)]


def _option(name: str, value: Any) -> list[str]:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return [_OWN_OPTIONS[name], text] if name in _OWN_OPTIONS else ["--set", f"{name}={text}"]
