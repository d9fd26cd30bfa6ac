"""The bench ``toy``: the real loop against the plain one, round by round in one process, by either engine.

``limit_ratio`` is what the compiled engine achieves of what its matrix products alone would allow: their operations are
counted, and the machine's rate at just these shapes is measured beside it.
"""

from __future__ import annotations

import tempfile
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
    """For each case the iterations/s of both engines and of the plain loop, and their ratios."""
    length, rounds = str(max(64, round(LENGTH * scale))), str(max(2, round(ROUNDS * min(1.0, scale))))
    return {case: _case(case, length, rounds, tell) for case in CASES}


def _case(case: str, length: str, rounds: str, tell: Tell) -> Figures:
    """The compiled engine begins with an empty cache, so that it is known how long compiling takes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        cache = {"GANVIZ_CACHE": folder}
        made = measure_in_child("ganviz.bench.toy_code", case, tell=tell, environment=cache)
        eager, compiled = (measure_in_child("ganviz.bench.toy_rounds", case, engine, length, rounds, tell=tell,
                                            environment=cache) for engine in ("eager", "compiled"))
    return {"eager_ratio": eager["ratio"], "compiled_ratio": compiled["ratio"],
            "limit_ratio": compiled["limit_ratio"], "eager_it_s": eager["it_s"], "compiled_it_s": compiled["it_s"],
            "plain_it_s": compiled["plain_it_s"], "products_it_s": compiled["products_it_s"],
            "operations": compiled["operations"], "gflop_s": compiled["operations"] * compiled["it_s"] / 1e9,
            "possible_gflop_s": compiled["operations"] * compiled["products_it_s"] / 1e9,
            "compile_s": made["compile_s"], "load_s": compiled["load_s"], "rounds": compiled["rounds"],
            "iterations_per_round": compiled["iterations_per_round"]}
