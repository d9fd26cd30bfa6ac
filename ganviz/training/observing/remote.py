"""A twin of a game in a process of its own (``ganviz.training.observing.serving``).

It shares neither the interpreter nor its lock with the trainer, so that what it computes takes no time from the
training where there is a processor for it. It gets a state and the names of layers through its input, and answers with
arrays on its output; when its input ends, so does it.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ganviz.training.messages import Event, Layers
from ganviz.training.observing.task import Present

_SERVER = "ganviz.training.observing.serving"
_END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a game is made of in another process.

    Attributes:
        game: its id.
        settings: its settings.
        run_settings: those of its run.
        facts: what it says of itself; one of which that differs, since its data are others by now, is of no use.
    """

    game: str
    settings: Mapping[str, Any]
    run_settings: Mapping[str, Any]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Layers of a state: its flat tensor and its numbers, under ``settings``."""

    layers: Layers
    flat: NDArray[np.float32]
    numbers: Mapping[str, int]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """The layers' arrays, what went wrong, and the processor's time for it."""

    arrays: Mapping[str, NDArray[Any]]
    notices: list[Event]
    seconds: float


class RemoteEndedError(Exception):
    """The process has gone."""


def write(stream: BinaryIO, what: Any) -> None:
    """Send a message through a pipe; ``pickle.load`` takes it at the other end."""
    pickle.dump(what, stream, protocol=5)
    stream.flush()


class RemoteTwin:
    """Starts the process; ``ready`` once it has built the game, which takes a few seconds."""

    def __init__(self, recipe: Recipe) -> None:
        self.ready = False
        self._process = subprocess.Popen([sys.executable, "-m", _SERVER], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE)
        self._thread = threading.Thread(target=self._begin, args=(recipe,), name="remote twin", daemon=True)
        self._thread.start()

    def _begin(self, recipe: Recipe) -> None:
        with suppress(RemoteEndedError):
            self._send(recipe)
            self.ready = self._receive() is True

    def shown(self, layers: Layers, present: Present) -> Shown:
        """The layers of a state.

        Raises:
            RemoteEndedError: if the process has gone.
        """
        state = present.state
        flat = state.tensors.flat.numpy()  # type: ignore[attr-defined]  # a small game's state is one tensor
        self._send(Wanted(layers, flat, state.numbers, present.settings.model_dump()))
        found: Shown = self._receive()
        return found

    def end(self) -> None:
        """End the process, which has nothing to save."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self.end()
        self._process.wait(_END_SECONDS)
        self._thread.join()
        for stream in self._streams():
            with suppress(OSError):
                stream.close()

    def _streams(self) -> tuple[BinaryIO, BinaryIO]:
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        return into, out  # type: ignore[return-value]  # typeshed: IO[bytes]

    def _send(self, what: Any) -> None:
        try:
            write(self._streams()[0], what)
        except OSError:
            raise RemoteEndedError from None

    def _receive(self) -> Any:
        try:
            return pickle.load(self._streams()[1])
        except (EOFError, OSError, pickle.UnpicklingError):
            raise RemoteEndedError from None
