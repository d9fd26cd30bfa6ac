"""What window and trainer say to each other: immutable, self-contained, free of torch and Qt.

Commands go in, events come out. Every array is a frozen numpy array. Nothing is sent unasked at the pace of
training: the window asks (`Ask`), the trainer answers (`Report`) between two steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganviz.training.elsewhere import Elsewhere, Way
from ganviz.training.folder.request import Request

Arrays = Mapping[str, NDArray[Any]]
Layers = Mapping[str, Mapping[str, Any]]


class Players(StrEnum):
    """Who is updated in an iteration."""

    BOTH = "both"
    D = "d"
    G = "g"


class Mode(StrEnum):
    """What a run is doing."""

    PAUSED = "paused"
    PLAYING = "playing"
    STEPPING = "stepping"


# --- commands: window to trainer ---------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Create:
    """Begin a new run; `game_settings` and `run_settings` are dumps of the validated models."""

    game: str
    game_settings: Mapping[str, Any]
    run_settings: Mapping[str, Any]
    folder: str


@dataclass(frozen=True, slots=True)
class Open:
    """Open the run in `folder` at its newest whole checkpoint.

    One whose images can't be used is shown without pictures, unless it is to be `trained`: then it is refused.
    """

    folder: str
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    trained: bool = False


@dataclass(frozen=True, slots=True)
class Play:
    """Train until told otherwise, or until iteration `until`."""

    until: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Rest; at most one iteration passes after this is handled."""


@dataclass(frozen=True, slots=True)
class AskWriter:
    """Ask the process that writes the run, which is only watched here, to pause, or to go on after that."""

    pause: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Train exactly `n` iterations, of both players or of one."""

    n: int = 1
    players: Players = Players.BOTH


@dataclass(frozen=True, slots=True)
class View:
    """Show iteration `iteration` of the active branch; None shows the present again. The run is not disturbed.

    Of a game whose states are kept at checkpoints only it is the nearest one before; where it is to be `exact`, all
    that came after that one is repeated first, with `Report.iteration` saying how far it is.
    """

    iteration: int | None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Continue:
    """Go on from `iteration` of the active branch: opens a new branch, pauses there."""

    iteration: int


@dataclass(frozen=True, slots=True)
class Change:
    """Set live settings from the next iteration on."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """`iterations_per_second` limits the pace (None: full speed); `substeps_per_second` > 0 is slow motion."""

    iterations_per_second: float | None = None
    substeps_per_second: float = 0.0


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for a report: progress, history since the last report, and the named layers.

    `layers` maps the id of a layer to its options (see `ganviz.games.protocol`); what is not named costs nothing.
    `generation` comes back in the answer, so that a stale one can be told.
    """

    generation: int
    layers: Layers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CancelCompiling:
    """End what is being compiled; the run goes on eagerly."""


@dataclass(frozen=True, slots=True)
class Save:
    """Write a checkpoint now. `Saved` answers with the same `number`, or `Refused`."""

    number: int = 0


@dataclass(frozen=True, slots=True)
class Lend:
    """Write the generators' present weights into `folder`, for a process that uses them.

    `Lent` answers with the same `number`, unless the folder is gone: then nobody wants them any more. Half way through
    an iteration they come when it is complete.
    """

    folder: str
    number: int


@dataclass(frozen=True, slots=True)
class SaveAs:
    """Copy the whole run to another, new folder and go on in that one."""

    folder: str


@dataclass(frozen=True, slots=True)
class Label:
    """Name the run and say whether it is pinned, which both keep it out of every clean-up."""

    title: str
    pinned: bool


@dataclass(frozen=True, slots=True)
class Time:
    """Find out how long an iteration takes, at rest; the run stays as it is. A command that comes meanwhile ends it."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop reading the images of a run that is about to begin; of no account to a run that has begun."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Save and end."""


Command = (Create | Open | Play | Pause | AskWriter | Step | View | Continue | Change | SetSpeed | Ask
           | CancelCompiling | Save | Lend | SaveAs | Label | Time | Cancel | Quit)

# --- events: trainer to window -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ready:
    """A run is open.

    Attributes:
        folder: the run folder.
        game: the game's id.
        game_settings: dump of the settings at the present iteration.
        run_settings: dump of the run's settings.
        iteration: where it stands.
        branch: the active branch.
        facts: what the views need and only the trainer knows (see `ganviz.games.protocol.Facts`), as a dict.
        device: the device in words, such as ``"CPU · 1 thread"``.
        exact: whether the run repeats bit for bit on this device.
        read_only: why the run can only be watched (another process writes it, or its images are away); else empty.
        warnings: sentences about what was passed over while opening.
        by_checkpoints: whether its states are too large to be kept often, so that only checkpoints can be shown again.
        away: what of `Elsewhere` would open it, where it can only be watched because its images can't be used here.
    """

    folder: str
    game: str
    game_settings: Mapping[str, Any]
    run_settings: Mapping[str, Any]
    iteration: int
    branch: int
    facts: Mapping[str, Any]
    device: str
    exact: bool
    read_only: str = ""
    warnings: tuple[str, ...] = ()
    by_checkpoints: bool = False
    away: Way | None = None


