"""When an action can be used, and when it is checked: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction

from ganviz.app.actions import with_keys
from ganviz.app.plots.text import QT_TRANSLATE_NOOP
from ganviz.app.session import Session
from ganviz.settings.names import GAMES

USES = {"pairs": ("model.draw", "model.translate"), "unpaired": ("model.translate",)}
"""What can be done with the model of a run on images, by what it learns from."""


def _uses(key: str) -> Callable[[Session], bool]:
    """Whether a run is open whose model serves for that."""
    return lambda s: s.ready is not None and key in USES.get(str(GAMES[s.game].facts.get("kind")), ())


_USABLE: Mapping[str, Callable[[Session], bool]] = {
    "play": lambda s: s.can_play,
    "step.both": lambda s: s.steers or s.viewing is not None,
    "step.d": lambda s: s.steers and s.looking.is_exact,
    "step.g": lambda s: s.steers and s.looking.is_exact,
    "step.back": lambda s: s.ready is not None and s.before is not None,
    "run.to": lambda s: s.steers and s.viewing is None,
    "run.ask_pause": lambda s: s.writer is not None and s.writer.lives,
    "run.ask_go_on": lambda s: s.writer is not None and s.writer.lives,
    "past.continue": lambda s: s.steers and s.viewing is not None and s.looking.is_exact,
    "past.now": lambda s: s.viewing is not None,
    "file.open_points": lambda s: "dim" in GAMES[s.game].facts,
    "file.open_images": lambda s: "choice" in GAMES[s.game].facts,
    "file.open_two": lambda s: "kind" in GAMES[s.game].facts,
    **{key: _uses(key) for key in ("model.draw", "model.translate")},
    "file.save_as": lambda s: s.ready is not None,
    "file.name": lambda s: s.ready is not None and not s.read_only,
    "file.pin": lambda s: s.ready is not None and not s.read_only,
}
_CHECKED: Mapping[str, Callable[[Session], bool]] = {
    "file.pin": lambda s: s.pinned,
}


BY_CHECKPOINTS = {
    "step.back": QT_TRANSLATE_NOOP("actions", "Show the checkpoint before this one; a run of images keeps exact states "
                                   "at its checkpoints only"),
    "step.both": QT_TRANSLATE_NOOP("actions", "Train one iteration; in the past, show the next checkpoint"),
}
"""What else some actions do where only checkpoints can be shown again."""

BY_REPLAY = {
    "step.back": QT_TRANSLATE_NOOP("actions", "Show the iteration before this one: at once what is stored of it, "
                                   "exactly after a replay from the checkpoint before it, whose time is said first"),
    "step.both": QT_TRANSLATE_NOOP("actions", "Train one iteration; in the past, show the next one"),
}
"""The same where other iterations can be shown by what is stored of them, and exactly by a replay that takes long."""

_OPEN_HERE = QT_TRANSLATE_NOOP("actions", "Open this run here, to train on: nobody else writes it any more")
_ASK_TO = {True: "run.ask_pause", False: "run.ask_go_on"}
"""The actions that the big button stands for where another process writes the run; by whether that may be paused."""


def _show_play_tip(actions: Mapping[str, QAction], session: Session) -> None:
    play, writer = actions["play"], session.writer
    tip = str(play.property("plain_tip"))
    if writer is not None:
        text = str(actions[_ASK_TO[writer.may_be_paused]].property("plain_tip")) if writer.lives else _OPEN_HERE
        tip = with_keys(text, play.shortcuts())
    if play.toolTip() != tip:
        play.setToolTip(tip)


def show_usable(actions: Mapping[str, QAction], session: Session) -> None:
    """Enable each action that the run can take now."""
    for key, usable in _USABLE.items():
        wanted = usable(session)
        if actions[key].isEnabled() != wanted:
            actions[key].setEnabled(wanted)
    _show_play_tip(actions, session)
    texts = BY_CHECKPOINTS if session.snaps else BY_REPLAY
    for key, text in texts.items():
        plain = str(actions[key].property("plain_tip"))
        tip = with_keys(text, actions[key].shortcuts()) if session.by_checkpoints else plain
        if actions[key].toolTip() != tip:
            actions[key].setToolTip(tip)
    for key, checked in _CHECKED.items():
        if actions[key].isChecked() != checked(session):
            actions[key].setChecked(checked(session))
