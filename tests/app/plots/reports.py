"""Made-up answers of a trainer for the tests of the views."""

import numpy as np

from ganviz.training.messages import BranchInfo, Mode, Progress, Report

FACTS_2D = {
    "dim": 2, "axes": ("x", "y"), "extent": ((-2.0, 2.0), (-2.0, 2.0)), "latent": "normal", "latent_dim": 2,
    "exact_density": True, "neutral": 0.5, "shown_range": (0.0, 1.0), "shown_name": "probability",
    "loss_d_equilibrium": 2 * np.log(2), "loss_g_equilibrium": np.log(2), "loss_d_label": "2 log 2",
    "loss_g_label": "log 2", "substeps": ("d.draw_z", "d.generate"),
}
FACTS_1D = FACTS_2D | {"dim": 1, "axes": ("x",), "extent": ((-3.0, 3.0),), "latent_dim": 1}
RAW = {"neutral": 0.0, "shown_range": (-1.0, 1.0), "shown_name": "raw value"}


_TRUNK = (BranchInfo(0, None, 0, 100),)


def progress(iteration=100, facts=FACTS_2D, branch=0, viewing=None, branches=_TRUNK):
    return Progress(Mode.PLAYING, iteration, branch, 500.0, {"grad_norm_d": 0.14, "grad_norm_g": 0.26}, viewing, 0,
                    0.0, branches, (), {}, facts, 1)


def report(arrays=(), iteration=100, history=None, generation=0, substep=None, exact=True, **rest):
    rows = np.zeros((0, 8)) if history is None else np.asarray(history, dtype=np.float64)
    return Report(generation, progress(iteration, **rest), rows, iteration, exact, dict(arrays), substep)


def rows(first, last, branch=0, value=1.0):
    iterations = np.arange(first, last + 1)
    return np.column_stack([np.full(len(iterations), branch), iterations, *[np.full(len(iterations), value)] * 6])


def grid(extent, size):
    """x and y at the centres of cells, as the trainer computes pictures."""
    share = (np.arange(size) + 0.5) / size
    left, right, bottom, top = extent
    return np.meshgrid(left + share * (right - left), bottom + share * (top - bottom))
