"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganviz.training.messages import Preparing, Progress

Show = Callable[["Progress | Preparing"], None]


@contextmanager
def progress_bar(total: int) -> Iterator[Show]:
    """A function that shows how far a run of ``total`` iterations is, its rate and the time left."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _show_nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from ganviz.training.messages import Progress

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.3g} it/s"), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("training", total=total, rate=0.0)

        def show(news: Progress | Preparing) -> None:
            if isinstance(news, Progress):
                bar.update(task, completed=news.iteration, total=total, rate=news.rate)
            else:
                bar.update(task, completed=news.done, total=news.total or None)

        yield show


@contextmanager
def counting() -> Iterator[Callable[[int, int], None]]:
    """A function that shows how many of how many things are done."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _count_nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True),
                  transient=True) as bar:
        task = bar.add_task("translating")
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _count_nothing(done: int, total: int) -> None:
    """Where nobody watches, nothing is drawn."""


def _show_nothing(news: Progress | Preparing) -> None:
    """Where nobody watches, nothing is drawn."""
