"""What a run will cost, from one timed iteration; pure figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ganviz.settings.schedule import length

_CHEAPER = 0.7
"""A preset is worth naming as the cheaper one from this share of the cost on."""


def iterations(settings: Mapping[str, Any], epoch: float, planned: int | None) -> float | None:
    """How many iterations a run is meant to have: until its rate is zero, or as planned by its preset."""
    falling = length(settings, epoch)
    return falling if falling is not None else planned


@dataclass(frozen=True, slots=True)
class Plan:
    """A preset as it would be trained.

    Attributes:
        preset: its name.
        settings: its settings.
        planned: how many iterations it is meant to train, where its schedule does not say.
        work: how much an iteration has to compute, up to a factor that is the same within a game.
    """

    preset: str
    settings: Mapping[str, Any]
    planned: int | None
    work: float


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of an iteration, and of all of them (None where no end is planned)."""

    iteration: float
    total: float | None


def cost(now: Plan, seconds: float, epoch: float) -> Cost:
    """What a timed plan costs; ``epoch`` is its iterations in an epoch."""
    count = iterations(now.settings, epoch, now.planned)
    return Cost(seconds, None if count is None else count * seconds)


def cheaper(now: Plan, others: list[Plan], seconds: float, epoch: float) -> tuple[Plan, Cost] | None:
    """The dearest of the other plans that is clearly cheaper, with its cost as it follows from the timed one."""
    mine = cost(now, seconds, epoch).total
    found = []
    for plan in others:
        share = plan.work / now.work
        batches = now.settings["batch_size"] / plan.settings["batch_size"]
        theirs = cost(plan, seconds * share, epoch * batches)
        if mine is not None and theirs.total is not None and theirs.total < _CHEAPER * mine:
            found.append((plan, theirs))
    return max(found, key=lambda pair: pair[1].total or 0.0, default=None)
