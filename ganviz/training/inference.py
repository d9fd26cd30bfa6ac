"""A copy of a run's generator in a process of its own, which translates what it is sent. No Qt, and no torch here.

So a drawing is answered while the run trains, neither waiting for the other. The process ends by itself when its
parent's end of the pipe closes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganviz.training.child import ChildProcess, begin_child
from ganviz.training.messages import Lent
from ganviz.training.readiness import arrivals


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing to be translated.

    Attributes:
        pixels: uint8 (H, W, 1 or 3).
        loan: weights that its trainer has lent; None for the newest checkpoint.
        unfinished: whether a stroke of it is under way.
    """

    pixels: NDArray[np.uint8]
    loan: Lent | None = None
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Listening:
    """The process has begun to listen: what is sent before that may fill the pipe, and make its sender wait."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What the generator makes of a sketch.

    Attributes:
        pixels: uint8 (H, W, 1 or 3), of the sketch's height and width.
        iteration: the iteration that the weights are of.
        seconds: how long it took from the sketch's arrival.
    """

    pixels: NDArray[np.uint8]
    iteration: int
    seconds: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The answer that is being made is not wanted any more; of no account where none is."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A sketch is left unanswered, as was asked."""


@dataclass(frozen=True, slots=True)
class Untranslated:
    """Why a request came to nothing: a sentence, and details for an unexpected error."""

    text: str
    details: str = ""


def _main(connection: Connection, folder: Path) -> None:
    begin_child()
    from ganviz.training.newest import Newest

    arrives = arrivals(connection)
    translate = Newest(folder, lambda: arrives(0))
    connection.send(Listening())
    _serve(connection, translate)


def _serve(connection: Connection, answer: Callable[[Sketch], Any]) -> None:
    """Answer one request after the other until the parent's end closes. What arrives meanwhile is a ``GiveUp``."""
    while True:
        try:
            request = connection.recv()
            if not isinstance(request, GiveUp):
                connection.send(answer(request))
        except (EOFError, OSError):
            return


class SketchProcess(ChildProcess):
    """Says ``Listening`` once, and answers each ``Sketch`` after that, which waits for the last one's answer, by one
    ``Translation`` or ``Untranslated``; by ``GivenUp`` where a ``GiveUp`` arrives in time.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(_main, (folder,), "ganviz generator")
