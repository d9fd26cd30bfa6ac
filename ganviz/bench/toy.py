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
from ganviz.training.engine.compiler import find_compiler, missing_compiler

CASES: dict[str, Callable[[], Game2DSettings]] = {
    "mlp64": lambda: Game2DSettings(problem="ring8"),
    "ganlab": lambda: Game2DSettings(**preset("2d", "ganlab").values),
}
"""(a) MLPs 2 x 64, batch 256, Adam; (b) GAN Lab's default game."""

ROUNDS = 7
LENGTH = 2048


def measure(scale: float, tell: Tell) -> Figures:
    """For each case the iterations/s of both engines and of the plain loop, and their ratios.

    Without a compiler those of the compiled engine are left out, and a note says so.
    """
    length, rounds = str(max(64, round(LENGTH * scale))), str(max(2, round(ROUNDS * min(1.0, scale))))
    compiles = find_compiler() is not None
    figures = {case: _case(case, length, rounds, tell, compiles) for case in CASES}
    return figures if compiles else {**figures, "note": f"{missing_compiler()}; the compiled engine was left out"}


def _case(case: str, length: str, rounds: str, tell: Tell, compiles: bool) -> Figures:
    """The compiled engine begins with an empty cache, so that it is known how long compiling takes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        def measured(module: str, *words: str) -> Figures:
            return measure_in_child(module, case, *words, tell=tell, environment={"GANVIZ_CACHE": folder})

        made = measured("ganviz.bench.toy_code") if compiles else {}
        eager = measured("ganviz.bench.toy_rounds", "eager", length, rounds)
        compiled = measured("ganviz.bench.toy_rounds", "compiled", length, rounds) if compiles else {}
    return {**_of_eager(eager), **(_of_compiled(compiled, made) if compiles else {})}


def _of_eager(eager: Figures) -> Figures:
    shared = ("plain_it_s", "products_it_s", "operations", "rounds", "iterations_per_round")
    return {"eager_ratio": eager["ratio"], "eager_it_s": eager["it_s"], **{name: eager[name] for name in shared}}


def _of_compiled(compiled: Figures, made: Figures) -> Figures:
    """The plain loop and the products are those of the rounds that they share with the compiled engine."""
    return {"compiled_ratio": compiled["ratio"], "limit_ratio": compiled["limit_ratio"],
            "compiled_it_s": compiled["it_s"], "plain_it_s": compiled["plain_it_s"],
            "products_it_s": compiled["products_it_s"],
            "gflop_s": compiled["operations"] * compiled["it_s"] / 1e9,
            "possible_gflop_s": compiled["operations"] * compiled["products_it_s"] / 1e9,
            "compile_s": made["compile_s"], "load_s": compiled["load_s"]}
