"""What the tests of the compiled engine share: tiny games that use every option of the toy games, and stand-ins."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from typing import Any

from ganviz.games.protocol import Game
from ganviz.settings.ali import ALISettings
from ganviz.settings.toy import Game1DSettings, Game2DSettings, ToySettings
from ganviz.training.engine.cache import META_NAME, CodeCache
from ganviz.training.engine.code import Raw, iterate
from ganviz.training.engine.spec import CodeSpec

MODELS = {"1d": Game1DSettings, "2d": Game2DSettings, "ali": ALISettings}
_TINY = {"depth_d": 1, "width_d": 8, "depth_g": 1, "width_g": 8, "batch_size": 16}

# Batch norm takes a bias before it out again: its gradient is rounding alone, which Adam and RMSprop blow up to steps.
COVERING: dict[str, tuple[str, Mapping[str, Any]]] = {
    "plain": ("1d", {**_TINY, "activation_g": "barely_leaky_relu"}),
    "regularised": ("2d", {
        **_TINY, "objective": "minimax", "activation_d": "tanh", "activation_g": "silu",
        "normalisation_d": "layer", "normalisation_g": "layer", "spectral_norm_d": True,
        "dropout_d": 0.2, "dropout_g": 0.1, "optimizer_d": "rmsprop", "beta1_d": 0.3, "latent": "uniform",
        "schedule_d": "linear", "schedule_g": "cosine", "schedule_iterations": 4_000, "ema_g": 0.9, "updates_d": 2}),
    "normalised": ("2d", {
        **_TINY, "objective": "least_squares", "depth_d": 2, "depth_g": 2, "activation_d": "gelu",
        "activation_g": "sine", "normalisation_d": "batch", "normalisation_g": "batch", "spectral_norm_d": True,
        "optimizer_d": "sgd", "optimizer_g": "sgd", "learning_rate_d": 0.02, "learning_rate_g": 0.02, "updates_g": 2}),
    "bare": ("1d", {**_TINY, "objective": "hinge", "activation_d": "relu", "activation_g": "relu",
                    "optimizer_d": "sgd", "optimizer_g": "rmsprop", "depth_g": 0, "learning_rate_g": 1e-4,
                    "beta1_g": 0}),
}
"""Toy games by name: one of each objective, optimiser, activation, normalisation, schedule and switch."""

ALIS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "relativistic": ("ali", {"problem": "grid25"}),  # the preset of this name, in its own size
    "softplus": ("ali", {
        **_TINY, "depth_e": 1, "width_e": 8, "problem": "blobs", "pairing": "plain", "activation_d": "silu",
        "encoder": "deterministic", "labels": "conditional", "instance_noise": 0.2, "dropout_d": 0.1,
        "feature_matching": 0.2}),
}
"""Games of ALI by name: D's gradients in closed form and by autograd."""


def settings_of(option: str, **values: Any) -> ToySettings | ALISettings:
    """The settings of one of these games."""
    game, own = (COVERING | ALIS)[option]
    return MODELS[game](**{**own, **values})


class ByRules:
    """In place of compiled code: plays by the rules."""

    def play(self, game: Game, players: str, room: int) -> list[Raw]:
        return iterate(game, players, None)


class Making:
    """In place of a compilation: goes on until it is told to end."""

    def __init__(self, spec: CodeSpec, cache: CodeCache) -> None:
        self.spec, self._cache = spec, cache
        self.share, self.failure, self.cancelled = 0.5, "", False
        self.over = threading.Event()

    def cancel(self) -> None:
        self.cancelled = True
        self.over.set()

    def fail(self, failure: str) -> None:
        """Nothing was made."""
        self.failure = failure
        self.over.set()

    def end_in_vain(self) -> None:
        """What was made is whole on disk, but is no library."""
        key = self.spec.key()
        with self._cache.new(key) as folder:
            (folder / "d.so").write_bytes(b"no library")
            sums = {"d.so": hashlib.sha256(b"no library").hexdigest()}
            (folder / META_NAME).write_text(json.dumps({"key": key, "measured": {"d": ["loss_d"]}, "sha256": sums}))
        self.over.set()


class Makings(list[Making]):
    """Begins makings in place of compilations; while they are ``in_vain`` or fail, each ends as soon as it begins."""

    in_vain = False
    failure = ""

    def __call__(self, spec: CodeSpec, cache: CodeCache) -> Making:
        made = Making(spec, cache)
        if self.failure:
            made.fail(self.failure)
        if self.in_vain:
            made.end_in_vain()
        self.append(made)
        return made
