"""Images looked at before there is a run, without torch: what a person is told about a folder."""

from __future__ import annotations

from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.report import Report
from ganviz.problems.images.watching import ReadingCancelledError, Watch
from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings
from ganviz.settings.names import GAMES

__all__ = ["ReadingCancelledError", "Report", "Watch", "report_on"]


def report_on(game: str, settings: Settings, watch: Watch) -> Report:
    """Recognise the layout, decode every image once, and report.

    Args:
        game: the id of the game that is to learn from the images.
        settings: those that a run on the images would have.
        watch: who looks on.

    Raises:
        UserError: if there is nothing to train on.
        ReadingCancelledError: if the watch is cancelled.
    """
    choice: DataChoice = GAMES[game].load_fact("choice")(settings)
    try:
        return inspect(choice, watch).report
    except OSError as error:
        raise UserError(f"{choice.path} can't be read: {error.strerror or error}; choose another folder") from None
