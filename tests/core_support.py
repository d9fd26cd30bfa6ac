"""What the tests of a run's life share: tiny games, a trainer to talk to, and exact comparisons."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch

from ganviz.training import messages as m
from ganviz.training.channel import LocalChannel
from ganviz.training.child import WorkerEndedError
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.manifest import read_manifest
from ganviz.training.loop import Loop
from ganviz.training.observing.task import Present, Question
from ganviz.training.run import Run
from ganviz.training.worker import WorkerProcess

TIMEOUT = 600.0
"""Seconds after which something hangs: far more than a machine takes whose processors are wanted by many others."""
TINY = {"depth_d": 1, "width_d": 8, "depth_g": 1, "width_g": 8, "batch_size": 16}
LAYERS_1D = {
    "data_density": {"range": (-3.0, 3.0), "size": 16}, "generated_density": {"range": (-3.0, 3.0), "size": 16},
    "discriminator": {"range": (-3.0, 3.0), "size": 16}, "optimal": {"range": (-3.0, 3.0), "size": 16},
    "latent": {"n": 8}, "samples": {"n": 32}, "probe": {"x": (0.5,)}, "measures": {},
}
_SQUARE = {"range": (-3.0, 3.0, -3.0, 3.0), "size": 8}
LAYERS_2D = {
    "data_density": _SQUARE, "generated_density": _SQUARE, "surface": _SQUARE, "samples": {"n": 32},
    "gradient": {"n": 8}, "grid": {"size": 5}, "probe": {"x": (0.5, 0.5)}, "measures": {},
}
_PINS = {"x": (0.5, 0.5), "code": (0.5, 0.5)}
LAYERS_ALI = {
    "pairs": {"n": 32}, "trips": {"n": 8}, "error": _SQUARE, "map_x": _SQUARE | _PINS, "map_code": _SQUARE | _PINS,
    "field_x": _SQUARE | _PINS, "field_code": _SQUARE | _PINS, "route": {"plane": "x", "at": (0.5, 0.5), **_PINS},
}
SHOWN = {"discriminator": LAYERS_1D["discriminator"], "samples": {"n": 32}, "latent": {"n": 8}}
"""The layers by which an exact state is recognised."""


def question(run: Run, generation: int, layers: m.Layers, mode: m.Mode = m.Mode.PLAYING, *,
             present: Callable[[], Present] | None = None, viewing: int | None = None,
             plays: str = "eager") -> Question:
    """What an observer is asked about a run where it stands."""
    progress = m.Progress(mode, run.game.iteration, run.branch, 0.0, {}, viewing, 0, 0.0, (), (), {}, {}, 1,
                          m.EngineInfo(plays))
    return Question(m.Ask(generation, layers), progress, np.empty((0, 8)), present, None)


class Trainer:
    """A trainer in a thread of this process, and everything it has said."""

    def __init__(self) -> None:
        self.events: list[m.Event] = []
        self._seen = 0
        self._generation = 0
        self._said = threading.Condition()
        self._start()

    def _start(self) -> None:
        self._channel = LocalChannel(self._on_event)
        self._thread = threading.Thread(target=Loop(self._channel).serve, name="trainer", daemon=True)
        self._thread.start()

    def _on_event(self, event: m.Event) -> None:
        with self._said:
            self.events.append(event)
            self._said.notify_all()

    def send(self, *commands: m.Command) -> None:
        for command in commands:
            self._channel.inbox.put(command)

    def wait(self, kind: type, match: Callable[[m.Event], bool] = lambda _: True) -> m.Event:
        """The next event of a kind after the one that was waited for last."""
        def find() -> int | None:
            return next((place for place, event in enumerate(self.events[self._seen:], self._seen)
                         if isinstance(event, kind) and match(event)), None)
        with self._said:
            assert self._said.wait_for(lambda: find() is not None, TIMEOUT), self.events[self._seen:]
            place = find()
            self._seen = place + 1
        return self.events[place]

    def ask(self, layers: m.Layers | None = None) -> m.Report:
        self._generation += 1
        number = self._generation
        self.send(m.Ask(number, layers or {}))
        return self.wait(m.Report, lambda report: report.generation == number)

    def ask_until(self, good: Callable[[m.Report], bool], layers: m.Layers | None = None,
                  pulse: float = 0.0) -> m.Report:
        ends = time.monotonic() + TIMEOUT
        while not good(report := self.ask(layers)):
            assert time.monotonic() < ends, report.progress
            with self._said:
                self._said.wait(pulse)
        return report

    def at_rest(self, layers: m.Layers | None = None, pulse: float = 0.01) -> m.Report:
        return self.ask_until(lambda report: report.progress.mode is m.Mode.PAUSED, layers, pulse)

    def play_to(self, iteration: int, layers: m.Layers | None = None) -> m.Report:
        self.send(m.Play(iteration))
        report = self.at_rest(layers)
        assert report.progress.iteration == iteration, self.notices()
        return report

    def step(self, n: int, players: m.Players = m.Players.BOTH) -> m.Report:
        self.send(m.Step(n, players))
        return self.at_rest()

    def see(self, iteration: int, layers: m.Layers) -> m.Report:
        self.send(m.View(iteration))
        return self.ask_until(lambda report: report.exact, layers)

    def refusal(self, command: m.Command) -> str:
        self.send(command)
        return self.wait(m.Refused).text

    def create(self, folder: Path, game: str = "1d", settings: Mapping = TINY, **run: object) -> m.Ready:
        self.send(m.Create(game, settings, {"autosave": 86_400, **run}, str(folder)))
        return self.wait(m.Ready)

    def open(self, folder: Path) -> m.Ready:
        self.send(m.Open(str(folder)))
        return self.wait(m.Ready)

    def notices(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, m.Notice | m.Refused)]

    def close(self) -> None:
        if self._thread.is_alive():
            self.send(m.Quit())
        self._thread.join(TIMEOUT)
        assert not self._thread.is_alive()


class WorkerTrainer(Trainer):
    """A trainer in a process of its own."""

    def _start(self) -> None:
        self.worker = WorkerProcess()
        self.worker.start()
        self.exit_code: int | None = None
        self._thread = threading.Thread(target=self._listen, name="listener", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            while not isinstance(event := self.worker.receive(), m.Ended):
                self._on_event(event)
            self._on_event(event)
        except WorkerEndedError as ended:
            self.exit_code = ended.exit_code
        finally:
            self.worker.close()

    def send(self, *commands: m.Command) -> None:
        for command in commands:
            self.worker.send(command)


@contextmanager
def trainer(kind: type[Trainer] = Trainer) -> Iterator[Trainer]:
    made = kind()
    try:
        yield made
    finally:
        made.close()


def saved_state(folder: Path, iteration: int, branch: int = 0) -> dict[str, bytes | int]:
    """Every bit of a checkpoint that training depends on, and of what it measures."""
    with RunFolder.open(folder, write=False) as opened:
        found = opened.checkpoints.load(branch, iteration)
    arrays = {**found.weights, **found.optimizers, **found.pools}
    return {**{name: array.tobytes() for name, array in arrays.items()}, **found.state}


def flat(run: Run, iteration: int) -> torch.Tensor:
    """The state at an earlier iteration in one piece, in the order of the game's own."""
    state = run.past.state_at(iteration)
    return torch.cat([state.tensors[name].reshape(-1) for name in run.game.state.views])


def undisturbed(folder: Path, iteration: int) -> dict[str, bytes | int]:
    """Every bit after so many iterations of a run that begins as the one in ``folder`` did and that nobody touches."""
    began, whole = read_manifest(folder), folder.with_name(f"{folder.name}-undisturbed")
    run = Run.create(began.game, began.game_settings, began.run_settings, whole)
    while run.game.iteration < iteration:
        run.advance()
    run.save()
    run.close()
    return saved_state(whole, iteration)


def history(folder: Path) -> np.ndarray:
    """All rows of the history file, sorted by branch and iteration."""
    with RunFolder.open(folder, write=False) as opened:
        rows = opened.history.read()
    return rows[np.lexsort((rows[:, 1], rows[:, 0]))]


def same_arrays(left: m.Arrays, right: m.Arrays) -> bool:
    return left.keys() == right.keys() and all(left[name].tobytes() == right[name].tobytes() for name in left)
