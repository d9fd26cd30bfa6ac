"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganviz.training.messages import Progress

Show = Callable[["Progress"], None]


@contextmanager
def progress_bar(total: int) -> Iterator[Show]:
    """A function that shows how far a run of ``total`` iterations is, its rate and the time left."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _show_nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.0f} it/s"), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("training", total=total, rate=0.0)

        def show(progress: Progress) -> None:
            bar.update(task, completed=progress.iteration, rate=progress.rate)

        yield show


def _show_nothing(progress: Progress) -> None:
    """Where nobody watches, nothing is drawn."""
