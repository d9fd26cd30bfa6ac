"""Rounds of the real loop and of the plain loop by turns; run in a process of its own by the bench ``toy``.

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
from ganviz.bench.toy import CASES
from ganviz.games.toy_build import build_problem
from ganviz.settings.run import RunSettings
from ganviz.training.channel import Inbox, LocalChannel
from ganviz.training.loop import Loop
from ganviz.training.messages import Command, Create, Event, Notice, Play, Quit, Refused

_SEED = 1


@dataclass
class Rounds:
    """Seconds of each round of ``length`` iterations; the first one warms up and does not count."""

    length: int
    real: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Medians in iterations/s, and the ratio of the two."""
        real, plain = median(self.real[1:]), median(self.plain[1:])
        return {"real_it_s": self.length / real, "plain_it_s": self.length / plain, "eager_ratio": plain / real,
                "rounds": len(self.real) - 1, "iterations_per_round": self.length}


class MeteredInbox(Inbox):
    """Counts the real loop's iterations; after each round of them the plain loop has its own."""

    def __init__(self, plain: PlainLoop, rounds: Rounds, count: int) -> None:
        super().__init__()
        self._plain = plain
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
            self._play_plain()
            if len(self._rounds.real) > self._count:
                return Quit()
        self._left -= 1
        return None

    def _play_plain(self) -> None:
        now = time.perf_counter()
        self._rounds.real.append(now - self._started)
        self._plain.advance(self._rounds.length)
        self._left, self._started = self._rounds.length, time.perf_counter()
        self._rounds.plain.append(self._started - now)
        tell_parent(f"round {len(self._rounds.plain) - 1} of {self._count}")


def play(case: str, length: int, count: int, folder: Path) -> Rounds:
    """Play a warming round and ``count`` more of ``length`` iterations with both loops."""
    torch.set_num_threads(1)
    settings = CASES[case]()
    rounds = Rounds(length)
    channel = LocalChannel(_no_trouble)
    channel.inbox = MeteredInbox(PlainLoop(settings, build_problem(settings), _SEED), rounds, count)
    run = RunSettings(seed=_SEED, device="cpu", threads=1)
    channel.inbox.put(Create("2d", settings.model_dump(), run.model_dump(), str(folder)))
    channel.inbox.put(Play())
    Loop(channel).serve()
    return rounds


def _no_trouble(event: Event) -> None:
    if isinstance(event, Refused) or (isinstance(event, Notice) and event.level == "error"):
        raise RuntimeError(event.text)


def _main(case: str, length: str, count: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hand_over(play(case, int(length), int(count), Path(folder) / "run").figures())


if __name__ == "__main__":
    _main(*sys.argv[1:])
