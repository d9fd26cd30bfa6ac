"""Rounds of the real loop, the plain one and the products by turns; run in its own process by the bench ``toy``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import torch

from ganviz.bench.child import hand_over
from ganviz.bench.metered import REAL, MeteredInbox, Rounds, no_trouble
from ganviz.bench.plain_loop import PlainLoop
from ganviz.bench.products import Products
from ganviz.bench.toy import CASES
from ganviz.games.toy import ToyGame
from ganviz.settings.run import RunSettings
from ganviz.training.channel import LocalChannel
from ganviz.training.engine.cache import CodeCache
from ganviz.training.engine.codes import CompiledCodes
from ganviz.training.engine.policy import COMPILED
from ganviz.training.loop import Loop
from ganviz.training.messages import Create, Play

_SEED = 1


def play(case: str, engine: str, length: int, count: int, folder: Path) -> dict[str, float]:
    """Play a warming round and ``count`` more of ``length`` iterations by turns; returns the figures."""
    torch.set_num_threads(1)
    settings = CASES[case]().changed({"engine": engine})
    game = ToyGame(settings, _SEED, torch.device("cpu"))
    rounds, products = Rounds(length), Products(game)
    load_s = _load(game) if engine == COMPILED else 0.0
    channel = LocalChannel(no_trouble)
    plain = PlainLoop(settings, game.problem, _SEED)
    channel.inbox = MeteredInbox({"plain": plain, "products": products}, rounds, count)
    run = RunSettings(seed=_SEED, device="cpu", threads=1)
    channel.inbox.put(Create("2d", settings.model_dump(), run.model_dump(), str(folder)))
    channel.inbox.put(Play())
    Loop(channel).serve()
    return {**_figures(rounds), "operations": products.operations, "load_s": load_s}


def _load(game: ToyGame) -> float:
    """Seconds until code that is on disk is ready.

    Raises:
        RuntimeError: if it is not there.
    """
    began = time.perf_counter()
    if CompiledCodes("2d", game.device, 1, CodeCache()).ready(game) is None:
        raise RuntimeError("the code was not made beforehand")
    return time.perf_counter() - began


def _figures(rounds: Rounds) -> dict[str, float]:
    """Iterations/s of the real loop, of the plain one, and of the matrix products by themselves."""
    real, plain, products = (rounds.iteration_s(who) for who in (REAL, "plain", "products"))
    return {"it_s": 1 / real, "plain_it_s": 1 / plain, "products_it_s": 1 / products, "ratio": rounds.ratio("plain"),
            "limit_ratio": rounds.ratio("products"), "rounds": rounds.count, "iterations_per_round": rounds.length}


def _main(case: str, engine: str, length: str, count: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hand_over(play(case, engine, int(length), int(count), Path(folder) / "run"))


if __name__ == "__main__":
    _main(*sys.argv[1:])
