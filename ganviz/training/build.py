"""From names and plain values to validated settings and a game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import torch
from pydantic import ValidationError

from ganviz.games.protocol import Game
from ganviz.problems.images.watching import ReadingCancelledError, Watch
from ganviz.settings.errors import UserError, sentence
from ganviz.settings.field import Settings
from ganviz.settings.names import GAMES, facts_of
from ganviz.settings.registry import UnknownNameError
from ganviz.settings.run import RunSettings
from ganviz.training.device import choose_device
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.manifest import MANIFEST_NAME
from ganviz.training.processors import count
from ganviz.training.ranks.meeting import join, own_cores


class CancelledError(UserError):
    """Somebody did not want to wait until the images were read."""


def settings_type(game: str) -> type[Settings]:
    """The settings model of a game.

    Raises:
        UserError: if there is no such game.
    """
    try:
        module, _, name = GAMES[game].facts["settings"].partition(":")
    except UnknownNameError as error:
        raise UserError(str(error)) from None
    found: type[Settings] = getattr(import_module(module), name)
    return found


def validated(model: type[Settings], values: Mapping[str, Any]) -> Any:
    """The model with these values.

    Raises:
        UserError: naming each field that is wrong.
    """
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise UserError(sentence(error, model)) from None


def begun_with(folder: RunFolder) -> tuple[Any, RunSettings]:
    """The game's and the run's settings that a stored run began with.

    Raises:
        UserError: naming ``run.json`` and each field that is wrong in it.
    """
    manifest = folder.manifest
    try:
        settings = validated(settings_type(manifest.game), manifest.game_settings)
        return settings, validated(RunSettings, manifest.run_settings)
    except UserError as error:
        raise UserError(f"{folder.path / MANIFEST_NAME}: {error}") from None


def changed(settings: Settings, values: Mapping[str, Any]) -> Any:
    """The settings with live changes applied.

    Raises:
        UserError: for an unknown setting, a value out of bounds, or a setting that needs a new run.
    """
    try:
        fixed = [name for name in values if not settings.declaration(name).presentation.live]
    except UnknownNameError as error:
        raise UserError(str(error)) from None
    if fixed:
        raise UserError(f"{', '.join(fixed)} can't change while a run is under way; start a new run with the new value")
    return validated(type(settings), {**settings.model_dump(), **values})


def with_threads(game: str, settings: Settings, run: RunSettings) -> RunSettings:
    """The run's settings with the number of threads decided, so that the run keeps it wherever it is resumed."""
    if run.threads:
        return run
    cores = own_cores(count())
    decided: RunSettings = run.changed({"threads": cores if facts_of(game, settings).get("parallel", False) else 1})
    return decided


def build_game(game: str, settings: Settings, run: RunSettings, watch: Watch | None = None) -> Game:
    """A fresh game on its device, with torch's threads set as the run wants them; played by all ranks that have met.

    Args:
        game: its id.
        settings, run: its settings and the run's.
        watch: who looks on while images are read.

    Raises:
        UserError: if the device, the problem's file or the images cannot be used, or if reading them was cancelled.
    """
    implementation, device = _placed(game, settings, run)
    built: Game = (_on_images(implementation, settings, run.seed, device, watch or Watch())
                   if facts_of(game, settings).get("images", False) else implementation(settings, run.seed, device))
    join(game, built, run)
    return built


def build_bare(game: str, settings: Settings, run: RunSettings, classes: Sequence[str]) -> Game | None:
    """A fresh game without its images: it can be shown, not trained. None where the game can't do without.

    Args:
        game: its id.
        settings, run: its settings and the run's.
        classes: the names of the labels that its images have.

    Raises:
        UserError: if the device cannot be used, or has too little memory.
    """
    if not facts_of(game, settings).get("images", False):
        return None
    implementation, device = _placed(game, settings, run)
    bare: Game | None = implementation.bare(settings, run.seed, device, classes)
    return bare


def _placed(game: str, settings: Settings, run: RunSettings) -> tuple[Any, torch.device]:
    """What builds a game and where it computes, with torch's threads set as the run wants them."""
    torch.set_num_threads(run.threads)
    implementation = GAMES[game].load()
    return implementation, choose_device(run.device, implementation.operations(settings))


def _on_images(implementation: Any, settings: Settings, seed: int, device: torch.device, watch: Watch) -> Game:
    try:
        built: Game = implementation.begun(settings, seed, device, watch)
    except ReadingCancelledError:
        raise CancelledError("reading the images was cancelled; nothing was begun") from None
    return built
