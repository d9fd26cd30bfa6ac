"""When an action can be used, and when it is checked: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction

from ganviz.app.session import Session
from ganviz.settings.names import GAMES

_USABLE: Mapping[str, Callable[[Session], bool]] = {
    "play": lambda s: s.started,
    "step.both": lambda s: s.started,
    "step.d": lambda s: s.started,
    "step.g": lambda s: s.started,
    "step.back": lambda s: s.ready is not None and s.shown > 0,
    "run.to": lambda s: s.started and s.viewing is None,
    "past.continue": lambda s: s.viewing is not None,
    "past.now": lambda s: s.viewing is not None,
    "file.open_points": lambda s: "dim" in GAMES[s.game].facts,
    "file.open_images": lambda s: "kind" in GAMES[s.game].facts,
    "file.open_two": lambda s: "kind" in GAMES[s.game].facts,
    "file.save_as": lambda s: s.ready is not None,
    "file.name": lambda s: s.ready is not None and not s.read_only,
    "file.pin": lambda s: s.ready is not None and not s.read_only,
}
_CHECKED: Mapping[str, Callable[[Session], bool]] = {
    "file.pin": lambda s: s.pinned,
}


def show_usable(actions: Mapping[str, QAction], session: Session) -> None:
    """Enable each action that the run can take now."""
    for key, usable in _USABLE.items():
        wanted = usable(session)
        if actions[key].isEnabled() != wanted:
            actions[key].setEnabled(wanted)
    for key, checked in _CHECKED.items():
        if actions[key].isChecked() != checked(session):
            actions[key].setChecked(checked(session))
