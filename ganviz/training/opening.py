"""From a stored run to its game: on a device that is here, with its data where they lie now."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Any

from ganviz.games.protocol import Game
from ganviz.problems.images.choice import DEMO
from ganviz.problems.images.findings import NotAgreedError
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.watching import ReadingCancelledError, Watch
from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings
from ganviz.settings.names import GAMES, facts_of
from ganviz.settings.run import RunSettings
from ganviz.training.build import CancelledError, begun_with, build_game
from ganviz.training.device import on_hand
from ganviz.training.elsewhere import Elsewhere, Way, lacks_images, replaced
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.manifest import Manifest
from ganviz.training.provenance import changed_dataset, is_other

_OPTIONS: dict[Way, str] = {"data": "--data", "data_b": "--data-b"}
_UNASKED = {"dead_link"}
"""Kinds of files that nobody is asked about where they are none of a run's images."""


class AwayError(UserError):
    """The images of a run can't be used here, or it has none yet; without them it can be watched, not trained.

    Attributes:
        way: what would open it.
    """

    def __init__(self, text: str, way: Way) -> None:
        super().__init__(text)
        self.way: Way = way


def reopened(folder: RunFolder, elsewhere: Elsewhere, watch: Watch | None) -> tuple[Game, RunSettings]:
    """The game of a run that is to go on, and the settings that it goes on with.

    Raises:
        AwayError: if its images can't be used, or it has none yet, and the game can be shown without them.
        UserError: if its data can't be used otherwise, or those that are named are others than the run's; if the
            device that is named is not here; if reading was cancelled.
    """
    begun, stored = begun_with(folder)
    chosen = stored.changed({"device": elsewhere.device}) if elsewhere.device else on_hand(stored)
    settings = replaced(folder.manifest, begun, elsewhere)
    if folder.manifest.trainable and lacks_images(folder.manifest, settings):
        raise AwayError("this run has no images to train on; name some, as in: ganviz train --resume "
                        f"{quote(str(folder.path))} --data IMAGES", "data")
    try:
        game = rebuilt(folder.manifest, settings, chosen, watch)
    except CancelledError:
        raise
    except UserError as error:
        raise _with_way(error, folder, settings, elsewhere) from None
    if elsewhere.data or elsewhere.data_b:
        _check(folder.manifest, game, elsewhere, watch)
    return game, chosen


def rebuilt(manifest: Manifest, settings: Any, chosen: RunSettings, watch: Watch | None = None) -> Game:
    """The game of a run. Links that lead nowhere are left out unasked where all of its images are there without them.

    That is no agreement for later: it is not put on record.

    Raises:
        UserError: as ``build_game``.
    """
    try:
        return build_game(manifest.game, settings, chosen, watch)
    except NotAgreedError as error:
        if error.kinds != _UNASKED or manifest.dataset is None:
            raise
        game = build_game(manifest.game, settings.changed({"leave_out": True}), chosen, watch)
        if changed_dataset(manifest, game.fingerprint):
            game.close()
            raise
        return game


def _with_way(error: UserError, folder: RunFolder, settings: Settings, elsewhere: Elsewhere) -> UserError:
    """What is wrong with a run's data, with what can be done about it where the run is there already."""
    command = f"ganviz train --resume {quote(str(folder.path))}{_said(elsewhere)}"
    gone = _gone(folder.manifest, settings, elsewhere)
    agreeable = isinstance(error, NotAgreedError)
    if isinstance(error, NotAgreedError) and _said(elsewhere) and folder.manifest.dataset is not None:
        error = UserError(f"{error.fault}; copy the run's own images there again, and leave out what is none of them: "
                          f"{command} --leave-out")
    elif isinstance(error, NotAgreedError):
        error = error.by(f"{command} --leave-out")
    elif gone is not None:
        error = UserError(f"{error}; put it back, or say where it is now: {command} {_OPTIONS[gone]} PLACE")
    watchable = facts_of(folder.manifest.game, settings).get("images", False)
    if _said(elsewhere) or folder.manifest.dataset is None or not watchable:
        return error
    return AwayError(str(error), "leave_out" if agreeable else gone or "data")


def _said(elsewhere: Elsewhere) -> str:
    """The options that say where data lie now, as they were given."""
    given: dict[Way, str] = {"data": elsewhere.data, "data_b": elsewhere.data_b}
    return "".join(f" {_OPTIONS[way]} {quote(place)}" for way, place in given.items() if place)


def _gone(manifest: Manifest, settings: Any, elsewhere: Elsewhere) -> Way | None:
    """Which data of a run are gone, of those that nobody said where they lie now; None where none are."""
    if not elsewhere.data and _is_gone((manifest.dataset or {}).get("path", "")):
        return "data"
    is_first_there = not _is_gone(getattr(settings, "data", ""))
    is_second_gone = not elsewhere.data_b and _is_gone(getattr(settings, "data_b", ""))
    return "data_b" if is_first_there and is_second_gone else None


def _is_gone(place: str) -> bool:
    return bool(place) and not place.startswith(DEMO) and not Path(place).expanduser().exists()


def _check(manifest: Manifest, game: Game, elsewhere: Elsewhere, watch: Watch | None) -> None:
    """See whether the data that are said to be those of a run are; or, of one that had none, can be trained on.

    Raises:
        UserError: if they are others, or some of them can't be used, which are named.
    """
    try:
        if manifest.dataset is None:
            game.check(game.settings)
        elif is_other(manifest, game, elsewhere.data):
            raise _other(manifest, elsewhere, _left_out(manifest.game, game.settings, watch))
    except BaseException:
        game.close()
        raise


def _other(manifest: Manifest, elsewhere: Elsewhere, left_out: str) -> UserError:
    stored = (manifest.dataset or {}).get("path", ""), manifest.game_settings.get("data_b", "")
    named = elsewhere.data, elsewhere.data_b
    data = " and ".join(place for place in named if place)
    was = " and ".join(place for place, other in zip(stored, named, strict=True) if other)
    if left_out:
        return UserError(f"{left_out}, and the rest is not what the run learns from, which was {was}; copy from there "
                         "again what can't be used, or begin a new run, since the rest is another data set")
    return UserError(f"{data}: this is not what the run learns from, which was {was}; name that as it was when the run "
                     "began, or begin a new run on this")


def _left_out(game: str, settings: Any, watch: Watch | None) -> str:
    """A sentence that names the images that can't be used; empty where all can."""
    if facts_of(game, settings).get("images", False):
        try:
            inspect(GAMES[game].load_fact("choice")(settings), watch).listing()
        except NotAgreedError as error:
            return error.fault
        except ReadingCancelledError:
            return ""
    return ""
