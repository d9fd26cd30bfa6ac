"""The classes whose labels a run learns: what the labels 0, 1, ... meant when it began, and what they mean now."""

from __future__ import annotations

from collections.abc import Sequence

from ganviz.games.protocol import Game
from ganviz.settings.errors import UserError
from ganviz.training.folder.manifest import Manifest

_NAMED = 12
"""A sentence names as many classes as this."""


def classes_of(game: Game) -> tuple[str, ...]:
    """The names of the labels of the images that it is played with; empty without labels."""
    return tuple(game.facts().get("classes", ()))


def check_classes(manifest: Manifest, game: Game, data: str = "") -> None:
    """See whether labels mean what they meant when the run began, where the game uses them.

    Args:
        manifest: what the run began with; runs of earlier versions name no classes, and nothing is compared.
        game: the game on the images at hand.
        data: what ``--data`` names, where these are other images than the run's own.

    Raises:
        UserError: if the classes are others, or come in another order.
    """
    known, found = manifest.classes, classes_of(game)
    if not known or known == found or game.settings.labels == "none":
        return
    where, advice = ((f"--data {data}", "name images of the same classes") if data else
                     (game.settings.data, "put its classes back as they were, or start a new run"))
    raise UserError(f"{where}: its classes are {_listed(found)}, and this run learned the labels of {_listed(known)}; "
                    f"{advice}")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
