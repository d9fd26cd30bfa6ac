"""The one loop: it owns a run, takes commands and sends events.

The same in a thread, in a process, and without a window.
"""

from __future__ import annotations

import gc
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch

from ganviz.problems.images.watching import FolderGoneError
from ganviz.settings.errors import UserError
from ganviz.training import messages as m
from ganviz.training.account import introduction, progress
from ganviz.training.channel import Channel
from ganviz.training.course import Course
from ganviz.training.engine.code import NoCodeError
from ganviz.training.engine.keeper import EngineKeeper
from ganviz.training.folder.lock import LockedError
from ganviz.training.folder.request import Request, Requests
from ganviz.training.folder.request import take as take_request
from ganviz.training.followed import Followed
from ganviz.training.interruption import Interruption
from ganviz.training.lending import lend
from ganviz.training.observing import Observer, Question, observer
from ganviz.training.opening import AwayError
from ganviz.training.pace import Clock, Pace
from ganviz.training.processors import come_last
from ganviz.training.record import DivergedError
from ganviz.training.run import Run
from ganviz.training.slow_motion import SlowMotion
from ganviz.training.timing import seconds_per_iteration
from ganviz.training.waiting import Waiting

_GLANCE_SECONDS = 0.1
"""How often a run that rests until its code is compiled looks whether it is."""
_LOOK_SECONDS = 1.0
_ONLY_SHOWS = m.Ask | m.View | m.Lend | m.Time
"""Commands that change nothing of the run."""
_STEERS = (m.Play | m.Pause | m.Step | m.View | m.Continue | m.Change | m.SetSpeed | m.Save | m.SaveAs | m.Create
           | m.Open | m.Quit)
"""Commands that whoever gives them waits for: no picture is worth more than they are."""


