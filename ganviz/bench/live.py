"""The bench ``live``: the same game without a window, with one, and with one in the same process, by turns.

Every contender is a process of its own that is started once and rests, hidden, while the others play. So the rounds
alternate within seconds, and each ratio is that of neighbours in time. There are many short rounds rather than few long
ones: on a shared machine the speed of one contender wanders by a tenth from one second to the next.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from ganviz.bench.child import Child
from ganviz.bench.record import Figures, Tell

ROUNDS = 15
SECONDS = 1.5
WARM_UP = 2.0


@dataclass(frozen=True, slots=True)
class Contender:
    """Who plays: its name, the module that plays, and what it is in words."""

    name: str
    module: str
    words: str


CONTENDERS = (
    Contender("none", "ganviz.bench.live_bare", "without a window"),
    Contender("process", "ganviz.bench.live_window", "with a window"),
    Contender("thread", "ganviz.bench.live_window", "in the window's own process"),
)
_WITHOUT_THREAD = CONTENDERS[:2]


@dataclass(frozen=True, slots=True)
class Case:
    """A game to watch.

    Attributes:
        game: its id.
        preset: what it begins with; empty for its first one.
        engine: what plays it; empty where it has no choice.
        contenders: who plays it.
    """

    game: str
    preset: str = ""
    engine: str = ""
    contenders: tuple[Contender, ...] = CONTENDERS


CASES = {
    **{game: Case(game) for game in ("1d", "2d", "ali")},
    "1d_compiled": Case("1d", "", "compiled", _WITHOUT_THREAD),
    "2d_compiled": Case("2d", "", "compiled", _WITHOUT_THREAD),
    "ali_compiled": Case("ali", "", "compiled", _WITHOUT_THREAD),
    "ganlab_compiled": Case("2d", "ganlab", "compiled", _WITHOUT_THREAD),
}

Round = dict[str, dict[str, Any]]
"""The figures of each contender in one round, by its name."""


def measure(scale: float, tell: Tell) -> Figures:
    """For each case: speeds in iterations/s, their ratios to that without a window, and the smoothness."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as cache:
        return {name: _compare(name, case, scale, cache, tell) for name, case in CASES.items()}


def _compare(name: str, case: Case, scale: float, cache: str, tell: Tell) -> Figures:
    rounds = max(1, round(ROUNDS * min(1.0, scale)))
    with ExitStack() as held:
        children = {each: _start(held, case, each, cache, tell) for each in case.contenders}
        _play(children, WARM_UP * min(1.0, scale), f"{name}, warming up", tell)
        return _figures([_play(children if number % 2 == 0 else dict(reversed(children.items())), SECONDS * scale,
                               f"{name}, round {number + 1} of {rounds}", tell) for number in range(rounds)])


def _start(held: ExitStack, case: Case, contender: Contender, cache: str, tell: Tell) -> Child:
    folder = held.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
    place = {"GANVIZ_RUNS": str(Path(folder) / "runs"), "XDG_CONFIG_HOME": folder, "GANVIZ_CACHE": cache}
    return held.enter_context(Child(contender.module, case.game, case.preset, case.engine, contender.name, tell=tell,
                                    environment=place))


def _play(children: dict[Contender, Child], seconds: float, what: str, tell: Tell) -> Round:
    """One turn of each; the order is theirs to whom it matters: none may always be the first."""
    figures = {}
    for contender, child in children.items():
        tell(f"{what}, {contender.words}")
        child.order(f"{seconds:g}")
        figures[contender.name] = child.figures()
    return figures


def _figures(played: list[Round]) -> Figures:
    """Medians over the rounds, and over the frames of all of them; each ratio is taken within its round."""
    speed = {name: [float(one[name]["it_s"]) for one in played] for name in played[0]}
    ratios = {name: [fast / bare for fast, bare in zip(found, speed["none"], strict=True)]
              for name, found in speed.items()}
    windows = [one["process"] for one in played]
    in_thread = {"in_thread_ratio": median(ratios["thread"]),
                 "in_thread_it_s": median(speed["thread"])} if "thread" in speed else {}
    return {"ratio": median(ratios["process"]),
            "refresh_hz": median(window["refresh_hz"] for window in windows),
            **_frames([interval for window in windows for interval in window["frame_intervals_ms"]]),
            "without_window_it_s": median(speed["none"]), "with_window_it_s": median(speed["process"]),
            **in_thread,
            "layers_hz": _layer_rates([window["layers_hz"] for window in windows]),
            "ratios": ratios["process"], "rounds": len(played)}


def _frames(intervals: list[float]) -> dict[str, float]:
    """How long a frame takes, usually and at its slowest, in milliseconds."""
    return {"frame_interval_p99_ms": float(np.percentile(intervals, 99)),
            "frame_interval_median_ms": median(intervals), "frame_interval_max_ms": max(intervals)}


def _layer_rates(rounds: list[dict[str, float]]) -> dict[str, float]:
    names = sorted({name for each in rounds for name in each})
    return {name: median(each.get(name, 0.0) for each in rounds) for name in names}
