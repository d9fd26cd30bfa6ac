"""Which demo sets a game can be tried on, and by which preset."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from ganviz.settings.field import Settings
from ganviz.settings.image_names import DEMOS
from ganviz.settings.names import GAMES
from ganviz.settings.presets import presets
from ganviz.settings.registry import Entry

_DEMO = "demo:"


class Demo(NamedTuple):
    """A demo set: the preset that trains on it, its title, and a sentence about it."""

    preset: str
    title: str
    help: str


def is_demo(data: str) -> bool:
    """Whether images are those of a demo set."""
    return data.startswith(_DEMO)


def demos(game: str) -> list[Demo]:
    """The demo sets made for a game, each with the first preset that names it."""
    entry = GAMES[game]
    model: type[Settings] = Entry(game, "", "", str(entry.facts["settings"])).load()
    found: dict[str, Demo] = {}
    for preset in presets(game).values():
        data = str(preset.values.get("data", model.model_fields["data"].default))
        name = data.removeprefix(_DEMO)
        if is_demo(data) and name not in found and DEMOS[name].facts["kind"] == entry.facts["kind"]:
            found[name] = Demo(preset.id, _shown(DEMOS[name].title), _shown(preset.help))
    return list(found.values())


def _shown(text: str) -> str:
    return QCoreApplication.translate("settings", text)
