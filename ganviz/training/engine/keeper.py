"""Which engine a run goes on with: the one that its settings want, as soon as it can be had."""

from __future__ import annotations

from collections.abc import Callable
from traceback import format_exception

from ganviz.training.engine.code import NoCodeError
from ganviz.training.engine.codes import Maker
from ganviz.training.engine.compilation import Compilation
from ganviz.training.engine.policy import COMPILED, Policy, policy_of
from ganviz.training.messages import EngineInfo, Event, Notice
from ganviz.training.run import Run


class EngineKeeper:
    """Has code compiled when a run wants it, and changes the run's engine between two iterations."""

    def __init__(self, run: Run, send: Callable[[Event], None]) -> None:
        self._run = run
        self._send = send
        self._seen = -1
        self._making: Compilation | None = None
        self._obstacle = self._told = ""
        self._policy: Policy | None = None

    @property
    def waits(self) -> bool:
        """Whether the run has to rest until its code is there.

        It has where its settings say so, and where it was played by code that is gone.
        """
        run = self._run
        return self._making is not None and (run.engine == COMPILED or policy_of(run.game.settings).waits)

    def info(self) -> EngineInfo:
        """The same for the window."""
        share = None if self._making is None else self._making.share
        return EngineInfo(self._run.engine, share, self.waits, self._obstacle)

    def look(self) -> None:
        """Due between any two iterations; costs nothing while nothing has happened.

        Raises:
            DivergedError: if it turns out that the run has left the finite numbers.
            UserError: if the run's folder cannot be written.
        """
        if self._seen != self._run.arrivals:
            self._settle()
        elif self._making is not None and self._making.over.is_set():
            self._take(self._making)

    def _settle(self) -> None:
        """Make engine and settings agree, or have made what is needed for that."""
        arrivals, self._obstacle = self._run.arrivals, ""
        before, self._making = self._making, self._agree()
        self._seen = arrivals  # last: where the folder can't be written, all this is due again
        if before is not None and before is not self._making:
            before.cancel()

    def _agree(self) -> Compilation | None:
        """Change the engine if that can be done now; returns what has to be made first, if anything."""
        run, policy = self._run, policy_of(self._run.game.settings)
        if policy != self._policy:  # somebody who chooses anew is told anew
            self._policy, self._told = policy, ""
        if not policy.compiles:
            run.play_by(None)
            return None
        return self._go_for_code() if run.code is None else None

    def _go_for_code(self) -> Compilation | None:
        code, maker = self._run.codes.ready(self._run.game), self._run.codes.maker
        if code is not None or maker is None:
            self._run.play_by(code)
        elif obstacle := maker.obstacle(self._run.game):
            self._do_without(obstacle)
        else:
            return maker.begin(self._run.game)
        return None

    def _take(self, made: Compilation) -> None:
        """Go on with what was made, or without it."""
        maker = self._run.codes.maker
        if maker is not None and not made.cancelled:
            self._go_on_with(maker, made)
        self._making = None  # last: where the folder can't be written, this is due again

    def _go_on_with(self, maker: Maker, made: Compilation) -> None:
        try:
            code = maker.made(self._run.game, made)
        except NoCodeError as error:
            self._do_without(str(error), made.failure)
        else:
            self._run.play_by(code)

    def give_up(self, error: NoCodeError) -> None:
        """Go on without code that turned out not to work.

        Raises:
            DivergedError, UserError: as ``look``.
        """
        self._do_without(str(error), "".join(format_exception(error)))

    def _do_without(self, obstacle: str, details: str = "") -> None:
        """Go on eagerly; somebody who asked for code, or had it, is told why, once."""
        self._obstacle = obstacle
        asked = details or self._run.engine == COMPILED or policy_of(self._run.game.settings).waits
        if asked and obstacle != self._told:
            self._told = obstacle
            self._send(Notice("warning", f"{obstacle}; the game goes on eagerly", details))
        self._run.play_by(None)

    def cancel(self) -> None:
        """End what is being compiled; the run goes on eagerly, and its settings say so.

        Raises:
            DivergedError, UserError: as ``look``.
        """
        if self._making is not None:
            self._run.change({"engine": "eager"})  # first: where it can't be put on record, the making goes on
            self._making.cancel()
