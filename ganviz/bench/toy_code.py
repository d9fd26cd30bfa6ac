"""Compiles the code of one case into the cache; run in a process of its own by the bench ``toy``."""

from __future__ import annotations

import sys
import time

import torch

from ganviz.bench.child import hand_over
from ganviz.bench.toy import CASES
from ganviz.games.toy import ToyGame
from ganviz.training.engine.cache import CodeCache
from ganviz.training.engine.codes import CompiledCodes


def _main(case: str) -> None:
    game = ToyGame(CASES[case](), 1, torch.device("cpu"))
    began = time.perf_counter()
    CompiledCodes("2d", game.device, 1, CodeCache()).load(game)
    hand_over({"compile_s": time.perf_counter() - began})


if __name__ == "__main__":
    _main(*sys.argv[1:])
