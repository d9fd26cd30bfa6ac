"""Images looked at before there is a run, without torch: what a person is told about a folder."""

from __future__ import annotations

from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.report import Report
from ganviz.problems.images.watching import ReadingCancelledError, Watch
from ganviz.settings.errors import UserError
from ganviz.settings.image_data import ImageSettings
from ganviz.settings.names import GAMES

__all__ = ["ReadingCancelledError", "Report", "Watch", "report_on"]


def report_on(game: str, path: str, second: str, settings: ImageSettings, watch: Watch) -> Report:
    """Recognise the layout, decode every image once, and report.

    Args:
        game: the id of the game that is to learn from the images.
        path: their folder, or that of side A.
        second: the folder of side B; empty where one folder holds both.
        settings: how much is held out, and which way is learned.
        watch: who looks on.

    Raises:
        UserError: if there is nothing to train on.
        ReadingCancelledError: if the watch is cancelled.
    """
    kind = GAMES[game].facts["kind"]
    try:
        return inspect(DataChoice(path, kind, second, swap=settings.swap, held_out=settings.held_out,
                                  size=settings.load_size), watch).report
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror or error}; choose another folder") from None
