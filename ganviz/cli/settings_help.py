"""Every setting that ``--set`` takes, as text for ``ganviz train --help``."""

from __future__ import annotations

from textwrap import fill

from ganviz.cli.choices import settings_model
from ganviz.settings.field import Declared, Settings
from ganviz.settings.names import GAMES
from ganviz.settings.run import RunSettings

_WIDTH = 78


def settings_help() -> str:
    """The settings of every game and of a run: name, what it may be, its default, and what it does."""
    models: list[type[Settings]] = [*map(settings_model, GAMES), RunSettings]
    by_name: dict[str, dict[str, Declared]] = {}
    for game, model in zip([*GAMES, "run"], models, strict=True):
        for declared in model.declared():
            by_name.setdefault(declared.name, {})[game] = declared
    return "\n".join(["Settings for --set:", *map(_entry, by_name.values())])


def _entry(of_games: dict[str, Declared]) -> str:
    """One setting; where the games differ, each game's own choice."""
    declared = next(iter(of_games.values()))
    choices = {game: _choice(each) for game, each in of_games.items()}
    same = len(set(choices.values())) == 1
    shown = next(iter(choices.values())) if same else "; ".join(f"{game}: {text}" for game, text in choices.items())
    head = fill(f"{declared.name}: {shown}", _WIDTH, initial_indent="  ", subsequent_indent="      ",
                break_long_words=False)
    return head + "\n" + fill(declared.help, _WIDTH, initial_indent="      ", subsequent_indent="      ")


def _choice(declared: Declared) -> str:
    default = f" (default {declared.default})" if declared.default != "" else ""
    return f"{_range(declared)}{default}".strip()


def _range(declared: Declared) -> str:
    if declared.presentation.registry is not None:
        return ", ".join(declared.presentation.registry)
    if declared.type is bool:
        return "true, false"
    if declared.lowest is None or declared.highest is None:
        return "text"
    return f"{declared.lowest:g} to {declared.highest:g} {declared.presentation.unit}".rstrip()
