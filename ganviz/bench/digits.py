"""The bench ``digits``: ALI learns the demo digits without labels, by the preset of that name; what its codes know."""

from __future__ import annotations

from ganviz.bench.child import measure_in_child
from ganviz.bench.record import Figures, Tell
from ganviz.problems.images.demo.digits import unseen_families

_SEED = 1
_REPORTED = ("neighbour_accuracy", "probe_accuracy", "reconstruction_ratio", "prior_mmd", "images", "iterations",
             "wall_s", "cpu_s")


def measure(scale: float, tell: Tell) -> Figures:
    """The measures on digits of fonts and hands that were never shown, of how many families of fonts, and the time.

    Digits that were not drawn before are drawn within that time. Below a scale of 1 the run is that much shorter.
    """
    found = measure_in_child("ganviz.bench.ali_run", "digits", str(_SEED), str(scale), tell=tell)
    return {**{name: found[name] for name in _REPORTED}, "unseen_families": unseen_families()}
