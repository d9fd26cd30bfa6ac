"""What codes know of classes: exact nearest neighbours, and a linear probe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ganviz.metrics.samples import Sample

Labels = NDArray[np.integer]
_CHUNK = 512
_RIDGE = 1e-3


class Codes(NamedTuple):
    """Codes, shape (n, size), with their labels (n,), -1 where there are none."""

    codes: Sample
    labels: Labels


def knowledge(known: Codes, held: Codes) -> dict[str, float]:
    """What ``held`` codes know of classes, each 0..1: ``neighbour`` and ``probe`` as below, and ``largest_class``, the
    share that a guess would reach.

    Codes without labels are left out; nothing where none are left.
    """
    known, held = _labelled(known), _labelled(held)
    if not len(known.labels) or not len(held.labels):
        return {}
    arguments = (known.codes, known.labels, held.codes, held.labels)
    return {"neighbour": neighbour_accuracy(*arguments), "probe": probe_accuracy(*arguments),
            "largest_class": float(np.bincount(held.labels).max() / len(held.labels))}


def _labelled(of: Codes) -> Codes:
    there = of.labels >= 0
    return Codes(of.codes[there], of.labels[there])


def beside_a_guess(found: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Both accuracies of ``knowledge``, each beside what a guess would reach; nothing of nothing."""
    return {name: (found[name], found["largest_class"]) for name in ("neighbour", "probe") if name in found}


def neighbour_accuracy(known: Sample, known_labels: Labels, codes: Sample, labels: Labels) -> float:
    """The share of codes whose nearest known code (Euclidean, exact) has the same label, 0..1.

    Args:
        known: codes to look among, shape (m, dim), m >= 1.
        known_labels: their labels (m,).
        codes: codes of other examples, shape (n, dim), n >= 1.
        labels: their labels (n,).

    Raises:
        ValueError: for other shapes.
    """
    _check(known, known_labels, codes, labels)
    lengths = (known**2).sum(1)
    nearest = [(lengths - 2 * (codes[start:start + _CHUNK] @ known.T)).argmin(1)
               for start in range(0, len(codes), _CHUNK)]
    return float((known_labels[np.concatenate(nearest)] == labels).mean())


def probe_accuracy(known: Sample, known_labels: Labels, codes: Sample, labels: Labels) -> float:
    """The share of codes that a linear classifier of the known ones names rightly, 0..1.

    The classifier is the closed-form ridge regression of one-hot labels on standardised codes, with an intercept and a
    penalty of 0.001 an example; it has no randomness and no step size. Arguments as ``neighbour_accuracy``.

    Raises:
        ValueError: for other shapes.
    """
    _check(known, known_labels, codes, labels)
    mean, scale = known.mean(0), known.std(0) + 1e-12
    x, classes = _with_one((known - mean) / scale), np.unique(known_labels)
    wanted = (known_labels[:, None] == classes).astype(np.float64)
    penalty = _RIDGE * len(x) * np.eye(x.shape[1])
    penalty[-1, -1] = 0.0
    weights = np.linalg.solve(x.T @ x + penalty, x.T @ wanted)
    named = classes[(_with_one((codes - mean) / scale) @ weights).argmax(1)]
    return float((named == labels).mean())


def _with_one(x: Sample) -> NDArray[np.float64]:
    return np.concatenate((x.astype(np.float64), np.ones((len(x), 1))), axis=1)


def _check(known: Sample, known_labels: Labels, codes: Sample, labels: Labels) -> None:
    good = known.ndim == codes.ndim == 2 and known.shape[1] == codes.shape[1] and len(known) and len(codes)
    if not good or known_labels.shape != known.shape[:1] or labels.shape != codes.shape[:1]:
        raise ValueError(f"codes (m, dim) and (n, dim) with a label each are needed, not {known.shape}, "
                         f"{known_labels.shape}, {codes.shape} and {labels.shape}")
