"""How a learning rate changes over a run: a factor between 1 and 0 for the share of the schedule that has passed."""

from __future__ import annotations

from math import cos, pi


def constant(share: float) -> float:  # noqa: ARG001
    """Always 1."""
    return 1.0


def linear(share: float) -> float:
    """From 1 in a straight line to 0 at the end, and 0 beyond."""
    return max(0.0, 1.0 - share)


def cosine(share: float) -> float:
    """From 1 along half a cosine to 0 at the end, and 0 beyond (Loshchilov and Hutter 2017, without restarts)."""
    return 0.5 * (1.0 + cos(pi * min(1.0, share)))
