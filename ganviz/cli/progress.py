"""How far a run is, on standard error: a progress bar where that is a terminal, and what is to be said in any case."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from ganviz.cli.errors import one_line
from ganviz.settings.schedule import last

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from ganviz.training.headless import News
    from ganviz.training.messages import Inspected, Notice, Progress

_NAMED = 10
"""So many files that are left out are named by the report, of each fault."""


class Show(Protocol):
    """What shows how far a run is."""

    def training(self, progress: Progress) -> None:
        """How far it has been trained."""
        ...

    def waiting(self, news: News) -> None:
        """How far that is which it waits for before it is open, what its images are like, or what makes it rest."""
        ...


@contextmanager
def progress_bar(total: int | None) -> Iterator[Show]:
    """What shows how far a run of ``total`` iterations is, its rate and the time left; None goes by its schedule."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _InLines()
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

    def waiting(self, news: News) -> None:
        from ganviz.training.messages import Compiling, Inspected, Notice

        if isinstance(news, Notice | Inspected):
            for line in _lines(news):
                self._bar.console.print(line, markup=False, highlight=False)
        elif isinstance(news, Compiling):
            self._bar.update(self._task, engine=_in_words(news.share))
        else:
            self._bar.update(self._task, completed=news.done, total=news.total or None)


class _InLines:
    """Where nobody watches, no bar is drawn, but what there is to say is kept by whoever keeps standard error."""

    def training(self, progress: Progress) -> None: ...

    def waiting(self, news: News) -> None:
        from ganviz.training.messages import Inspected, Notice

        if sys.stderr is not None and isinstance(news, Notice | Inspected):
            print(*_lines(news), sep="\n", file=sys.stderr, flush=True)


def _lines(news: Notice | Inspected) -> list[str]:
    from ganviz.training.messages import Notice

    if isinstance(news, Notice):
        return [f"note: {one_line(news.text)}"]
    more = len(news.left_out) > _NAMED
    return [f"The images in {news.path}:", *(f"  {one_line(sentence)}" for sentence in news.sentences),
            *([f"  {len(news.left_out):,} files are left out; --json names each of them."] if more else [])]


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
