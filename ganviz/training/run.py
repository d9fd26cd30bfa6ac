"""A run: one game with its past. It trains, records, keeps states, goes back, branches and saves; it knows no clock."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from ganviz.games.protocol import Game
from ganviz.games.state import GameState
from ganviz.problems.images.watching import Watch
from ganviz.settings.errors import UserError
from ganviz.settings.names import columns_of
from ganviz.settings.run import RunSettings
from ganviz.settings.schedule import end
from ganviz.training.build import build_game, changed, settings_type, validated, with_threads
from ganviz.training.classes import check_classes
from ganviz.training.device import gone_over
from ganviz.training.elsewhere import Elsewhere, place_on_record
from ganviz.training.engine.code import Code, NoCodeError, Raw, iterate
from ganviz.training.engine.codes import Patience, codes_for, wait_for_ever
from ganviz.training.engine.obstacles import check_engine
from ganviz.training.engine.policy import COMPILED, EAGER, policy_of
from ganviz.training.folder.checkpoints import Key
from ganviz.training.folder.events import BranchEvent, ChangeEvent, EngineEvent, StepEvent
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.samples import write_samples
from ganviz.training.messages import BranchInfo, Players
from ganviz.training.observing import LookBack, Present
from ganviz.training.opening import reopened
from ganviz.training.past import Past
from ganviz.training.provenance import changed_dataset, new_manifest
from ganviz.training.record import DivergedError, NotFiniteError, Recorder
from ganviz.training.saving import (
    Best,
    check_fit,
    has_score,
    known_score,
    present_state,
    scored,
    sheet_of,
    to_checkpoint,
)
from ganviz.training.script import Script

_FLUSH_EVERY = 64

_OTHER_CODE = ("parts of this run were played by other compiled code than is made here now (another version, another "
               "processor); where they are repeated, the last bits may differ")


class Run:
    """The life of one game in one folder. Made by ``create`` or ``open``; ``close`` releases the folder.

    Attributes:
        engine: what the next iteration is played by, as it stands on record.
        code: the compiled code at hand for it; None while it is played eagerly, or the code is still to come.
        facts: what the views need to know of the game.
        end: the iteration at which the one schedule of both rates has taken them to zero; None where none does.
        arrivals: grows whenever the next iteration may be one of other settings or another engine.
    """

    read_only = ""
    facts: Mapping[str, Any]
    end: int | None
    engine: str
    code: Code | None

    def __init__(self, folder: RunFolder, game: Game, run_settings: RunSettings, patience: Patience) -> None:
        self.folder = folder
        self.game = game
        self.run_settings = run_settings
        self.codes = codes_for(folder.manifest.game, game.device, run_settings.threads, patience)
        self.engine, self.code = EAGER, None
        self.arrivals = 0
        self.past = Past(folder, game, run_settings.history_megabytes, self.codes)
        self.recorder = self._recorder()
        self._best = Best(folder.checkpoints)
        self._since_flush, self._alone, self._new_device = 0, -1, False
        self._found: list[str] = []
        self.saved = 0
        self._look_at_game()

    def _recorder(self) -> Recorder:
        """The recorder of the history as the file has it."""
        return Recorder(self.game, columns_of(self.folder.manifest.game), self.folder.history,
                        self.run_settings.record_every, self.branch)

    # --- beginning and end ---------------------------------------------------------------------------------

    @classmethod
    def create(cls, game: str, game_settings: Mapping[str, Any], run_settings: Mapping[str, Any], folder: Path,
               patience: Patience = wait_for_ever, watch: Watch | None = None) -> Self:
        """A new run, saved at iteration 0; ``watch`` looks on while images are read.

        Raises:
            UserError: if a setting, the problem's file, the images or the folder cannot be used.
        """
        settings = validated(settings_type(game), game_settings)
        chosen = with_threads(game, settings, validated(RunSettings, run_settings))
        built = build_game(game, settings, chosen, watch)
        check_engine(settings, built.device)
        built.check(settings)
        return cls._begun(RunFolder.create(folder, new_manifest(game, built, chosen)), built, chosen, patience)

    @classmethod
    def adopt(cls, name: str, game: Game, chosen: RunSettings, folder: Path, *, source: str, trainable: bool) -> Self:
        """A new run that begins with a game as it stands, not with what the seed makes of it.

        Args:
            name: the game's id.
            game: the game at iteration 0.
            chosen: the run's settings.
            folder: the new run folder.
            source: where the game's state comes from.
            trainable: whether the run can be trained on.

        Raises:
            UserError: if the folder cannot be used, or the game can't be trained as it is set.
        """
        if trainable:
            game.check(game.settings)
        manifest = new_manifest(name, game, chosen).model_copy(update={"source": source, "trainable": trainable})
        return cls._begun(RunFolder.create(folder, manifest), game, chosen, wait_for_ever)

    @classmethod
    def _begun(cls, folder: RunFolder, game: Game, chosen: RunSettings, patience: Patience) -> Self:
        try:
            run = cls(folder, game, chosen, patience)
            run.save()
            run._look_at_disk()
        except BaseException:
            folder.close()
            raise
        return run

    @classmethod
    def open(cls, folder: Path, patience: Patience = wait_for_ever, watch: Watch | None = None,
             elsewhere: Elsewhere | None = None) -> Self:
        """The run in a folder, exactly where it was: its newest whole checkpoint, then a replay of what came after.

        Where that needs compiled code which can't be had here, the run goes on from the checkpoint, in a new branch;
        where its device is not here, on another one. ``elsewhere`` says what is otherwise than when it was stored.

        Raises:
            AwayError: if its images can't be used, and the game can be shown without them.
            UserError: if the folder holds no run, if another process writes it, if its data can't be used, or if the
                labels of its images mean something else now.
        """
        elsewhere = elsewhere or Elsewhere()
        opened = RunFolder.open(folder, write=True)
        with ExitStack() as undo:
            undo.callback(opened.close)
            game, chosen = reopened(opened, elsewhere, watch)
            undo.callback(game.close)
            begun = game.settings
            run = cls(opened, game, chosen, patience)
            undo.callback(run.codes.close)
            run._resume()
            if place := place_on_record(opened.manifest, begun, elsewhere, game.fingerprint):
                opened.change_manifest(**place)
            undo.pop_all()
        return run

    def _resume(self) -> None:
        """Go to the newest whole checkpoint and repeat what is on record after it."""
        newest = self._newest_saved()
        check_classes(self.folder.manifest, self.game)
        check_fit(newest, self.game, self.folder.path)
        self._take(newest)
        self._tell_of_device()
        self.saved = self.game.iteration
        self._score_belatedly()
        self.past.drop_after(self.game.iteration)
        self.folder.history.drop_after(self.branch, self.game.iteration)
        self.recorder = self._recorder()
        try:
            self._repeat(newest)
        except NoCodeError as error:
            self._fall_back_to(newest)
            self._found.append(f"{error}; the run goes on from iteration {newest.iteration}, its newest checkpoint")
        if self.past.has_other_code():
            self._found.append(_OTHER_CODE)
        self._look_at_disk()
        self.flush()

    def _score_belatedly(self) -> None:
        """Find the score of the checkpoint that the run goes on from, where its process was ended before it could."""
        place, store = (self.branch, self.game.iteration), self.folder.checkpoints
        if place not in store.list() or has_score(store.facts(*place)):
            return
        try:
            self._score(place, known_score(self.game, store, place))
        except UserError as error:
            self._found.append(str(error))

    def _tell_of_device(self) -> None:
        """Tell of a device that is another one than that of the last iteration (or of the first, before it)."""
        if told := gone_over(self.past.device_for(self.game.iteration - 1), self.game.device.type):
            self._found.append(told)

    def _repeat(self, newest: GameState) -> None:
        script = self.past.script()
        for iteration in (newest.iteration, *script.devices):
            if newest.iteration <= iteration < script.end():
                self.past.note_device(iteration)
        script.begin(self.game, newest)
        while self.game.iteration < script.end():
            self.complete(script.play(self.game))
        self._arrive()

    def _newest_saved(self) -> GameState:
        """The newest checkpoint's state, but not before the fork: a branch may have been put on record without one."""
        saved, fork = self.past.newest_saved(), self.past.tree.fork(self.branch)
        return saved if saved.iteration >= fork else self.past.state_at(fork)

    def close(self) -> None:
        """Release the folder; what was not saved is repeated at the next opening."""
        self.codes.close()
        self.game.close()
        self.folder.close()

    @property
    def branch(self) -> int:
        """The active branch."""
        return self.past.branch

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was mended or passed over while opening, as sentences."""
        found = changed_dataset(self.folder.manifest, self.game.fingerprint)
        return (*self.folder.warnings, *filter(None, [found]), *self._found)

    # --- training ------------------------------------------------------------------------------------------

    def advance(self, players: Players = Players.BOTH, room: int = 1) -> int:
        """Play the next iteration, of both players or of one; compiled code may play up to ``room`` of both at once.

        Returns how many were played.

        Raises:
            DivergedError: if a value stopped being finite; the run then rests at its last finite state.
            NoCodeError: if its compiled code can't be had or does not work; nothing was played then.
            UserError: if the folder cannot be written.
        """
        if self.engine == COMPILED and self.code is None:
            self.code = self.codes.load(self.game)
        self.begin(players)
        played = iterate(self.game, players, self.code, self.past.room(room) if players is Players.BOTH else 1)
        self.complete(played)
        return len(played)

    def begin(self, players: Players) -> None:
        """Put on record that the next iteration is one player's alone; due before a partial iteration is played.

        Raises:
            UserError: if the folder cannot be written or the run can't be trained; nothing is played then.
        """
        if not self.folder.manifest.trainable:
            raise UserError(f"{self.folder.path} was made of generators alone: it can be applied and evaluated, not "
                            "trained on; import a folder that holds the discriminators too")
        at = self.game.iteration
        if self._new_device:
            self.past.note_device(at)
            self._new_device = False
        if players is not Players.BOTH or at == self._alone:  # both, in place of one that was not played after all
            self.past.note(StepEvent(self.branch, at, str(players)))
        self._alone = at if players is not Players.BOTH else -1

    def complete(self, played: list[Raw]) -> None:
        """Keep and record the iterations that were just played, of which these are the measurements."""
        self._alone = -1
        self.recorder.note(played)
        self._since_flush += len(played)
        self.past.keep()
        if self._since_flush >= _FLUSH_EVERY:
            self.flush()

    def flush(self) -> None:
        """Bring the history up to date and check that all is finite.

        Raises:
            DivergedError: as ``advance``.
            UserError: if the history cannot be written.
        """
        self._since_flush = 0
        try:
            self.recorder.flush()
        except NotFiniteError as error:
            self._retreat(error)

    def _retreat(self, error: NotFiniteError) -> None:
        state = self.past.resting_place(error.iteration - 1)
        self._fall_back_to(state)
        what = "its last finite state" if self.game.state is not None else "its newest checkpoint"
        raise DivergedError(f"Training diverged: {error}. The run rests at iteration {state.iteration}, {what}; "
                            "go on from an earlier one with a lower learning_rate_d or learning_rate_g.")

    def change(self, values: Mapping[str, Any]) -> None:
        """Set live settings from the next iteration on, and put it on record.

        Raises:
            UserError: if a value is wrong, a setting can't be live, or the folder cannot be written.
        """
        self.flush()
        settings = changed(self.game.settings, values)
        if "engine" in values:
            check_engine(settings, self.game.device)
        self.game.check(settings)
        self.past.note(ChangeEvent(self.branch, self.game.iteration, dict(values)))
        if "engine" in values and self.codes.maker is not None:
            self.codes.maker.try_again()
        self._arrive(settings)
        if self.engine == COMPILED and self.code is None and not policy_of(settings).waits:
            self.play_by(None)

    def play_by(self, code: Code | None) -> None:
        """Play by compiled code from the next iteration on, or eagerly (None), and put it on record where that is new.

        Raises:
            DivergedError: as ``advance``.
            UserError: if the folder cannot be written.
        """
        self.flush()
        engine = EAGER if code is None else COMPILED
        if engine != self.engine:
            key = "" if code is None else self.codes.key(self.game.settings)
            self.past.note(EngineEvent(self.branch, self.game.iteration, engine, key))
        self.engine, self.code = engine, code

    def _arrive(self, settings: Any = None) -> None:
        """Take the settings, where they are not given, and the engine of the next iteration from the record."""
        script, iteration = self.past.script(), self.game.iteration
        self.game.use(script.settings_for(iteration) if settings is None else settings)
        self.engine = script.engine_for(iteration)
        self.code = self.codes.ready(self.game) if self.engine == COMPILED else None
        self._new_device = self.past.device_for(iteration) != self.game.device.type
        self._look_at_game()
        self.arrivals += 1

    def _look_at_game(self) -> None:
        self.facts = self.game.facts()
        self.end = end(self.game.settings.model_dump(), self.facts.get("epoch", 0.0))

    def take_back(self) -> None:
        """Put back the state after the last complete iteration, where the next one broke off half way.

        Of a game without a flat state it is the newest checkpoint's.
        """
        self._fall_back_to(self.past.resting_place(self.game.iteration))

    def _fall_back_to(self, state: GameState) -> None:
        """Rest at a state; where partial steps or changes after it are on record, what follows is a new branch."""
        iteration = state.iteration
        self._take(state)
        self.past.drop_after(iteration)
        if self.past.happened_from(iteration):
            self._branch_off(iteration)
        self._arrive()
        self.recorder.drop_after(iteration)

    def _take(self, state: GameState) -> None:
        self.game.put_back(state)

    # --- the past ------------------------------------------------------------------------------------------

    def present(self) -> Present:
        """A copy of the present state, with its settings; it is small enough for that."""
        return Present(present_state(self.game), self.game.settings)

    def look_back(self, iteration: int, exact: bool = False) -> LookBack:
        """What an observer needs to show an earlier iteration of the active branch; see ``Past.to_show``.

        Raises:
            UserError: if the run has not been there.
        """
        self._check_reached(iteration)
        state, until = self.past.to_show(iteration, exact)
        return LookBack(state, self.past.script(), until)

    def fork(self, iteration: int, reached: GameState | None = None) -> None:
        """Go on from an earlier iteration in a branch of its own; nothing is overwritten.

        Args:
            iteration: where to go on.
            reached: its state, where that was repeated already.

        Raises:
            UserError: if the run has not been there, or the folder cannot be written.
        """
        self._check_reached(iteration)
        state = self.past.state_at(iteration) if reached is None else reached  # first: saving lets go of old ones
        self.save()
        self._branch_off(iteration)
        self._take(state)
        self._arrive()
        self.save()

    def _branch_off(self, iteration: int) -> None:
        self.past.note(BranchEvent(self.past.tree.ids[-1] + 1, self.branch, iteration))
        self.past.forget()
        self.recorder.branch = self.branch

    def _check_reached(self, iteration: int) -> None:
        if not 0 <= iteration <= self.game.iteration:
            raise UserError(f"iteration {iteration} lies outside this run; "
                            f"choose one from 0 to {self.game.iteration}")

    def branches(self) -> tuple[BranchInfo, ...]:
        """Every branch, where it left its parent and how far it got."""
        return self.past.tree.infos({**self.recorder.ends, self.branch: self.game.iteration})

    def checkpoints(self) -> tuple[int, ...]:
        """The iterations of the active branch's lineage with a checkpoint."""
        return self.past.checkpoints

    # --- saving --------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write a checkpoint, score and picture it, and let go of those that are neither new nor best nor of the past.

        The state comes first: a score takes seconds, and whoever ends the process meanwhile has lost nothing.

        Raises:
            UserError: if the folder cannot be written or has no room.
        """
        self.flush()
        state = self.game.present()
        if not state.is_finite():
            self._retreat(NotFiniteError(self.game.iteration, "a weight of the networks"))
        self.folder.history.sync()
        place = self.branch, self.game.iteration
        known = known_score(self.game, self.folder.checkpoints, place)
        self.folder.checkpoints.save(to_checkpoint(state, self.branch, known))
        self.past.refresh_checkpoints()
        self.saved = self.game.iteration
        self._score(place, known)

    def _score(self, place: Key, known: Mapping[str, Any]) -> None:
        facts = scored(self.game, known)
        self.folder.checkpoints.note(*place, facts)
        self._best.offer(facts, place)
        chosen = self.run_settings
        self.folder.checkpoints.prune(chosen.checkpoints, self._best.place, chosen.checkpoints_spread,
                                      self.past.tree.lineage(self.branch))
        sheet = sheet_of(self.game)
        if sheet is not None:
            write_samples(self.folder.path, place, *sheet)
        self.past.refresh_checkpoints()

    def _look_at_disk(self) -> None:
        """Warn where the checkpoints that the run will keep do not fit: so many, the best, and one being written."""
        chosen, size, store = self.run_settings, self.game.present().nbytes, self.folder.checkpoints
        short = store.shortage(size, max(0, chosen.checkpoints + chosen.checkpoints_spread + 1 - len(store.list())))
        self._found += [short] if short else []

    def check_room(self) -> None:
        """See whether the disk has room for the next checkpoint, and for one more when it has not.

        Raises:
            UserError: if it has not.
        """
        self.folder.checkpoints.check_room(self.game.present().nbytes)

    def save_as(self, target: Path) -> None:
        """Copy the whole run into a new folder and go on there.

        Raises:
            UserError: if the folder cannot be written.
        """
        kept_back = self._try_to_save()
        copied = RunFolder.open(self.folder.copy_to(target), write=True)
        self.folder.close()
        self.folder = copied
        self.recorder.file = copied.history
        self.past.move_to(copied)
        if kept_back:
            self.save()
        self.recorder.rewind()

    def _try_to_save(self) -> bool:
        """Save where the folder can still be written; True where not, and a copy elsewhere takes what is missing."""
        try:
            self.save()
        except DivergedError:
            raise
        except UserError:
            return True
        return False

    def script(self) -> Script:
        """What happened along the way to the present."""
        return self.past.script()
