"""One tab's run as the window sees it: what may be asked of it, and in which order that is sent.

The controller owns the run's thread. This object knows the rules of the house: going on from the past opens a branch
first, a step pauses first, a new run closes the old one and keeps it on disk.
"""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ganviz.app.controller import Controller, ControllerFactory, LayerRequests
from ganviz.app.labels import label_of
from ganviz.app.looking import Looking, PaceSeen, meant
from ganviz.app.standing import Standing
from ganviz.settings.field import Settings
from ganviz.training.elsewhere import Elsewhere
from ganviz.training.messages import (
    AskWriter,
    Cancel,
    CancelCompiling,
    Change,
    Command,
    Compiling,
    Continue,
    Ended,
    Label,
    Lend,
    Mode,
    Pause,
    Play,
    Players,
    Preparing,
    Progress,
    Ready,
    Refused,
    Report,
    Save,
    SaveAs,
    SetSpeed,
    Step,
    Time,
    Timed,
    View,
)

_MODES = {Play: Mode.PLAYING, Step: Mode.STEPPING}


class Session(Standing):
    """The run of one tab. Signals carry the events of ``ganviz.training.messages``.

    ``freed`` says that nobody writes the run any more that was only watched.
    """

    opened = Signal(object)
    reported = Signal(object)
    noticed = Signal(object)
    saved = Signal(object)
    lent = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    freed = Signal()
    state_changed = Signal()

    def __init__(self, game: str, factory: ControllerFactory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.game = game
        self.folder, self.title, self.pinned = "", "", False
        self._saves = 0
        self._factory = factory

    # --- the life of a run ---

    def create(self, settings: Settings, run: Settings, folder: str) -> None:
        """Begin a new run; one that is open is saved and put away first, and stays if the new one is refused."""
        self._begin().create(self.game, settings.model_dump(), run.model_dump(), folder)

    def open(self, folder: str, elsewhere: Elsewhere | None = None) -> None:
        """Open a run from disk; one that is open is saved and put away first.

        ``elsewhere`` says what is otherwise than when it was stored.
        """
        self._begin().open(folder, elsewhere)

    def _begin(self) -> Controller:
        self._begun, self.preparing = self._begun + 1, None
        self._waiting.clear()
        if self._controller is None:
            self._controller = self._factory()
            self._connect(self._controller, True)
        self.state_changed.emit()
        return self._controller

    def leave(self) -> Controller | None:
        """Let go of the run, which is saved and ends; what is returned tells when, and is to be deleted then."""
        controller, self._controller = self._controller, None
        self.ready = self.progress = self._compiling = self.preparing = None
        self.looking = Looking()
        self._begun, self._looked, self._seen = 0, -1, PaceSeen()
        self._awaited.end()
        self._waiting.clear()
        if controller is not None:
            self._connect(controller, False)
            controller.finish()
        return controller

    def _connect(self, controller: Controller, on: bool) -> None:
        pairs = ((controller.ready, self._on_ready), (controller.reported, self._on_reported),
                 (controller.noticed, self._on_noticed), (controller.compiling, self._on_compiling),
                 (controller.preparing, self._on_preparing),
                 (controller.timed, self._on_timed), (controller.saved, self._on_saved),
                 (controller.lent, self._on_lent),
                 (controller.refused, self._on_refused), (controller.ended, self._on_ended))
        for signal, slot in pairs:
            if on:
                signal.connect(slot)
            else:
                signal.disconnect(slot)

    # --- what may be asked of it ---

    def play_or_pause(self) -> None:
        """Train, or rest; one that is about to rest goes on. Whoever else writes it is asked to do so.

        A run that nobody writes any more is opened here, at rest.
        """
        if self.writer is not None and self.writer.lives:
            self.ask_writer(self.writer.may_be_paused)
        elif self.writer is not None:
            self.open(self.folder)
        elif self.playing and not self.pausing:
            self.pause()
        else:
            self.play()

    def play(self, until: int | None = None) -> None:
        """Train until told otherwise or until iteration ``until``; from the past this opens a branch.

        Not where no exact state is at hand.
        """
        if self.started and (self.beginning or self.looking.is_exact):
            self._go_on()
            self._ask_for(Play(until), Mode.PLAYING)

    def pause(self) -> None:
        """Rest after the present iteration."""
        if self.beginning:
            self._waiting.clear()
            self.state_changed.emit()
        elif self.playing:
            self._ask_for(Pause(), Mode.PAUSED)

    def step(self, players: Players) -> None:
        """Train exactly one iteration of both players or of one; steps asked for in a row are all taken.

        In the past, the next iteration of both is on record, so it is shown; one of D or G alone opens a branch.
        """
        if self.viewing is not None and players is Players.BOTH and not self.beginning:
            self.view(self._after)
        elif self.started and (self.beginning or self.looking.is_exact):
            self._waiting = [command for command in self._waiting if not isinstance(command, Play)]
            self._go_on()
            self._ask_for(Step(1, players), Mode.STEPPING)

    def back(self) -> None:
        """Show the iteration before the one on show, or the checkpoint before it."""
        earlier = self.before
        if self.started and earlier is not None:
            self.pause()
            self.view(earlier)

    def view(self, iteration: int | None) -> None:
        """Show an earlier iteration of the active branch; None shows the present. The run is not disturbed.

        Of a run whose states are kept at checkpoints only, what is stored of it is shown until ``replay``; where that
        can't be shown, the checkpoint that is nearest.
        """
        if self.ready is None or self.beginning:
            return
        old, self.looking = self.looking, self._looking_at(iteration)
        if old.is_stored and self.looking.is_stored:
            self.state_changed.emit()
        else:
            self._look()

    def _look(self) -> None:
        """Have shown what is looked at, without a replay that nobody asked for: its state may be gone by now."""
        self._looked = self.next_generation
        self._send(View(None if self.looking.is_stored else self.viewing))

    def scrub(self, iteration: int | None) -> None:
        """Show what a hand means that drags along the timeline: a checkpoint where it is very near to one."""
        if iteration is not None and self.by_checkpoints and self.recalls:
            iteration = meant(iteration, self.iteration, self._kept)
        self.view(iteration)

    # --- the exact state of an iteration that is not kept ---

    def replay(self) -> None:
        """Have the iteration that is looked at repeated from the newest kept state before it, and shown exactly."""
        if self.can_replay:
            self.looking = Looking(self.viewing, replay=self.next_generation)
            self._send(View(self.viewing, exact=True))

    def _find_out_pace(self) -> None:
        """Have an iteration timed where a replay may be wanted and nobody knows how long it takes."""
        if self.can_replay and not self.playing and self._seen.seconds is None:
            self.time()

    def ask_writer(self, pause: bool) -> None:
        """Ask the process that writes a run which is only watched to pause, or to go on."""
        self._send(AskWriter(pause))

    def go_on_from_here(self) -> None:
        """Open a branch at the iteration on show, and rest there."""
        self.pause()
        self._go_on()

    def _go_on(self) -> None:
        fork = self.viewing
        if fork is not None and self.looking.is_exact and not self.beginning:  # what begins has no past yet
            self._awaited.ask_branch(fork, self.next_generation)
            self.looking = Looking()
            self._send(Continue(fork))

    def change(self, values: dict[str, Any]) -> None:
        """Set live settings from the next iteration on."""
        self._send(Change(values))

    def cancel_compiling(self) -> None:
        """End what is being compiled; the run goes on eagerly. A run that waits for it to open is not opened."""
        if self._controller is not None:
            self._controller.send(CancelCompiling())

    def cancel_reading(self) -> None:
        """End the reading of images for a run that is about to begin; it is then not begun."""
        if self._controller is not None and self.beginning:
            self._controller.send(Cancel())

    def time(self) -> None:
        """Have an iteration timed, unless that is under way; ``seconds`` then says how long it takes.

        Whatever the run is asked to do comes first; the timing is then to be asked for again.
        """
        if self._seen.asked is None:
            self._seen.asked = self.next_generation
            self._send(Time())

    def set_speed(self, speed: SetSpeed) -> None:
        """Limit the pace, or go in slow motion; kept for the next run too."""
        self._speed = speed
        if speed != SetSpeed():
            self._seen.rest()
        self._send(speed)

    def save(self) -> int:
        """Write a checkpoint now; the number that its ``Saved`` will carry."""
        self._saves += 1
        self._send(Save(self._saves))
        return self._saves

    def lend(self, wanted: Lend) -> None:
        """Have the generators' present weights written; ``lent`` answers."""
        self._send(wanted)

    def save_as(self, folder: str) -> None:
        """Copy the run to a new folder and go on in that one."""
        self._send(SaveAs(folder))

    def label(self, title: str, pinned: bool) -> None:
        """Name the run and pin it or not."""
        self.title, self.pinned = title, pinned
        self._send(Label(title, pinned))

    def look_away(self) -> None:
        """Nobody looks for a while, so that how far the iteration under way is can't be told after that."""
        self._seen.rest()

    def ask(self, layers: LayerRequests) -> None:
        """Ask for a report, unless a question is unanswered; not of a run that another one is about to replace."""
        if self._controller is not None and self.ready is not None and not self.beginning:
            self._controller.ask(layers)

    def _ask_for(self, command: Command, mode: Mode) -> None:
        """Send what changes whether it trains; where a run is still to open, that is known by what waits for it."""
        if not self.beginning:
            self._await(mode)
        self._send(command)

    def _await(self, mode: Mode) -> None:
        if mode is not Mode.PAUSED and not self.playing and self._speed == SetSpeed():
            self._seen.begin(self.iteration, time.monotonic())
        self._awaited.ask(mode, self.next_generation)

    def _send(self, command: Command) -> None:
        if self._controller is None:
            return
        if self.beginning:
            self._waiting.append(command)
        else:
            self._controller.send(command)
        self.state_changed.emit()

    # --- what it answers ---

    def _is_stale(self) -> bool:
        """Whether the answer comes from a controller that was closed meanwhile."""
        controller: object = self._controller
        return self.sender() is not controller

    @Slot(object)
    def _on_ready(self, ready: Ready) -> None:
        if self._is_stale() or self._controller is None:
            return
        self.ready, self.progress, self.looking, self.folder = ready, None, Looking(), ready.folder
        self._awaited.end()
        self.title, self.pinned = label_of(ready.folder)
        self._begun = max(0, self._begun - 1)
        self._compiling, self.preparing, self._seen = None, None, PaceSeen()
        self._controller.send(self._speed)
        if not self.beginning:
            self._flush()
        self.opened.emit(ready)
        self.state_changed.emit()

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for command in waiting:
            if self._controller is not None and not isinstance(command, SetSpeed):
                mode = _MODES.get(type(command))
                if mode is not None:
                    self._await(mode)
                self._controller.send(command)

    @Slot(object)
    def _on_reported(self, report: Report) -> None:
        if self._is_stale():
            return
        before, self.progress, self._compiling = self.progress, report.progress, None
        self._awaited.answered(report.generation)
        self.looking = self.looking.after(report)
        self._see_what_was_found(report)
        self._note_pace(report)
        self._find_out_pace()
        self.reported.emit(report)
        self._see_whether_freed(before)
        if before is None or before.mode is not report.progress.mode:
            self.state_changed.emit()

    def _see_whether_freed(self, before: Progress | None) -> None:
        was_free = before is not None and before.writer is not None and not before.writer.lives
        if self.writer is not None and not self.writer.lives and not was_free:
            self.freed.emit()

    def _note_pace(self, report: Report) -> None:
        progress = report.progress
        rests = progress.mode is Mode.PAUSED and self._awaited.mode is None
        if rests or progress.engine.waits or self._speed != SetSpeed():
            self._seen.rest()
        else:
            if self.looking.replay is None:
                self._seen.note(progress)
            self._seen.begin(progress.iteration, time.monotonic())
        self._seen.hear(report)

    def _see_what_was_found(self, report: Report) -> None:
        if report.generation < self._looked:
            return
        old, self.looking = self.looking, self.looking.found(report, self.by_checkpoints and self.recalls)
        if self.looking is not old:
            self._look()

    @Slot(object)
    def _on_noticed(self, notice: object) -> None:
        if not self._is_stale():
            self.noticed.emit(notice)

    @Slot(object)
    def _on_compiling(self, compiling: Compiling) -> None:
        if not self._is_stale():
            self._compiling = compiling.share
            self.state_changed.emit()

    @Slot(object)
    def _on_preparing(self, preparing: Preparing) -> None:
        if not self._is_stale() and self.beginning:
            self.preparing = preparing
            self.state_changed.emit()

    @Slot(object)
    def _on_timed(self, timed: Timed) -> None:
        if not self._is_stale() and not self.beginning:
            if timed.seconds is None:
                self._seen.asked = None
            else:
                self._seen.timed = timed.seconds
            self.state_changed.emit()

    @Slot(object)
    def _on_saved(self, saved: object) -> None:
        if not self._is_stale():
            self.saved.emit(saved)

    @Slot(object)
    def _on_lent(self, lent: object) -> None:
        if not self._is_stale():
            self.lent.emit(lent)

    @Slot(object)
    def _on_refused(self, refused: Refused) -> None:
        if self._is_stale():
            return
        self._compiling = None
        if refused.command in ("create", "open"):
            self._begun, self.preparing = max(0, self._begun - 1), None
            self._waiting.clear()
        elif refused.command in ("play", "step", "pause"):
            self._awaited.end()
        elif refused.command in ("view", "continue"):
            self._awaited.end_branch()
            self.looking = Looking(self.progress.viewing if self.progress is not None else None)
        elif refused.command == "label":
            self.title, self.pinned = label_of(self.folder)
        self.refused.emit(refused)
        self.state_changed.emit()

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if self._is_stale():
            return
        gone = self.leave()
        if gone is not None:
            gone.close()  # soon done, since its trainer has ended
            gone.deleteLater()
        self.failed.emit(ended)
        self.state_changed.emit()
