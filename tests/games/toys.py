"""Small toy games for the tests."""

from __future__ import annotations

from functools import lru_cache

import torch

from ganviz.games.toy import ToyGame
from ganviz.games.toy_build import build_problem
from ganviz.settings.toy import Game1DSettings, Game2DSettings

CPU = torch.device("cpu")
SMALL = {"depth_d": 2, "width_d": 8, "depth_g": 2, "width_g": 8, "batch_size": 16}


@lru_cache(maxsize=32)
def _problem(model, problem, spread):
    return build_problem(model(problem=problem, spread=spread))


def toy(dim=2, seed=1, **values):
    """A fresh small game on the CPU."""
    model = Game1DSettings if dim == 1 else Game2DSettings
    settings = model.model_validate(SMALL | values)
    problem = None if settings.problem == "points" else _problem(model, settings.problem, settings.spread)
    return ToyGame(settings, seed, CPU, problem)


def train(game, iterations, players="both"):
    """Play so many iterations at full speed."""
    for _ in range(iterations):
        for _ in game.play(players):
            pass
    return game


EVERYTHING = {"normalisation_g": "batch", "normalisation_d": "batch", "spectral_norm_d": True, "dropout_d": 0.2,
              "dropout_g": 0.1, "ema_g": 0.9, "updates_d": 2}
"""Settings that use every buffer, every generator and the average."""
