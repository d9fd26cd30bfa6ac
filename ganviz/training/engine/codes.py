"""The compiled codes of one run's game: from memory, from disk, or made now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

import torch

from ganviz.games.protocol import Game
from ganviz.settings.errors import UserError
from ganviz.training.engine.cache import CodeCache
from ganviz.training.engine.captured import CapturedCodes
from ganviz.training.engine.code import Code, CompiledCode, NoCodeError
from ganviz.training.engine.compilation import Compilation
from ganviz.training.engine.obstacles import obstacle_on
from ganviz.training.engine.spec import CodeSpec

_GLANCE_SECONDS = 0.1

Patience = Callable[[Compilation], None]
"""Called again and again while code is waited for; raises ``UserError`` where nobody wants to wait any longer."""


def wait_for_ever(_: Compilation) -> None:
    """The patience of a run that nobody watches."""


class Maker(Protocol):
    """Makes code that is not there yet."""

    def obstacle(self) -> str:
        """Why no code can be made here, as a sentence; empty where it can."""
        ...

    def begin(self, game: Game) -> Compilation:
        """Have the code for the game's present settings made; what is being made already is not begun again."""
        ...


class Codes(Protocol):
    """Hands out the code of one run's game."""

    @property
    def maker(self) -> Maker | None:
        """What makes missing code; None where all code is ready."""
        ...

    def key(self, settings: Any) -> str:
        """The name of the code for the game with these settings."""
        ...

    def ready(self, game: Game) -> Code | None:
        """The code for the game's present settings, if it needs no making."""
        ...

    def load(self, game: Game) -> Code:
        """The code for the game's present settings, made if need be.

        Raises:
            NoCodeError: if it can't be made.
            UserError: if nobody wants to wait for it.
        """
        ...

    def cancel(self) -> None:
        """End what is being made; whoever waits for it is told so."""
        ...

    def close(self) -> None:
        """Let go of all code, and end what is being made."""
        ...


class CompiledCodes:
    """Hands out code for the CPU, to any thread; each one is loaded and made once. For another device there is none."""

    def __init__(self, game: str, device: torch.device, threads: int, cache: CodeCache,
                 patience: Patience = wait_for_ever) -> None:
        self._game, self._device, self._threads = game, device, threads
        self._cache = cache
        self._patience = patience
        self._lock = threading.Lock()
        self._loaded: dict[str, CompiledCode] = {}
        self._making: dict[str, Compilation] = {}
        self._closed = False

    @property
    def maker(self) -> Maker:
        """Itself."""
        return self

    def key(self, settings: Any) -> str:
        """The name of the code for the game with these settings."""
        return self._spec(settings).key()

    def _spec(self, settings: Any) -> CodeSpec:
        return CodeSpec(self._game, settings.of_code(), self._threads)

    def ready(self, game: Game) -> Code | None:
        """The code for the game's present settings, if it needs no making."""
        if self._device.type != "cpu":
            return None
        key = self.key(game.settings)
        with self._lock:
            if key not in self._loaded and (stored := self._cache.find(key)) is not None:
                try:
                    self._loaded[key] = CompiledCode(stored)
                except RuntimeError:  # of another torch, or damaged where it does not show: it is made anew
                    self._cache.drop(key)
            return self._loaded.get(key)

    def obstacle(self) -> str:
        """Why no code can be made here, as a sentence; empty where it can."""
        return obstacle_on(self._device)

    def begin(self, game: Game) -> Compilation:
        """Have the code for the game's present settings made; what is being made already is not begun again."""
        spec = self._spec(game.settings)
        with self._lock:
            known = self._making.get(spec.key())
            if known is None or known.over.is_set():
                known = self._making[spec.key()] = Compilation(spec, self._cache)
            return known

    def load(self, game: Game) -> Code:
        """The code for the game's present settings, made if need be.

        Raises:
            NoCodeError: if it can't be made.
            UserError: if nobody wants to wait for it.
        """
        while (code := self.ready(game)) is None:
            if obstacle := self.obstacle():
                raise NoCodeError(f"iteration {game.iteration + 1} was played by compiled code; {obstacle}")
            making = self.begin(game)
            while not making.over.wait(_GLANCE_SECONDS):
                self._wait_on(making)
            if making.cancelled:
                raise UserError("compiling was cancelled; go to another iteration, or compile again")
            if making.failure:
                raise NoCodeError(f"compiled code could not be made: {last_line(making.failure)}")
        return code

    def _wait_on(self, making: Compilation) -> None:
        if self._closed:
            raise UserError("the run was closed before its code was compiled")
        self._patience(making)

    def close(self) -> None:
        """End whatever is being made, for good: whoever waits is told so."""
        self._closed = True
        self.cancel()

    def cancel(self) -> None:
        """End what is being made; whoever waits for it is told so."""
        with self._lock:
            making = list(self._making.values())
        for each in making:
            each.cancel()


def codes_for(game: str, device: torch.device, threads: int, patience: Patience) -> Codes:
    """Where the code of a run's game comes from."""
    if device.type == "cuda":
        return CapturedCodes(game, threads)
    return CompiledCodes(game, device, threads, CodeCache(), patience)


def last_line(failure: str) -> str:
    """The line of a failure that says what it was."""
    lines = [line for line in failure.strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else "the process that makes it ended"
