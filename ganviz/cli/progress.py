"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from ganviz.settings.schedule import last

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from ganviz.training.messages import Compiling, Notice, Preparing, Progress


class Show(Protocol):
    """What shows how far a run is."""

    def training(self, progress: Progress) -> None:
        """How far it has been trained."""
        ...

    def waiting(self, news: Preparing | Compiling | Notice) -> None:
        """How far that is which it waits for before it is open, or what makes it rest."""
        ...


@contextmanager
def progress_bar(total: int | None) -> Iterator[Show]:
    """What shows how far a run of ``total`` iterations is, its rate and the time left; None goes by its schedule."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _Nothing()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.3g} it/s"), TimeRemainingColumn(),
               TextColumn("{task.fields[engine]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _OnBar(bar, total)


class _OnBar:
    def __init__(self, bar: Bar, total: int | None) -> None:
        self._bar, self._total = bar, total
        self._task = bar.add_task("training", total=total, rate=0.0, engine="")

    def training(self, progress: Progress) -> None:
        share = progress.engine.compiling
        total = self._total or last(progress.game_settings, progress.facts.get("epoch", 0.0))
        self._bar.update(self._task, completed=progress.iteration, total=total, rate=progress.rate,
                         engine="" if share is None else _in_words(share))

    def waiting(self, news: Preparing | Compiling | Notice) -> None:
        from ganviz.training.messages import Compiling, Notice

        if isinstance(news, Notice):
            self._bar.console.print(news.text, markup=False, highlight=False)
        elif isinstance(news, Compiling):
            self._bar.update(self._task, engine=_in_words(news.share))
        else:
            self._bar.update(self._task, completed=news.done, total=news.total or None)


class _Nothing:
    """Where nobody watches, nothing is drawn."""

    def training(self, progress: Progress) -> None: ...

    def waiting(self, news: Preparing | Compiling | Notice) -> None: ...


def _in_words(share: float) -> str:
    return f"compiling {share:.0%}"


@contextmanager
def counting() -> Iterator[Callable[[int, int], None]]:
    """A function that shows how many of how many things are done; of 0 where nobody knows."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _count_nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True),
                  transient=True) as bar:
        task = bar.add_task("counting", total=None)
        yield lambda done, total: _show_count(bar, task, done, total)


def _show_count(bar: Bar, task: TaskID, done: int, total: int) -> None:
    if total:
        bar.update(task, completed=done, total=total)
    else:
        bar.tasks[0].total = None  # an update can't take it away


def _count_nothing(done: int, total: int) -> None:
    """Where nobody watches, nothing is drawn."""
