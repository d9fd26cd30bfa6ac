"""The one loop: it owns a run, takes commands and sends events.

The same in a thread, in a process, and without a window.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ganviz.settings.errors import UserError
from ganviz.training import messages as m
from ganviz.training.channel import Channel
from ganviz.training.device import in_words
from ganviz.training.folder.lock import LockedError
from ganviz.training.followed import Followed
from ganviz.training.observer import Observer, Question, observer
from ganviz.training.pace import Clock, Pace
from ganviz.training.run import DivergedError, Run
from ganviz.training.slow_motion import SlowMotion


class Loop:
    """Serves one channel until it is told to quit."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._run: Run | Followed | None = None
        self._observer: Observer | None = None
        self._mode = m.Mode.PAUSED
        self._until: int | None = None
        self._left = 0
        self._players = m.Players.BOTH
        self._viewing: int | None = None
        self._pace = Pace()
        self._clock = Clock()
        self._slow: SlowMotion | None = None
        self._ended = False
        self._told = ""
        self._handlers: Mapping[type, Callable[[Any], None]] = {
            m.Create: self._create, m.Open: self._open, m.Play: self._play, m.Pause: self._pause,
            m.Step: self._step, m.View: self._view, m.Continue: self._continue, m.Change: self._change,
            m.SetSpeed: self._set_speed, m.Ask: self._answer, m.Save: self._save, m.SaveAs: self._save_as,
            m.Label: self._label, m.Quit: self._quit,
        }

    def serve(self) -> None:
        """Work until `Quit`; whatever happens, say how it ended."""
        try:
            while not self._ended:
                self._turn()
        except BaseException as error:
            self._channel.send(m.Ended(f"The trainer failed: {error}", traceback.format_exc()))
            raise
        finally:
            self._let_go()
        self._channel.send(m.Ended())

    def _turn(self) -> None:
        """One command, or one iteration, or a rest until there is something to do."""
        inbox, paused = self._channel.inbox, self._mode is m.Mode.PAUSED
        command = inbox.wait(None) if paused else inbox.take()
        if command is None and not paused:
            rest = self._pace.rest()
            if rest == 0:
                self._guarded("training", self._advance)
                return
            command = inbox.wait(rest)
        if command is not None:
            self._handle(command)

    def _handle(self, command: m.Command) -> None:
        name = type(command).__name__.lower()
        if self._run is None and not isinstance(command, m.Create | m.Open | m.Quit | m.SetSpeed):
            self._channel.send(m.Refused(name, "no run is open yet; start or open one first"))
            return
        if not isinstance(command, m.Ask):
            self._told = ""
        try:
            self._handlers[type(command)](command)
        except DivergedError as error:
            self._come_to_rest(str(error))
        except UserError as error:
            self._channel.send(m.Refused(name, str(error)))
        except Exception as error:  # noqa: BLE001 - the boundary: a failed command must leave the run usable
            text = f"The command {name!r} failed: {error}"
            self._channel.send(m.Refused(name, text, traceback.format_exc()))
            self._take_back()

    def _guarded(self, what: str, act: Callable[[], None]) -> None:
        try:
            act()
        except UserError as error:
            self._come_to_rest(str(error))
        except Exception as error:  # noqa: BLE001 - the boundary: report it, and keep what is there
            self._come_to_rest(f"An error stopped the {what}: {error}", traceback.format_exc())
            self._take_back()

    def _come_to_rest(self, text: str, details: str = "") -> None:
        """Pause and say why, once: a disk that stays full fails again at every question."""
        self._mode = m.Mode.PAUSED
        self._slow = None
        if text != self._told:
            self._channel.send(m.Notice("error", text, details))
        self._told = text

    def _take_back(self) -> None:
        """Undo an iteration that an error broke off half way."""
        self._slow = None
        if isinstance(self._run, Run):
            self._run.take_back()

    # --- training ------------------------------------------------------------------------------------------

    @property
    def _writing(self) -> Run:
        """The run, if this process may write it.

        Raises:
            UserError: while another process writes it.
        """
        if not isinstance(self._run, Run):
            raise UserError(self._run.read_only if self._run is not None else "no run is open")
        return self._run

    def _advance(self) -> None:
        run = self._writing
        if self._pace.substeps > 0:
            self._advance_slowly(run)
        else:
            run.advance(self._players)
            self._iteration_done(run)

    def _advance_slowly(self, run: Run) -> None:
        if self._slow is None:
            run.begin(self._players)
            self._slow = SlowMotion(run.game, self._players)
        if not self._slow.go_on():
            self._finish_iteration(run)

    def _finish_iteration(self, run: Run) -> None:
        self._slow = None
        run.complete()
        self._iteration_done(run)

    def _iteration_done(self, run: Run) -> None:
        if self._clock.tick(run.game.iteration):
            run.check_room()
        self._left -= 1
        if self._mode is m.Mode.STEPPING and self._left <= 0:
            self._mode = m.Mode.PAUSED
        if self._until is not None and run.game.iteration >= self._until:
            self._mode, self._until = m.Mode.PAUSED, None
        if self._mode is m.Mode.PAUSED:
            run.flush()
        elif self._clock.save_due(run.run_settings.autosave):
            self._save_now(run)

    def _settle(self) -> None:
        """Finish an iteration that rests half way, since state is kept between iterations only."""
        if self._slow is not None:
            self._slow.finish()
            self._finish_iteration(self._writing)

    def _settle_and_save(self) -> None:
        """Save; a run that turns out to have diverged is saved at its last finite state.

        Raises:
            UserError: if the folder cannot be written.
        """
        try:
            self._settle()
            self._save_now(self._writing)
        except DivergedError as error:
            self._come_to_rest(str(error))
            self._save_now(self._writing)

    # --- commands ------------------------------------------------------------------------------------------

    def _create(self, command: m.Create) -> None:
        self._replace(lambda: Run.create(command.game, command.game_settings, command.run_settings,
                                         Path(command.folder)))

    def _open(self, command: m.Open) -> None:
        folder = Path(command.folder)

        def opened() -> Run | Followed:
            try:
                return Run.open(folder)
            except LockedError as error:
                return Followed(folder, str(error))

        if isinstance(self._run, Run) and self._run.folder.path.resolve() == folder.resolve():
            self._run.recorder.rewind()
            self._announce()
            return
        self._replace(opened)

    def _replace(self, make: Callable[[], Run | Followed]) -> None:
        """Put another run in place of the present one, which is saved first; if that fails, the present one stays.

        One whose folder is gone has no place to be saved in, and must not be in the way of all others.
        """
        if isinstance(self._run, Run) and self._run.folder.path.exists():
            self._settle_and_save()
        new = make()
        self._let_go()
        self._run, self._mode, self._until = new, m.Mode.PAUSED, None
        self._clock.restart(new.game.iteration)
        self._observer = observer(new.game, self._channel.send)
        self._announce()

    def _announce(self) -> None:
        """Say what is open; whoever hears it shows the present."""
        run = self._run
        assert run is not None
        self._viewing = None
        device = run.game.device
        self._channel.send(m.Ready(
            str(run.folder.path), run.folder.manifest.game, run.game.settings.model_dump(),
            run.run_settings.model_dump(), run.game.iteration, run.branch, run.facts,
            in_words(device, run.run_settings.threads), device.type == "cpu", run.read_only, run.warnings))

    def _play(self, command: m.Play) -> None:
        run = self._writing
        if command.until is not None and command.until <= run.game.iteration:
            raise UserError(f"the run is at iteration {run.game.iteration} already; "
                            f"name a later one than {command.until}, or go back to it")
        run.check_room()
        self._viewing = None
        self._mode, self._until, self._players = m.Mode.PLAYING, command.until, m.Players.BOTH

    def _pause(self, _: m.Pause) -> None:
        self._mode, self._until = m.Mode.PAUSED, None
        if self._slow is None:
            self._writing.flush()

    def _step(self, command: m.Step) -> None:
        """An iteration that rests half way counts as the first of the steps."""
        run = self._writing
        if command.n < 1:
            raise UserError(f"{command.n} steps can't be taken; take one at least")
        if self._slow is None:
            run.flush()
        self._viewing, self._until, self._players = None, None, command.players
        self._mode, self._left = m.Mode.STEPPING, command.n

    def _view(self, command: m.View) -> None:
        self._settle()
        run, shown_by = self._run, self._observer
        assert run is not None
        assert shown_by is not None
        if command.iteration is None or command.iteration == run.game.iteration:
            self._viewing = None
            return
        if isinstance(run, Run):
            run.flush()
        shown_by.take(run.look_back(command.iteration))
        self._viewing = command.iteration

    def _continue(self, command: m.Continue) -> None:
        self._settle()
        self._mode, self._until = m.Mode.PAUSED, None
        run = self._writing
        if command.iteration != run.game.iteration:
            run.fork(command.iteration)
        self._viewing = None
        self._clock.restart(run.game.iteration)

    def _change(self, command: m.Change) -> None:
        self._settle()
        self._writing.change(command.values)

    def _set_speed(self, command: m.SetSpeed) -> None:
        if command.substeps_per_second == 0 and self._slow is not None:
            self._settle()
        self._pace = Pace(command.iterations_per_second, command.substeps_per_second)

    def _save(self, _: m.Save) -> None:
        self._settle()
        self._save_now(self._writing)

    def _save_now(self, run: Run) -> None:
        began = time.monotonic()
        run.save()
        self._clock.saved(time.monotonic() - began)
        self._channel.send(m.Saved(str(run.folder.path), run.game.iteration))

    def _save_as(self, command: m.SaveAs) -> None:
        self._settle()
        run = self._writing
        run.save_as(Path(command.folder))
        self._clock.saved()
        self._channel.send(m.Saved(str(run.folder.path), run.game.iteration))
        self._announce()

    def _label(self, command: m.Label) -> None:
        self._writing.folder.change_manifest(title=command.title, pinned=command.pinned)

    def _quit(self, _: m.Quit) -> None:
        self._ended = True
        if isinstance(self._run, Run):
            self._guarded("saving", self._settle_and_save)
        self._let_go()

    def _let_go(self) -> None:
        if self._observer is not None:
            self._observer.close()
            self._observer = None
        if self._run is not None:
            self._run.close()
            self._run = None

    # --- answers -------------------------------------------------------------------------------------------

    def _answer(self, ask: m.Ask) -> None:
        run, shown_by = self._run, self._observer
        assert run is not None
        assert shown_by is not None
        if isinstance(run, Run) and self._slow is None:
            self._guarded("training", run.flush)
        elif isinstance(run, Followed):
            run.poll()
        present = run.present() if self._viewing is None and shown_by.copies else None
        substep = self._slow.info() if self._slow is not None else None
        shown_by.take(Question(ask, self._progress(run), run.recorder.take_unsent(), present, substep))

    def _progress(self, run: Run | Followed) -> m.Progress:
        return m.Progress(
            self._mode, run.game.iteration, run.branch, self._clock.rate(self._mode is not m.Mode.PAUSED),
            dict(zip(run.folder.history.columns, run.recorder.newest.tolist(), strict=True)), self._viewing, run.saved,
            self._clock.saved_at, run.branches(), run.checkpoints(), run.game.settings.model_dump(), run.facts,
            run.run_settings.seed)
