"""Presets: named starting points of a game, kept as JSON in the resources."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ganviz.settings.registry import UnknownNameError
from ganviz.settings.resources import resource


@dataclass(frozen=True, slots=True)
class Preset:
    """A named starting point: what it changes against the game's defaults, and how long it is meant to train."""

    id: str
    title: str
    help: str
    values: dict[str, Any]
    iterations: int | None = None


def presets(game: str) -> dict[str, Preset]:
    """The presets of a game by id, the first one being what a first start shows."""
    listed = json.loads(resource("presets", f"{game}.json").read_text(encoding="utf-8"))
    return {item["id"]: Preset(**item) for item in listed}


def preset(game: str, name: str) -> Preset:
    """One preset of a game.

    Raises:
        UnknownNameError: if there is no such preset.
    """
    known = presets(game)
    if name not in known:
        raise UnknownNameError(f"unknown preset {name!r} of game {game}; choose one of {', '.join(known)}")
    return known[name]