@dataclass(frozen=True, slots=True)
class BranchInfo:
    """A branch: where it left its parent, and how far it got."""

    id: int
    parent: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What plays the iterations.

    Attributes:
        plays: "eager" or "compiled".
        compiling: how much of the work on new code is done, 0 to 1; None while nothing is compiled.
        waits: whether the run rests until that code is there.
        obstacle: why no code can be compiled here, as a sentence, where it is wanted; empty otherwise.
    """

    plays: str = "eager"
    compiling: float | None = None
    waits: bool = False
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class WriterInfo:
    """The process that writes a run which is only watched, as far as its folder tells.

    Attributes:
        iteration: the newest on record; the pictures are of the newest checkpoint.
        rate: iterations per second, by how the history grows; 0 where that is not known, or while it rests.
        trains: whether the history grows, or may be about to.
        lives: False once nobody writes the run any more, so that it can be opened here.
        asked: what it was asked for and has not done yet, if there is anything.
    """

    iteration: int
    rate: float = 0.0
    trains: bool = False
    lives: bool = True
    asked: Request | None = None

    @property
    def may_be_paused(self) -> bool:
        """Whether the next thing to ask it for is to pause; to go on otherwise."""
        return self.asked is Request.GO_ON or (self.trains and self.asked is None)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the run stands.

    `stats` holds the newest value of each history column; `rate` is iterations per second over the last second, and
    `steady_rate` over the last half minute, or 0 where that says nothing of the time left: at rest, in slow motion and
    at a limited pace; `viewing` is the earlier iteration on show, or None; `saved` is the iteration of the newest
    checkpoint and `saved_at` the time.time() of its writing; `keyframes` are the iterations with a stored state;
    `writer` is the process that writes a run which is only watched, or None.
    """

    mode: Mode
    iteration: int
    branch: int
    rate: float
    stats: Mapping[str, float]
    viewing: int | None
    saved: int
    saved_at: float
    branches: tuple[BranchInfo, ...]
    checkpoints: tuple[int, ...]
    game_settings: Mapping[str, Any]
    facts: Mapping[str, Any]
    seed: int
    engine: EngineInfo = EngineInfo()
    steady_rate: float = 0.0
    writer: WriterInfo | None = None


@dataclass(frozen=True, slots=True)
class SubstepInfo:
    """A rest in slow motion: which sub-step was just done (`id`, of `of` in this iteration), and its arrays."""

    id: str
    index: int
    of: int
    arrays: Arrays


@dataclass(frozen=True, slots=True)
class Late:
    """Where a layer comes from that took longer than an answer can wait while the run plays.

    Attributes:
        generation: that of the question that wanted it.
        iteration: the iteration that it shows.
    """

    generation: int
    iteration: int


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to `Ask`.

    Attributes:
        generation: that of the question.
        progress: where the run stands.
        history: new rows since the last report, shape (n, columns), float64: branch, iteration, then the game's own
            (`settings.columns`).
        iteration: the iteration that `arrays` show; of a game whose states are kept at checkpoints only, the
            checkpoint's, or how far a replay has come that was asked for.
        exact: False while `arrays` show the nearest stored state and the exact replay is still under way; of a game
            whose states are kept at checkpoints only there are none meanwhile.
        arrays: name to frozen array, the names being ``layer.part``.
        substep: the sub-step at rest in slow motion, or None.
        late: the layers among ``arrays`` that show an earlier iteration than the others.
        seconds: what the arrays took of the trainer's time; those that were made beside it took none.
    """

    generation: int
    progress: Progress
    history: NDArray[np.float64]
    iteration: int
    exact: bool
    arrays: Arrays
    substep: SubstepInfo | None = None
    late: Mapping[str, Late] = field(default_factory=dict)
    seconds: float = 0.0

    def origin(self, layer: str) -> Late:
        """The question that wanted a layer of this report, and the iteration that the layer shows."""
        return self.late.get(layer, Late(self.generation, self.iteration))

    def cost(self, layer: str) -> float | None:
        """Seconds of the trainer's time that a layer took with those that came with it; None where it was made beside
        the trainer, or none were counted."""
        return None if layer in self.late or not self.seconds else self.seconds


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the user: `level` is info, warning or error; `details` may hold a traceback."""

    level: str
    text: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Compiling:
    """A command waits for compiled code, of which this share (0 to 1) is done."""

    share: float


@dataclass(frozen=True, slots=True)
class Timed:
    """How many seconds an iteration takes; None where another command came before that was found out."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint or a copy was written to `folder` at `iteration`.

    `number` is that of the `Save` that asked for it; 0 where none did.
    """

    folder: str
    iteration: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Lent:
    """The generators' weights of an iteration are in `folder` under `number`, which took so many seconds.

    `failure` says why they are not there; it is empty where they are.
    """

    folder: str
    number: int
    iteration: int
    seconds: float
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A command could not be carried out; the run is as before."""

    command: str
    text: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Preparing:
    """Images are being read before a run can begin.

    Attributes:
        stage: "look", "draw", "check", "decode" or "verify" (which counts bytes of what was decoded before).
        done: how many are done.
        total: of how many; 0 where that is not known yet.
    """

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the images are like that a run is about to learn from.

    Attributes:
        path: where they lie.
        sentences: their report.
        cautions: those of the sentences that tell of a fault or a doubt.
        left_out: for each file that was left out a sentence without a full stop.
    """

    path: str
    sentences: tuple[str, ...]
    cautions: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """The trainer has ended; `failure` is empty after `Quit`."""

    failure: str = ""
    details: str = ""


Event = Ready | Report | Notice | Preparing | Inspected | Compiling | Timed | Saved | Lent | Refused | Ended
