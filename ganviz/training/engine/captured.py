"""Iterations recorded as CUDA graphs: the GPU is launched once for many of them.

Nothing is compiled. The rules of the game are played once while they are recorded, in the trainer's own thread, on
tensors that stay where they are; to play an iteration is to copy its draws and numbers there, and to launch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import torch

from ganviz.games.protocol import Game
from ganviz.games.state import FlatState
from ganviz.training.engine.code import Code, NoCodeError, Raw
from ganviz.training.engine.spec import CodeSpec

AT_ONCE = 16
"""Iterations in one launch, while there is room."""


class Turn(Protocol):
    """What chance brings to an update.

    Attributes:
        who: whose update it is.
        drawn: its tensors.
    """

    @property
    def who(self) -> str: ...
    @property
    def drawn(self) -> list[torch.Tensor]: ...

    def kept(self) -> Turn:
        """The same in tensors of its own."""
        ...


class Recordable(Protocol):
    """A game whose updates can be recorded."""

    @property
    def device(self) -> torch.device: ...
    @property
    def state(self) -> FlatState | None: ...

    def play_turn(self, turn: Any, numbers: torch.Tensor) -> Raw:
        """Play an update by the rules; neither its draws nor its numbers are read but as tensors."""
        ...


Due = list[tuple[Turn, torch.Tensor]]
Work = Callable[[], list[Raw]]
Record = Callable[[Work], tuple[Callable[[], None], list[Raw]]]
"""Records work; returns what repeats it, and its results, which are written anew at each repetition."""

_WARM_UPS = 3

_KEPT = 2
"""Settings whose recorded iterations are kept: each holds memory of the GPU."""


def cuda_graph(work: Work) -> tuple[Callable[[], None], list[Raw]]:
    """Record work as a CUDA graph, after warming it up on a stream of its own, as torch asks for."""
    beside = torch.cuda.Stream()  # type: ignore[no-untyped-call]
    beside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(beside):
        for _ in range(_WARM_UPS):
            work()
    torch.cuda.current_stream().wait_stream(beside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        results = work()
    return graph.replay, results


class Recorded:
    """Some iterations of one game in one launch. Recording leaves the game's state as it was."""

    def __init__(self, game: Recordable, iterations: Sequence[Due], record: Record) -> None:
        self._still = [[(turn.kept(), numbers.to(game.device, copy=True)) for turn, numbers in due]
                       for due in iterations]
        assert game.state is not None
        state, before = game.state.tensor, game.state.tensor.clone()
        try:
            self._launch, self._results = record(lambda: self._work(game))
        finally:
            state.copy_(before)

    def _work(self, game: Recordable) -> list[Raw]:
        raws: list[Raw] = []
        for due in self._still:
            raw: Raw = {}
            for turn, numbers in due:
                raw |= game.play_turn(turn, numbers)
            raws.append(raw)
        return raws

    def launch(self, iterations: Sequence[Due]) -> list[Raw]:
        """Play iterations with these draws and numbers; returns what each of them measured."""
        for still, due in zip(self._still, iterations, strict=True):
            for (here, numbers_here), (turn, numbers) in zip(still, due, strict=True):
                for place, tensor in zip((*here.drawn, numbers_here), (*turn.drawn, numbers), strict=True):
                    place.copy_(tensor)
        self._launch()
        return [{name: tensor.clone() for name, tensor in raw.items()} for raw in self._results]


class CapturedCodes:
    """Hands out recorded iterations, for the trainer's thread alone; there is nothing to wait for."""

    maker = None

    def __init__(self, game: str, threads: int, record: Record = cuda_graph) -> None:
        self._game, self._threads = game, threads
        self._record = record
        self._known: dict[str, CapturedCode] = {}

    def key(self, settings: Any) -> str:
        """The name of the code for the game with these settings."""
        return CodeSpec(self._game, settings.of_code(), self._threads).key()

    def ready(self, game: Game) -> Code:
        """The code for the game's present settings."""
        key = self.key(game.settings)
        code = self._known.pop(key) if key in self._known else CapturedCode(self._record)
        self._known[key] = code  # the newest is the last
        for old in list(self._known)[:-_KEPT]:
            del self._known[old]
        return code

    load = ready

    def cancel(self) -> None:
        """Nothing is ever in the making."""

    def close(self) -> None:
        """Let go of what was recorded."""
        self._known.clear()


class CapturedCode:
    """Plays games of the same settings by recorded iterations; each game's are recorded when they are first due."""

    def __init__(self, record: Record = cuda_graph) -> None:
        self._record = record
        self._recorded: WeakKeyDictionary[Recordable, dict[object, Recorded]] = WeakKeyDictionary()

    def play(self, game: Any, players: str, room: int) -> list[Raw]:
        """Play ``AT_ONCE`` iterations of ``game`` where there is room for them, else one.

        Raises:
            NoCodeError: if they can't be recorded; the game is as it was then.
        """
        n = AT_ONCE if room >= AT_ONCE else 1
        before = game.present()
        iterations = [list(game.due(players)) for _ in range(n)]
        of_game = self._recorded.setdefault(game, {})
        shape = n, players, tuple(turn.who for turn, _ in iterations[0])
        if shape not in of_game:
            try:
                of_game[shape] = Recorded(game, iterations, self._record)
            except Exception as error:
                game.put_back(before)  # its numbers have gone on already
                raise NoCodeError(f"the iterations could not be recorded for the GPU: {_first_line(error)}") from error
        return of_game[shape].launch(iterations)


def _first_line(error: Exception) -> str:
    """What went wrong; torch lets advice follow."""
    return str(error).strip().partition("\n")[0] or type(error).__name__
