"""A run that is played by turns without a window, with one, and with one in the same process.

Every contender is a process of its own that is started once and rests, hidden, while the others play. So the rounds
alternate within seconds, and each ratio is that of neighbours in time.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganviz.bench.child import Child
from ganviz.bench.record import Tell


@dataclass(frozen=True, slots=True)
class Contender:
    """Who plays: its name, the module that plays, and what it is in words."""

    name: str
    module: str
    words: str


WITHOUT = Contender("none", "ganviz.bench.live_bare", "without a window")
WITH = Contender("process", "ganviz.bench.live_window", "with a window")
IN_THREAD = Contender("thread", "ganviz.bench.live_window", "in the window's own process")

Round = dict[str, dict[str, Any]]
"""The figures of each contender in one round, by its name."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is played: a game, its settings and those of the run."""

    game: str
    settings: Mapping[str, Any]
    run: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timing:
    """How many rounds there are, and how many seconds a contender plays in each, and at first to warm up.

    Attributes:
        settle: seconds at the beginning of a round that don't count, in which a window that was hidden is painted anew.
    """

    rounds: int
    seconds: float
    warm_up: float
    settle: float = 0.0


def play(watched: Watched, contenders: tuple[Contender, ...], timing: Timing, cache: str, tell: Tell) -> list[Round]:
    """Play all rounds, each in the order opposite to the one before: none may always be the first."""
    with ExitStack() as held:
        children = {each: _start(held, watched, each, cache, tell) for each in contenders}
        _turn(children, f"{timing.settle:g} {timing.warm_up:g}", "warming up", tell)
        return [_turn(children if number % 2 == 0 else dict(reversed(children.items())),
                      f"{timing.settle:g} {timing.seconds:g}", f"round {number + 1} of {timing.rounds}", tell)
                for number in range(timing.rounds)]


def ratios(played: list[Round]) -> Iterator[tuple[str, list[float]]]:
    """Of each contender the speed over that without a window, round by round."""
    bare = [float(one[WITHOUT.name]["it_s"]) for one in played]
    for name in played[0]:
        yield name, [float(one[name]["it_s"]) / each for one, each in zip(played, bare, strict=True)]


def _start(held: ExitStack, watched: Watched, contender: Contender, cache: str, tell: Tell) -> Child:
    folder = held.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
    place = {"GANVIZ_RUNS": str(Path(folder) / "runs"), "XDG_CONFIG_HOME": folder, "GANVIZ_CACHE": cache}
    return held.enter_context(Child(contender.module, watched.game, json.dumps(dict(watched.settings)),
                                    json.dumps(dict(watched.run)), contender.name, tell=tell, environment=place))


def _turn(children: dict[Contender, Child], order: str, what: str, tell: Tell) -> Round:
    figures = {}
    for contender, child in children.items():
        tell(f"{what}, {contender.words}")
        child.order(order)
        figures[contender.name] = child.figures()
    return figures
