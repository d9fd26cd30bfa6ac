"""Rounds of the real loop, the plain loop and the products by turns; run in a process of its own by the bench ``toy``.

The real loop is the one that serves window and command line alike, with history, kept states, keyframes and the check
for NaN. It looks into its inbox before every iteration, and that is where this bench counts, stops the clock and lets
the plain loop play its round.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import torch

from ganviz.bench.child import hand_over, tell_parent
from ganviz.bench.plain_loop import PlainLoop
from ganviz.bench.products import Products
from ganviz.bench.toy import CASES
from ganviz.games.toy import ToyGame
from ganviz.settings.run import RunSettings
from ganviz.training.channel import Inbox, LocalChannel
from ganviz.training.engine.cache import CodeCache
from ganviz.training.engine.codes import CompiledCodes
from ganviz.training.engine.policy import COMPILED
from ganviz.training.loop import Loop
from ganviz.training.messages import Command, Create, Event, Notice, Play, Quit, Refused

_SEED = 1


@dataclass
class Rounds:
    """Seconds of each round of ``length`` iterations; the first one warms up and does not count."""

    length: int
    real: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    products: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Medians in iterations/s: of the real loop, of the plain one, and of the matrix products by themselves."""
        real, plain, products = (median(each[1:]) for each in (self.real, self.plain, self.products))
        return {"it_s": self.length / real, "plain_it_s": self.length / plain, "products_it_s": self.length / products,
                "ratio": plain / real, "limit_ratio": products / real, "rounds": len(self.real) - 1,
                "iterations_per_round": self.length}


class MeteredInbox(Inbox):
    """Counts the real loop's iterations; after each round of them the plain loop and the products have their own."""

    def __init__(self, plain: PlainLoop, products: Products, rounds: Rounds, count: int) -> None:
        super().__init__()
        self._plain = plain
        self._products = products
        self._rounds = rounds
        self._count = count
        self._left = rounds.length
        self._started = 0.0

    def take(self) -> Command | None:
        """A command, or None, upon which the loop plays one iteration."""
        command = super().take()
        if command is not None:
            self._started = time.perf_counter()
            return command
        if self._left == 0:
            self._play_the_others()
            if len(self._rounds.real) > self._count:
                return Quit()
        self._left -= 1
        return None

    def _play_the_others(self) -> None:
        now = time.perf_counter()
        self._rounds.real.append(now - self._started)
        self._plain.advance(self._rounds.length)
        self._rounds.plain.append(time.perf_counter() - now)
        self._rounds.products.append(self._products.seconds(self._rounds.length))
        tell_parent(f"round {len(self._rounds.plain) - 1} of {self._count}")
        self._left, self._started = self._rounds.length, time.perf_counter()


def play(case: str, engine: str, length: int, count: int, folder: Path) -> dict[str, float]:
    """Play a warming round and ``count`` more of ``length`` iterations by turns; returns the figures."""
    torch.set_num_threads(1)
    settings = CASES[case]().changed({"engine": engine})
    game = ToyGame(settings, _SEED, torch.device("cpu"))
    rounds, products = Rounds(length), Products(game)
    load_s = _load(game) if engine == COMPILED else 0.0
    channel = LocalChannel(_no_trouble)
    channel.inbox = MeteredInbox(PlainLoop(settings, game.problem, _SEED), products, rounds, count)
    run = RunSettings(seed=_SEED, device="cpu", threads=1)
    channel.inbox.put(Create("2d", settings.model_dump(), run.model_dump(), str(folder)))
    channel.inbox.put(Play())
    Loop(channel).serve()
    return {**rounds.figures(), "operations": products.operations, "load_s": load_s}


def _load(game: ToyGame) -> float:
    """Seconds until code that is on disk is ready.

    Raises:
        RuntimeError: if it is not there.
    """
    began = time.perf_counter()
    if CompiledCodes("2d", game.device, 1, CodeCache()).ready(game) is None:
        raise RuntimeError("the code was not made beforehand")
    return time.perf_counter() - began


def _no_trouble(event: Event) -> None:
    if isinstance(event, Refused) or (isinstance(event, Notice) and event.level != "info"):
        raise RuntimeError(event.text)


def _main(case: str, engine: str, length: str, count: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hand_over(play(case, engine, int(length), int(count), Path(folder) / "run"))


if __name__ == "__main__":
    _main(*sys.argv[1:])
