"""What a choice of engine means."""

from __future__ import annotations

from dataclasses import dataclass

from ganviz.settings.field import Settings
from ganviz.settings.names import ENGINES

EAGER, COMPILED = "eager", "compiled"
"""What an iteration can be played by, as it stands on record."""

AUTO = "auto"
"""The choice that has both: the one at once, the other as soon as it is there."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How a run comes to its engine.

    Attributes:
        compiles: whether compiled code is wanted.
        waits: whether the run rests until it is there.
    """

    compiles: bool
    waits: bool


def policy_of(settings: Settings) -> Policy:
    """What a game's settings want; a game without a choice of engines is played eagerly."""
    name: str = getattr(settings, "engine", EAGER)
    found: Policy = ENGINES.load(name if name == EAGER or settings.matters("engine") else EAGER)
    return found


eager = Policy(compiles=False, waits=False)
compiled = Policy(compiles=True, waits=True)
auto = Policy(compiles=True, waits=False)
