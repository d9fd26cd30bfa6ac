"""Small games of ALI for the tests."""

from __future__ import annotations

from functools import lru_cache

from toys import CPU

from ganviz.games.ali import ALIGame
from ganviz.games.ali_build import build_data
from ganviz.settings.ali import ALISettings

SMALL = {f"{name}_{who}": value for name, value in (("depth", 2), ("width", 8)) for who in "deg"} | {
    "batch_size": 16, "latent": "normal", "reconstruction": 0}
EVERYTHING = {"normalisation_g": "batch", "normalisation_e": "layer", "normalisation_d": "batch",
              "spectral_norm_d": True, "dropout_d": 0.2, "dropout_g": 0.1, "ema_g": 0.9, "instance_noise": 0.2,
              "reconstruction": 0.3, "feature_matching": 0.2, "labels": "conditional"}
"""Settings that use every buffer, every generator and the averages."""


@lru_cache(maxsize=32)
def _problem(problem, spread, scale):
    return build_data(ALISettings(problem=problem, spread=spread, data_scale=scale))


def ali(seed=1, **values):
    """A fresh small game on the CPU."""
    settings = ALISettings.model_validate(SMALL | values)
    s = settings
    problem = None if s.problem == "points" else _problem(s.problem, s.spread, s.data_scale)
    return ALIGame(settings, seed, CPU, problem)