class Loop:
    """Serves one channel until it is told to quit."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._run: Run | Followed | None = None
        self._observer: Observer | None = None
        self._keeper: EngineKeeper | None = None
        self._course = Course()
        self._viewing: int | None = None
        self._pace = Pace()
        self._clock = Clock()
        self._slow: SlowMotion | None = None
        self._ended = False
        self._waiting = Waiting(channel)
        self._told = ""
        self._loan: m.Lend | None = None
        self._interruption, self._requests = Interruption(), Requests(_LOOK_SECONDS)
        self._handlers: Mapping[type, Callable[[Any], None]] = {
            m.Create: self._create, m.Open: self._open, m.Play: self._play, m.Pause: self._pause,
            m.AskWriter: self._ask_writer,
            m.Step: self._step, m.View: self._view, m.Continue: self._continue, m.Change: self._change,
            m.SetSpeed: self._set_speed, m.Ask: self._answer, m.CancelCompiling: self._cancel_compiling,
            m.Save: self._save, m.Lend: self._lend, m.SaveAs: self._save_as, m.Label: self._label, m.Time: self._time,
            m.Cancel: self._cancel, m.Quit: self._quit,
        }

    def serve(self) -> None:
        """Work until `Quit`; whatever happens, say how it ended."""
        self._waiting.begin()
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
        self._see_what_is_back()
        self._heed_requests()
        if self._keeper is not None and self._slow is None:
            self._guarded("training", self._keeper.look)
        self._approach()
        inbox, paused = self._channel.inbox, self._course.rests
        idle = paused and not self._approaches
        command = inbox.wait(_LOOK_SECONDS if self._interruption.waits else None) if idle else inbox.take()
        if command is None and not paused:
            rest = _GLANCE_SECONDS if self._waits_for_code() else self._pace.rest()
            if rest == 0:
                self._guarded("training", self._advance)
                return
            command = inbox.wait(rest)
        if command is not None:
            self._handle(command)

    @property
    def _approaches(self) -> bool:
        return self._viewing is not None and self._observer is not None and self._observer.approaches

    def _approach(self) -> None:
        """Repeat a little of the past that is to be shown; the run goes on meanwhile, if it does."""
        if self._approaches and self._observer is not None and not self._observer.approach():
            self._viewing = None

    def _waits_for_code(self) -> bool:
        return self._keeper is not None and self._keeper.waits

    def _handle(self, command: m.Command) -> None:
        name, half_way = type(command).__name__.lower(), self._slow is not None
        if self._run is None and not isinstance(command, m.Create | m.Open | m.Quit | m.SetSpeed):
            self._channel.send(m.Refused(name, "no run is open yet; start or open one first"))
            return
        if isinstance(command, _ONLY_SHOWS) and self._is_to_quit():
            return  # nobody waits for the answer, and saving must not
        if not isinstance(command, m.Ask | m.Lend):
            self._told = ""
        try:
            self._handlers[type(command)](command)
            if isinstance(command, m.Play | m.Pause | m.Step | m.Continue):
                self._interruption = Interruption()
        except DivergedError as error:
            self._come_to_rest(str(error))
        except UserError as error:
            self._channel.send(m.Refused(name, str(error)))
        except Exception as error:  # noqa: BLE001 - the boundary: a failed command must leave the run usable
            text = f"The command {name!r} failed: {error}"
            self._channel.send(m.Refused(name, text, traceback.format_exc()))
            if half_way:
                self._take_back()

    def _is_to_quit(self) -> bool:
        return self._channel.inbox.has(m.Quit)

    def _is_steered(self) -> bool:
        return self._channel.inbox.has(_STEERS)

    def _guarded(self, what: str, act: Callable[[], None]) -> None:
        before = self._course.mode
        try:
            act()
        except FolderGoneError as error:
            self._interruption.by_loss(error, before)
            self._course.mode = m.Mode.PAUSED
            self._slow = None  # an iteration gets its images before anything else
            self._channel.send(m.Notice("warning", f"{error}; the run rests and goes on by itself when it is back"))
        except UserError as error:
            self._come_to_rest(str(error))
        except Exception as error:  # noqa: BLE001 - the boundary: report it, and keep what is there
            self._come_to_rest(f"An error stopped the {what}: {error}", traceback.format_exc())
            self._take_back()

    def _see_what_is_back(self) -> None:
        """Go on with a run whose images have come back, unless somebody has asked it to rest."""
        gone = self._interruption.gone
        if gone is not None and gone.is_back():
            self._resume(self._interruption.found())
            then = "rests until it is asked to go on" if self._interruption.asked else "goes on"
            self._channel.send(m.Notice("info", f"{gone.path} is back; the run {then}"))

    def _heed_requests(self) -> None:
        """Rest, and go on after that, as somebody who only watches the run asks for."""
        asked = self._requests.look(self._run.folder.path) if isinstance(self._run, Run) else None
        if asked is None:
            return
        request, who = asked
        if request is Request.PAUSE and (not self._course.rests or self._interruption.gone is not None):
            self._interruption.by_request(self._course.mode)
            self._course.mode = m.Mode.PAUSED
            self._guarded("saving", self._settle_and_save)  # whoever watches sees what is on disk
            self._channel.send(m.Notice("info", f"{who} asked this run to pause; it rests until it is asked to go on"))
        elif request is Request.GO_ON and self._interruption.asked:
            self._resume(self._interruption.released())
            self._channel.send(m.Notice("info", f"{who} asked this run to go on"))

    def _resume(self, mode: m.Mode) -> None:
        """Go on as before an interruption, which doesn't count in the pace."""
        if isinstance(self._run, Run):
            self._begin_clock(self._run)
        self._course.mode = mode

    def _come_to_rest(self, text: str, details: str = "") -> None:
        """Pause and say why, once: a disk that stays full fails again at every question."""
        self._course.rest()
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
        """The run; ``UserError`` while another process writes it."""
        if not isinstance(self._run, Run):
            raise UserError(self._run.read_only if self._run is not None else "no run is open")
        return self._run

    def _open_run(self) -> tuple[Run | Followed, Observer]:
        assert self._run is not None
        assert self._observer is not None
        return self._run, self._observer

    def _advance(self) -> None:
        try:
            self._play_on(self._writing)
        except NoCodeError as error:
            self._do_without(error)

    def _play_on(self, run: Run) -> None:
        if self._pace.substeps > 0:
            self._advance_slowly(run)
        else:
            room = 1 if self._pace.limited else self._course.room(run.game.iteration)
            self._iterations_done(run, run.advance(self._course.players, room))

    def _do_without(self, error: NoCodeError) -> None:
        """Play the next iteration eagerly, since its code does not work; nothing of it has been played."""
        assert self._keeper is not None
        self._slow = None
        self._keeper.give_up(error)

    def _advance_slowly(self, run: Run) -> None:
        if self._slow is None:
            run.begin(self._course.players)
            self._slow = SlowMotion(run.game, self._course.players, run.code)
        if not self._slow.go_on():
            self._finish_iteration(run, self._slow)

    def _finish_iteration(self, run: Run, slow: SlowMotion) -> None:
        self._slow = None
        run.complete(slow.played)
        self._iterations_done(run, 1)
        self._lend_now(run)

    def _iterations_done(self, run: Run, n: int) -> None:
        if self._clock.tick(run.game.iteration):
            run.check_room()
        self._course.passed(n, run.game.iteration)
        self._rest_at_the_end(run, n)
        if self._course.rests:
            run.flush()
        elif self._clock.save_due(run.run_settings.autosave):
            self._save_now(run)

    def _rest_at_the_end(self, run: Run, n: int) -> None:
        """Rest where the last ``n`` iterations have brought the run to the end of its schedule."""
        iteration = run.game.iteration
        if self._course.plays_on and run.end is not None and iteration - n < run.end <= iteration:
            self._course.rest()
            self._channel.send(m.Notice("info", f"the schedule has taken the learning rates to zero at iteration "
                                                f"{run.end:,}, so the run rests; to learn on, raise schedule_decay or "
                                                "choose another schedule"))

    def _settle(self) -> None:
        """Finish an iteration that rests half way, since state is kept between iterations only."""
        if self._slow is None:
            return
        try:
            self._slow.finish()
        except NoCodeError as error:
            self._do_without(error)
        else:
            self._finish_iteration(self._writing, self._slow)

    def _settle_and_save(self, number: int = 0) -> None:
        """Save; a run that turns out to have diverged is saved at its last finite state."""
        try:
            self._settle()
            self._save_now(self._writing, number)
        except DivergedError as error:
            self._come_to_rest(str(error))
            self._save_now(self._writing, number)

    # --- commands ------------------------------------------------------------------------------------------

    def _create(self, command: m.Create) -> None:
        self._replace(lambda: Run.create(command.game, command.game_settings, command.run_settings,
                                         Path(command.folder), self._waiting.bear, self._waiting.watch()))

    def _open(self, command: m.Open) -> None:
        folder = Path(command.folder)

        def opened() -> Run | Followed:
            try:
                return Run.open(folder, self._waiting.bear, self._waiting.watch(), command.elsewhere)
            except LockedError as error:
                return Followed(folder, str(error), self._waiting.bear)
            except AwayError as error:
                if command.trained:
                    raise
                return Followed(folder, f"{error}; until then the run is shown as it was saved, without pictures",
                                self._waiting.bear, away=error.way)

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
        threads = torch.get_num_threads()
        try:
            new = make()
        except BaseException:
            torch.set_num_threads(threads)  # of the run that stays
            raise
        self._make_way()
        self._run, self._interruption, self._loan = new, Interruption(), None
        self._course.rest()
        self._clock.restart(new.game.iteration)
        self._observer = observer(new.game, self._channel.send, self._is_steered)
        self._keeper = EngineKeeper(new, self._channel.send) if isinstance(new, Run) else None
        self._announce()

    def _make_way(self) -> None:
        """Let go of the present run, if there is one, and of all its memory."""
        if self._run is not None:
            self._let_go()
            gc.collect()  # a game and what shows it refer to each other

    def _announce(self) -> None:
        """Say what is open; whoever hears it shows the present."""
        run = self._run
        assert run is not None
        self._viewing = None
        self._channel.send(introduction(run))

    def _play(self, command: m.Play) -> None:
        run = self._writing
        if command.until is not None and command.until <= run.game.iteration:
            raise UserError(f"the run is at iteration {run.game.iteration} already; "
                            f"name a later one than {command.until}, or go back to it")
        run.check_room()
        take_request(run.folder.path)  # an old one is of no account
        self._viewing = None
        self._begin_clock(run)
        self._course.play(command.until)

    def _pause(self, _: m.Pause) -> None:
        self._course.rest()
        if self._slow is None:
            self._writing.flush()

    def _ask_writer(self, command: m.AskWriter) -> None:
        if not isinstance(self._run, Followed):
            raise UserError("this run is written here; pause it yourself")
        self._run.ask(Request.PAUSE if command.pause else Request.GO_ON)
        what = "pause" if command.pause else "go on"
        self._channel.send(m.Notice("info", f"the process that writes this run was asked to {what}"))

    def _step(self, command: m.Step) -> None:
        """An iteration that rests half way counts as the first of the steps; steps under way are taken first."""
        run = self._writing
        if command.n < 1:
            raise UserError(f"{command.n} steps can't be taken; take one at least")
        if self._slow is None:
            run.flush()
        self._viewing = None
        self._begin_clock(run)
        self._course.step(command)

    def _begin_clock(self, run: Run) -> None:
        if self._course.rests:
            self._clock.begin(run.game.iteration)

    def _view(self, command: m.View) -> None:
        self._settle()
        run, shown_by = self._open_run()
        if command.iteration is None or command.iteration == run.game.iteration:
            self._viewing = None
            return
        if self._channel.inbox.has(m.View):
            return  # the hand that drags has moved on, and a large state takes long to read
        if isinstance(run, Run):
            run.flush()
        is_begun = shown_by.take(run.look_back(command.iteration, command.exact))
        self._viewing = command.iteration if is_begun else None

    def _continue(self, command: m.Continue) -> None:
        self._settle()
        self._course.rest()
        run = self._writing
        if command.iteration != run.game.iteration:
            shown_by = self._observer if self._viewing == command.iteration else None
            run.fork(command.iteration, None if shown_by is None else shown_by.reached(command.iteration))
        self._viewing = None
        self._clock.restart(run.game.iteration)

    def _change(self, command: m.Change) -> None:
        self._settle()
        self._writing.change(command.values)

    def _cancel_compiling(self, _: m.CancelCompiling) -> None:
        """What a look back waits for ends too, be it into the past of a run that another process writes."""
        if self._keeper is not None:
            self._settle()
            self._keeper.cancel()
        self._open_run()[0].codes.cancel()

    def _set_speed(self, command: m.SetSpeed) -> None:
        if command.substeps_per_second == 0 and self._slow is not None:
            self._settle()
        self._pace = Pace(command.iterations_per_second, command.substeps_per_second)
        if self._run is not None:
            self._clock.change_pace(self._run.game.iteration)

    def _save(self, command: m.Save) -> None:
        self._settle_and_save(command.number)

    def _save_now(self, run: Run, number: int = 0) -> None:
        began = time.monotonic()
        run.save()
        self._clock.saved(time.monotonic() - began)
        self._channel.send(m.Saved(str(run.folder.path), run.game.iteration, number))

    def _save_as(self, command: m.SaveAs) -> None:
        self._settle()
        run = self._writing
        run.save_as(Path(command.folder))
        self._clock.saved()
        self._channel.send(m.Saved(str(run.folder.path), run.game.iteration))
        self._announce()

    def _lend(self, command: m.Lend) -> None:
        come_last()  # somebody draws, whose strokes are to be answered at once by these weights
        self._loan = command
        self._lend_now(self._writing)

    def _lend_now(self, run: Run) -> None:
        """Lend what is wanted, unless an iteration rests half way: its weights are of no iteration."""
        if self._loan is not None and self._slow is None:
            loan, self._loan = self._loan, None
            lent = lend(run, loan)
            if lent is not None:
                self._channel.send(lent)

    def _label(self, command: m.Label) -> None:
        self._writing.folder.change_manifest(title=command.title, pinned=command.pinned)

    def _time(self, _: m.Time) -> None:
        if self._course.rests and self._slow is None:
            self._channel.send(m.Timed(seconds_per_iteration(self._writing.game, self._is_steered)))

    def _cancel(self, _: m.Cancel) -> None:
        """There is nothing left to cancel."""

    def _quit(self, _: m.Quit) -> None:
        self._ended = self._waiting.over = True
        self._told = ""  # whoever quits hears of it again
        if isinstance(self._run, Run):
            self._guarded("saving", self._settle_and_save)
        self._let_go()

    def _let_go(self) -> None:
        if self._run is not None:
            self._run.codes.close()  # the observer may be waiting for code
        if self._observer is not None:
            self._observer.close()
            self._observer = None
        if self._run is not None:
            self._run.close()
            self._run = self._keeper = None

    # --- answers -------------------------------------------------------------------------------------------

    def _answer(self, ask: m.Ask) -> None:
        run, shown_by = self._open_run()
        if isinstance(run, Run) and self._slow is None and self._clock.rows_due(not self._course.rests):
            self._guarded("training", run.flush)
        elif isinstance(run, Followed):
            self._guarded("watching", run.poll)
        present = run.present if self._viewing is None else None
        substep = self._slow.info() if self._slow is not None else None
        shown_by.take(Question(ask, self._progress(run), run.recorder.take_unsent(), present, substep))

    def _progress(self, run: Run | Followed) -> m.Progress:
        engine = m.EngineInfo() if self._keeper is None else self._keeper.info()
        trains = self._trains()
        rates = self._clock.rate(trains), self._clock.steady_rate(trains and not self._pace.limited)
        return progress(run, self._course.mode, self._viewing, rates, self._clock, engine)

    def _trains(self) -> bool:
        return not self._course.rests and not self._waits_for_code()
