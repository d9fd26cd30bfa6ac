"""Rounds of the real loop and of the plain loop by turns on one image game; run in a process of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import torch

from ganviz.bench.child import hand_over
from ganviz.bench.image_pairs import NEVER, write_pairs
from ganviz.bench.image_set import plain_loop, settings_on
from ganviz.bench.machine import cores
from ganviz.bench.metered import REAL, MeteredInbox, Rounds, no_trouble
from ganviz.settings.run import RunSettings
from ganviz.training.channel import LocalChannel
from ganviz.training.loop import Loop
from ganviz.training.messages import Create, Play
from ganviz.training.pace import saving_share


def play(game: str, size: int, precision: str, rounds: Rounds, count: int, folder: Path) -> None:
    """Play a warming round and ``count`` more with both loops; the plain one in float32."""
    torch.set_num_threads(cores())
    write_pairs(folder / "pairs", size)
    settings = settings_on(folder / "pairs", game, size, precision)
    channel = LocalChannel(no_trouble)
    channel.inbox = MeteredInbox({"plain": plain_loop(game, settings)}, rounds, count)
    run = RunSettings(seed=1, device="cpu", threads=cores(), autosave=NEVER)  # its clock counts the plain loop's time
    channel.inbox.put(Create(game, settings.model_dump(), run.model_dump(), str(folder / "run")))
    channel.inbox.put(Play())
    Loop(channel).serve()


def _main(game: str, size: str, precision: str, length: str, count: str) -> None:
    rounds = Rounds(int(length))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GANVIZ_CACHE"] = str(Path(folder) / "cache")
        play(game, int(size), precision, rounds, int(count), Path(folder))
    saving = saving_share(RunSettings().autosave, rounds.saving_s)
    hand_over({f"{precision}_s": rounds.iteration_s(REAL), "plain_s": rounds.iteration_s("plain"),
               f"{precision}_ratio": rounds.ratio("plain"), "saving_s": rounds.saving_s, "saving_share": saving,
               "rounds": rounds.count, "iterations_per_round": rounds.length})


if __name__ == "__main__":
    _main(*sys.argv[1:])
