"""The bench ``toy``: the real loop against the plain one, round by round in one process."""

from __future__ import annotations

from collections.abc import Callable

from ganviz.bench.child import measure_in_child
from ganviz.bench.record import Figures, Tell
from ganviz.settings.presets import preset
from ganviz.settings.toy import Game2DSettings

CASES: dict[str, Callable[[], Game2DSettings]] = {
    "mlp64": lambda: Game2DSettings(problem="ring8"),
    "ganlab": lambda: Game2DSettings(**preset("2d", "ganlab").values),
}
"""(a) MLPs 2 x 64, batch 256, Adam; (b) GAN Lab's default game."""

ROUNDS = 7
LENGTH = 2048


def measure(scale: float, tell: Tell) -> Figures:
    """For each case the iterations/s of both loops, and their ratio from the medians of the rounds."""
    length = max(64, round(LENGTH * scale))
    rounds = max(2, round(ROUNDS * min(1.0, scale)))
    return {case: measure_in_child("ganviz.bench.toy_rounds", case, str(length), str(rounds), tell=tell)
            for case in CASES}
