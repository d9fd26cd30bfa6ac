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
_CLOSED = "the run was closed before its code was compiled"

Patience = Callable[[Compilation], None]
"""Called again and again while code is waited for; raises ``UserError`` where nobody wants to wait any longer."""


def wait_for_ever(_: Compilation) -> None:
    """The patience of a run that nobody watches."""


class Maker(Protocol):
    """Makes code that is not there yet."""

    def obstacle(self, game: Game) -> str:
        """Why no code can be made here for the game's present settings, as a sentence; empty where it can."""
        ...

    def begin(self, game: Game) -> Compilation:
        """Have the code for the game's present settings made; what is being made already is not begun again.

        Raises:
            UserError: if nothing is made any more, since the run was closed.
        """
        ...

    def made(self, game: Game, making: Compilation) -> Code:
        """The code for the game's present settings, whose making is over and was not cancelled.

        Raises:
            NoCodeError: if it could not be made, or can't be loaded; it is not made again then.
        """
        ...

    def try_again(self) -> None:
        """Have code made again that could not be had."""
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
        """Let go of all code, and end what is being made; nothing is made any more."""
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
        self._strange: dict[str, str] = {}
        self._given_up: dict[str, str] = {}
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
                except RuntimeError as error:  # of another torch, or damaged where it does not show: it is made anew
                    self._strange[key] = str(error)
                    self._cache.drop(key)
            return self._loaded.get(key)

    def obstacle(self, game: Game) -> str:
        """Why no code can be made here for the game's present settings, as a sentence; empty where it can."""
        return obstacle_on(self._device) or self._given_up.get(self.key(game.settings), "")

    def begin(self, game: Game) -> Compilation:
        """Have the code for the game's present settings made; what is being made already is not begun again.

        Raises:
            UserError: if nothing is made any more, since the run was closed.
        """
        return self._begun(game)[0]

    def _begun(self, game: Game) -> tuple[Compilation, bool]:
        """The making of the code, and whether it was begun just now."""
        spec = self._spec(game.settings)
        with self._lock:
            if self._closed:
                raise UserError(_CLOSED)
            known = self._making.get(spec.key())
            if known is not None and not known.over.is_set():
                return known, False
            begun = self._making[spec.key()] = Compilation(spec, self._cache)
            return begun, True

    def load(self, game: Game) -> Code:
        """The code for the game's present settings, made if need be.

        Raises:
            NoCodeError: if it can't be made, or can't be loaded.
            UserError: if nobody wants to wait for it.
        """
        if (code := self.ready(game)) is not None:
            return code
        if obstacle := self.obstacle(game):
            raise NoCodeError(f"iteration {game.iteration + 1} was played by compiled code; {obstacle}")
        making = self._waited_for(game)
        if making.cancelled:
            raise UserError("compiling was cancelled; go to another iteration, or compile again")
        return self.made(game, making)

    def _waited_for(self, game: Game) -> Compilation:
        """The code's making, when it is over. Where nobody wants to wait, it ends if nobody else has begun it."""
        making, is_own = self._begun(game)
        try:
            while not making.over.wait(_GLANCE_SECONDS):
                self._wait_on(making)
        except BaseException:
            if is_own:
                making.cancel()
            raise
        return making

    def _wait_on(self, making: Compilation) -> None:
        if self._closed:
            raise UserError(_CLOSED)
        self._patience(making)

    def made(self, game: Game, making: Compilation) -> Code:
        """The code for the game's present settings, whose making is over and was not cancelled.

        Raises:
            NoCodeError: if it could not be made, or can't be loaded.
        """
        if making.failure:
            raise NoCodeError(self._give_up(making.spec.key(), (
                f"compiled code could not be made: {last_line(making.failure)}; to have it tried again, set engine "
                "anew, or open the run again")))
        if (code := self.ready(game)) is None:
            key = self.key(game.settings)
            raise NoCodeError(self._give_up(key, (
                f"the code that was made can't be loaded: {self._strange.get(key, 'it is gone, or damaged')}; see "
                f"whether programs may run in {self._cache.folder} and the disk has room, or name another folder by "
                "the variable GANVIZ_CACHE")))
        return code

    def _give_up(self, key: str, why: str) -> str:
        """Have code not made again; returns the sentence that says why."""
        return self._given_up.setdefault(key, why)

    def try_again(self) -> None:
        """Have code made again that could not be had."""
        self._given_up.clear()

    def cancel(self) -> None:
        """End what is being made; whoever waits for it is told so."""
        with self._lock:
            making = [each for each in self._making.values() if not each.over.is_set()]
        for each in making:
            each.cancel()

    def close(self) -> None:
        """End whatever is being made, for good: whoever waits is told so."""
        with self._lock:
            self._closed = True
        self.cancel()


def codes_for(game: str, device: torch.device, threads: int, patience: Patience) -> Codes:
    """Where the code of a run's game comes from."""
    if device.type == "cuda":
        return CapturedCodes(game, threads)
    return CompiledCodes(game, device, threads, CodeCache(), patience)


def last_line(failure: str) -> str:
    """The line of a failure that says what it was."""
    return failure.strip().splitlines()[-1].strip()
