"""``ganviz``: open the window, or take its picture without a display."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ganviz.cli.interruption import Interruption
from ganviz.settings.errors import UserError


def window(run: Path | None = None, /, *, screenshot: Path | None = None, iterations: int = 2000,
           placement: Literal["process", "thread"] = "process",
           theme: Literal["system", "light", "dark"] | None = None) -> int:
    """Open the window.

    Parameters
    ----------
    run:
        The run folder to open; without one the tab and the preset chosen last are loaded, one key away from running.
    screenshot:
        Needs no display: trains the first preset of Game 2-D (or RUN) to an iteration, writes the window's picture to
        this PNG file and ends.
    iterations:
        The iteration at which the picture is taken.
    placement:
        Where the game is trained: in a process of its own, or in a thread of the window's.
    theme:
        The colours of the window; without it the ones chosen last time.
    """
    _check(run, screenshot, iterations)
    from ganviz.app.application import open_window

    with Interruption() as interruption:
        status = open_window(run=run, screenshot=screenshot, iterations=iterations, placement=placement, theme=theme,
                             should_close=interruption.asked)
    return interruption.status or status


def _check(run: Path | None, screenshot: Path | None, iterations: int) -> None:
    if run is not None:
        from ganviz.training.folder.manifest import read_manifest

        read_manifest(run)
    if iterations < 1:
        raise UserError(f"--iterations {iterations}: choose 1 or more")
    if screenshot is not None and not screenshot.absolute().parent.is_dir():
        raise UserError(f"--screenshot {screenshot}: there is no folder {screenshot.parent}; make it or choose another")
