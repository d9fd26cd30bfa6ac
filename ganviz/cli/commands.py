"""The table of commands and how words become a call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path

from cyclopts import App, CycloptsError

from ganviz import __version__
from ganviz.cli.apply import apply
from ganviz.cli.bench import bench
from ganviz.cli.evaluate import evaluate
from ganviz.cli.exchange import export, import_
from ganviz.cli.info import info
from ganviz.cli.train import train
from ganviz.cli.window import window
from ganviz.settings.errors import UserError

_COMMANDS: Mapping[str, Callable[..., int]] = {
    "train": train, "evaluate": evaluate, "apply": apply, "import": import_, "export": export, "bench": bench,
    "info": info}
_ASKS_FOR_HELP = frozenset({"-h", "--help"})


def application(with_settings: bool = False) -> App:
    """The parser; ``with_settings`` lists every setting below the help of ``train``."""
    app = App(name="ganviz", version=__version__, help_format="plaintext",
              help="Watch a generator and a discriminator play, live. Without a command the window opens.")
    app.default(window)
    for name, command in _COMMANDS.items():
        epilogue = _settings_help() if with_settings and command is train else None
        app.command(command, name, help_epilogue=epilogue)
    return app


def _settings_help() -> str:
    from ganviz.cli.settings_help import settings_help

    return settings_help()


def run(words: list[str]) -> int:
    """Carry out the command in ``words`` and return its exit status.

    Raises:
        UserError: for words that make no command.
    """
    _check_first(words[0])
    app = application(with_settings=not _ASKS_FOR_HELP.isdisjoint(words))
    try:
        status = app(words, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as mistake:
        raise UserError(f"{str(mistake).rstrip('.')} (see ganviz{_place(words)} --help)") from None
    return int(status or 0)


def _check_first(word: str) -> None:
    """A first word that is no option names a command or a run, or else it is a slip of the hand."""
    names = list(_COMMANDS)
    if word.startswith("-") or word in names or Path(word).exists():
        return
    near = get_close_matches(word, names)
    advice = f"did you mean ganviz {near[0]}?" if near else "give a run's folder, or see ganviz --help"
    raise UserError(f"{word} is neither a command nor a run folder; {advice}")


def _place(words: list[str]) -> str:
    return f" {words[0]}" if words[0] in _COMMANDS else ""
