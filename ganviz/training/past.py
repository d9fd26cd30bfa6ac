"""The past of a run: any earlier iteration is its nearest kept state plus an exact replay of what happened."""

from __future__ import annotations

from ganviz.games.protocol import Game
from ganviz.games.state import GameState
from ganviz.settings.errors import UserError
from ganviz.training.engine.codes import Codes
from ganviz.training.folder.events import ChangeEvent, DeviceEvent, EngineEvent, Event, StepEvent
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.lineage import Branches
from ganviz.training.messages import Players
from ganviz.training.recent import RecentStates
from ganviz.training.saving import from_checkpoint, present_state, to_checkpoint
from ganviz.training.script import Script


class Past:
    """Keeps states in memory and on disk, notes events, and finds the way back along the active branch.

    Of a game without a flat state only the checkpoints are kept.

    Args:
        folder: the run's folder.
        game: the game at iteration 0; it is watched, never changed.
        megabytes: the room for kept states, half of it in memory and half on disk.
        codes: where the compiled code comes from that a replay may need.
    """

    def __init__(self, folder: RunFolder, game: Game, megabytes: int, codes: Codes) -> None:
        self._folder = folder
        self._game = game
        self._codes = codes
        self._initial = game.settings
        self._recent = None if game.state is None else RecentStates(game.state, megabytes * 2**20 // 2)
        self._start = None if game.state is None else present_state(game)
        self.tree = Branches(folder.events.events)
        self.refresh_checkpoints()

    @property
    def branch(self) -> int:
        """The active branch."""
        return self.tree.active

    def note(self, event: Event) -> None:
        """Put an event on record, on disk when this returns.

        Raises:
            UserError: if it cannot be written.
        """
        self._folder.events.append(event)
        self.tree = Branches(self._folder.events.events)

    def keep(self) -> None:
        """Keep the game's present state in memory, and at every so many iterations on disk."""
        if self._recent is None:
            return
        game, keyframes = self._game, self._folder.keyframes
        self._recent.put(game)
        if game.iteration % keyframes.spacing == 0 and keyframes.due(self.branch, game.iteration):
            keyframes.add(to_checkpoint(game.present(), self.branch, {}))

    def room(self, most: int) -> int:
        """How many iterations, up to ``most``, may be played before a state must be kept on disk."""
        spacing = self._folder.keyframes.spacing
        return most if self._recent is None else min(most, spacing - self._game.iteration % spacing)

    def forget(self, after: int = -1) -> None:
        """Forget the states in memory later than iteration ``after``; by default all."""
        if self._recent is not None:
            self._recent.forget(after)

    def drop_after(self, iteration: int) -> None:
        """Drop what is kept of the active branch beyond an iteration, since it will be played anew, maybe otherwise."""
        self.forget(iteration)
        keyframes = self._folder.keyframes
        keyframes.store.remove((self.branch, each) for each in keyframes.iterations(self.branch) if each > iteration)
        keyframes.refresh()

    def happened_from(self, iteration: int) -> bool:
        """Whether the active branch has on record what would meet a life that goes on otherwise from an iteration."""
        return any(event.iteration > iteration or isinstance(event, StepEvent)
                   for event in self.tree.events_between(self.branch, iteration, None))

    def script(self) -> Script:
        """What happened on the way to the active branch's present."""
        events = self.tree.events_between(self.branch, 0, None)
        changes = [(event.iteration, event.values) for event in events if isinstance(event, ChangeEvent)]
        engines = [(event.iteration, event.engine) for event in events if isinstance(event, EngineEvent)]
        steps = {event.iteration: Players(event.players) for event in events if isinstance(event, StepEvent)}
        devices = [event.iteration for event in events if isinstance(event, DeviceEvent)]
        return Script(self._initial, changes, engines, steps, self._codes, devices)

    def device_for(self, iteration: int) -> str:
        """Where iteration ``iteration`` -> ``iteration + 1`` is played by the record; empty where that is not known."""
        noted = [event.device for event in self.tree.events_between(self.branch, 0, iteration + 1)
                 if isinstance(event, DeviceEvent)]
        wanted = str(self._folder.manifest.run_settings.get("device", "auto"))
        return noted[-1] if noted else self._folder.manifest.device or ("" if wanted == "auto" else wanted)

    def note_device(self, iteration: int) -> None:
        """Put on record that the run is played on the game's device from an iteration on, where that is not so yet.

        Raises:
            UserError: if it cannot be written.
        """
        if self.device_for(iteration) != self._game.device.type:
            self.note(DeviceEvent(self.branch, iteration, self._game.device.type))

    def has_other_code(self) -> bool:
        """Whether a part of the active branch was played by other compiled code than would be played now."""
        settings = self._initial
        for event in self.tree.events_between(self.branch, 0, None):
            if isinstance(event, ChangeEvent):
                settings = settings.changed(event.values)
            elif isinstance(event, EngineEvent) and event.code not in ("", self._codes.key(settings)):
                return True
        return False

    def nearest(self, iteration: int) -> GameState:
        """A copy of the newest kept state of the active branch at or before an iteration."""
        found = self._recent.nearest(iteration) if self._recent is not None else None
        if found is not None and found.iteration == iteration:
            return found
        lineage = self.tree.lineage(self.branch)
        for store in (self._folder.keyframes, self._folder.checkpoints):
            stored = store.nearest(lineage, iteration)
            if stored is not None and (found is None or stored.iteration > found.iteration):
                found = from_checkpoint(stored)
        return found or self._origin()

    def _origin(self) -> GameState:
        """The state at iteration 0: kept where that is cheap, made again from the seed where it is not.

        Raises:
            UserError: if the run did not begin with the seed.
        """
        if self._folder.manifest.source:
            raise UserError(f"{self._folder.path} was imported and its first checkpoint is gone, so this iteration "
                            "can't be repeated; choose a later one")
        return self._start or self._game.twin().present()

    def newest_saved(self) -> GameState:
        """The state in the newest whole checkpoint of the active branch, or the start."""
        stored = self._folder.checkpoints.nearest(self.tree.lineage(self.branch))
        return self._origin() if stored is None else from_checkpoint(stored)

    def state_at(self, iteration: int) -> GameState:
        """The exact state of the active branch at an earlier iteration.

        Raises:
            UserError: if compiled code is needed to get there, and there is none.
        """
        nearest = self.nearest(iteration)
        if nearest.iteration == iteration:
            return nearest
        twin, script = self._game.twin(), self.script()
        script.begin(twin, nearest)
        script.replay(twin, iteration)
        return present_state(twin)

    def resting_place(self, iteration: int) -> GameState:
        """Where to rest after what followed an iteration went wrong: its own state, or the newest finite one before it.

        Without a flat state it is the newest checkpoint's.
        """
        if self._recent is None:
            return self.nearest(iteration)
        while not (state := self.state_at(iteration)).is_finite() and iteration > 0:
            iteration -= 1
        return state

    def to_show(self, iteration: int, exact: bool = False) -> tuple[GameState, int]:
        """The state from which an earlier iteration is shown, and the iteration to replay to from there.

        Without a flat state a replay takes long, so the nearest checkpoint is shown unless it is to be ``exact``.
        """
        nearest = self.nearest(iteration)
        return nearest, nearest.iteration if self._recent is None and not exact else iteration

    def refresh_checkpoints(self) -> None:
        """Look again which checkpoints there are on the way to the present."""
        lineage = self.tree.lineage(self.branch)
        found = {key for key in self._folder.checkpoints.list() for segment in lineage
                 if key[0] == segment.branch and (segment.end is None or key[1] <= segment.end)}
        self.checkpoints = tuple(sorted(iteration for _, iteration in found))

    def move_to(self, folder: RunFolder) -> None:
        """Go on in another folder that holds the same run."""
        self._folder = folder
        self.refresh_checkpoints()
