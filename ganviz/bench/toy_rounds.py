"""Rounds of the real loop and of the plain loop by turns; run in a process of its own by the bench ``toy``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import torch

from ganviz.bench.child import hand_over
from ganviz.bench.metered import MeteredInbox, Rounds, no_trouble
from ganviz.bench.plain_loop import PlainLoop
from ganviz.bench.toy import CASES
from ganviz.games.toy_build import build_problem
from ganviz.settings.run import RunSettings
from ganviz.training.channel import LocalChannel
from ganviz.training.loop import Loop
from ganviz.training.messages import Create, Play

_SEED = 1


def play(case: str, length: int, count: int, folder: Path) -> Rounds:
    """Play a warming round and ``count`` more of ``length`` iterations with both loops."""
    torch.set_num_threads(1)
    settings = CASES[case]()
    rounds = Rounds(length)
    channel = LocalChannel(no_trouble)
    channel.inbox = MeteredInbox(PlainLoop(settings, build_problem(settings), _SEED), rounds, count)
    run = RunSettings(seed=_SEED, device="cpu", threads=1)
    channel.inbox.put(Create("2d", settings.model_dump(), run.model_dump(), str(folder)))
    channel.inbox.put(Play())
    Loop(channel).serve()
    return rounds


def _main(case: str, length: str, count: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rounds = play(case, int(length), int(count), Path(folder) / "run")
    real, plain = rounds.seconds()
    hand_over({"real_it_s": 1 / real, "plain_it_s": 1 / plain, "eager_ratio": plain / real, "rounds": int(count),
               "iterations_per_round": rounds.length})


if __name__ == "__main__":
    _main(*sys.argv[1:])
