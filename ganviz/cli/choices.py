"""From a preset, options and ``--set name=value`` to validated settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ganviz.settings.errors import UserError, sentence
from ganviz.settings.field import Settings
from ganviz.settings.names import GAMES
from ganviz.settings.presets import preset
from ganviz.settings.run import RunSettings


@dataclass(frozen=True, slots=True)
class Chosen:
    """Everything that was chosen for a new run; ``preset`` is the one that it begins with, if any."""

    game: str
    game_settings: Settings
    run_settings: RunSettings
    preset: str | None


def settings_model(game: str) -> type[Settings]:
    """The settings model of a game.

    Raises:
        UnknownNameError: if there is no such game.
    """
    module, _, name = GAMES[game].facts["settings"].partition(":")
    model: type[Settings] = getattr(import_module(module), name)
    return model


def choose(game: str, preset_name: str | None, options: Mapping[str, Any], pairs: Sequence[str]) -> Chosen:
    """The settings of a new run: defaults, then the preset, then ``options``, then each ``name=value`` of ``pairs``.

    Where no preset is named and the problem is one that has a preset to begin with, it is that one.

    Raises:
        UserError: for a text that is no pair, an unknown setting, or a value that is not allowed.
        UnknownNameError: for an unknown game or preset.
    """
    model = settings_model(game)
    said = {**options, **_said(pairs, model)}
    first = preset_name or preset_for(game, said.get("problem", ""), said.get("data", ""))
    values = {**(preset(game, first).values if first else {}), **said}
    values |= {name: absolute(values[name]) for name in ("data", "data_b") if values.get(name)}
    of_run = {name: values.pop(name) for name in list(values) if name in RunSettings.model_fields}
    return Chosen(game, validated(model, values), validated(RunSettings, of_run), first)


def problem_of(game: str, preset_name: str | None, data: Path) -> str:
    """The problem that ``--data`` means: the preset's where that takes data, else what the file looks like.

    Only ALI takes both, tables of points and images.
    """
    from ganviz.problems.reading import is_table

    shown = settings_model(game).declaration("data").presentation.shown_if or {}
    taking: tuple[str, ...] = shown.get("problem", ("points",))
    wanted = str(preset(game, preset_name).values.get("problem", "")) if preset_name else ""
    if wanted in taking:
        return wanted
    return "points" if len(taking) == 1 or is_table(data) else taking[-1]


def preset_for(game: str, problem: str, data: Path | str) -> str | None:
    """The preset that a run on the user's own data begins with; None for the game's defaults."""
    problems = GAMES[game].facts.get("problems", {})
    if not data or problem not in problems or "begin" not in problems[problem].facts:
        return None
    found: str = problems[problem].load_fact("begin")(str(data))
    return found


def absolute(path: Any) -> str:
    """The path from the root; a set that is drawn here has none."""
    return str(path) if str(path).startswith("demo:") else str(Path(path).expanduser().absolute())


def validated(model: type[Settings], values: Mapping[str, Any]) -> Any:
    """A model of ``values``.

    Raises:
        UserError: naming each setting that does not fit.
    """
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise UserError(sentence(error, model)) from None


def _said(pairs: Sequence[str], model: type[Settings]) -> dict[str, str]:
    said = {}
    for pair in pairs:
        name, value = _split(pair)
        _require_known(name, model)
        said[name] = value
    return said


def _split(pair: str) -> tuple[str, str]:
    name, sign, value = pair.partition("=")
    if not sign or not name:
        raise UserError(f"--set {pair}: write it as name=value, such as --set batch_size=128")
    return name.strip().replace("-", "_"), value.strip()


def _require_known(name: str, model: type[Settings]) -> None:
    known = [*model.model_fields, *RunSettings.model_fields]
    if name in known:
        return
    near = get_close_matches(name, known)
    advice = f"did you mean {' or '.join(near)}?" if near else f"the settings are {', '.join(known)}"
    raise UserError(f"--set {name}: unknown setting {name!r}; {advice}")
