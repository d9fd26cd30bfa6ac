"""What a bench is: a promise with a number, and how to measure it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from math import nan
from typing import Any, Literal

from ganviz.bench.others import OthersLoad

Figures = dict[str, Any]
Tell = Callable[[str], None]
"""Takes a few words on how far a measurement is."""
Measure = Callable[[float, Tell], Figures]
"""Measures at a scale: 1 is the full length; shorter ones show that a bench works, not how fast the machine is."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What one figure must be. ``figure`` is its name, with dots between groups, such as ``mlp64.eager_ratio``.

    One that is ``optional`` is not there on every machine; of that one nothing is said then.
    """

    figure: str
    sense: Literal[">=", "<="]
    limit: float
    optional: bool = False

    def judged(self, figures: Mapping[str, Any]) -> dict[str, Any]:
        """The bound, the figure, and whether it holds; None where it was not measured."""
        value: Any = figures
        for part in self.figure.split("."):
            if self.optional and part not in value:
                return {"figure": self.figure, "value": nan, "bound": "not measured on this machine", "holds": None}
            value = value[part]
        holds = value >= self.limit if self.sense == ">=" else value <= self.limit
        return {"figure": self.figure, "value": value, "bound": f"{self.sense} {self.limit:g}", "holds": bool(holds)}


@dataclass(frozen=True, slots=True)
class Table:
    """Groups of like figures, shown to a reader as a table with a row for each group.

    Attributes:
        group: the figure that holds the groups.
        title: what the groups are.
        columns: by their titles the figure of each, and what it is multiplied by.
    """

    group: str
    title: str
    columns: Mapping[str, tuple[str, float]]

    def rows(self, figures: Mapping[str, Any]) -> list[list[Any]]:
        """The titles, then the name and the values of each group."""
        return [[self.title, *self.columns], *(
            [name, *(found[figure] * times for figure, times in self.columns.values())]
            for name, found in figures[self.group].items())]


@dataclass(frozen=True, slots=True)
class Bench:
    """One measured promise.

    Attributes:
        name: its name on the command line.
        title: what it measures.
        target: the function that measures, as ``"module:function"``; it takes the scale and whom to tell.
        bounds: what its figures must be.
        minutes: about how long it takes at full length.
        by_name_only: whether it takes so long that it is measured only where it is named.
        table: which of its figures a reader is shown as a table.
    """

    name: str
    title: str
    target: str
    bounds: tuple[Bound, ...]
    minutes: float
    by_name_only: bool = False
    table: Table | None = None

    def measure(self, scale: float, tell: Tell) -> Figures:
        """The figures, for each bound whether it holds, and how busy other programs were meanwhile.

        The whole holds where nothing that was measured fails.
        """
        module, _, function = self.target.partition(":")
        measure: Measure = getattr(import_module(module), function)
        with OthersLoad() as others:
            figures = measure(scale, tell)
        bounds = [bound.judged(figures) for bound in self.bounds]
        return {"title": self.title, **figures, "others_cores": others.cores, "bounds": bounds,
                "holds": all(bound["holds"] is not False for bound in bounds)}
