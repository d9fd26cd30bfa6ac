"""``ganviz bench``: the measured promises."""

from __future__ import annotations

import sys
from typing import Annotated, Any

from cyclopts import Parameter

from ganviz.bench.machine import machine
from ganviz.bench.record import Bench
from ganviz.bench.registry import BENCHES, chosen
from ganviz.cli.output import number, print_json, print_lines, print_table
from ganviz.cli.telling import telling
from ganviz.settings.errors import UserError

_BUSY = 0.1
"""Cores that other programs may keep busy before the figures have to be called rough."""


def bench(*names: str, scale: float = 1.0, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Measure what ganviz promises; exits 1 where a promise is not held.

    Parameters
    ----------
    names:
        toy, live, startup, memory, reading, pix2pix, cyclegan, canvas, ali, digits; none means all but the last
        two, which take up to an hour each.
    scale:
        The length of the measurements; below 1 they are shorter and the figures rough.
    json:
        Print one JSON object.
    """
    if not 0 < scale <= 10:
        raise UserError(f"--scale {scale:g}: choose a value above 0, up to 10")
    benches = chosen(list(names))
    _announce(benches, scale)
    results: dict[str, Any] = {}
    for each in benches:
        with telling(f"{each.name}: {each.title}") as tell:
            results[each.name] = each.measure(scale, tell)
    whole = {"machine": machine(), "scale": scale, **results}
    if json:
        print_json(whole)
    else:
        _print(whole, results)
    return 0 if all(result["holds"] for result in results.values()) else 1


def _announce(benches: list[Bench], scale: float) -> None:
    """Say how long it will take; what a shorter measurement saves, its start does not."""
    minutes = sum(each.minutes for each in benches) * max(scale, 0.2)
    print(f"about {max(1, round(minutes))} min in all; use the computer for nothing else meanwhile", file=sys.stderr)


def _print(whole: dict[str, Any], results: dict[str, Any]) -> None:
    print_lines({name: value for name, value in whole.items() if name not in results})
    for name, result in results.items():
        print(f"\n{name}: {result['title']}")
        table = BENCHES[name].table
        apart = ("title", "bounds", "holds", table and table.group)
        print_lines({key: value for key, value in result.items() if key not in apart}, "  ")
        if table is not None:
            print_table(table.rows(result), "  ")
        for bound in result["bounds"]:
            print(f"  {_judgement(bound)}")
        if result["others_cores"] > _BUSY:
            print(f"  other programs kept {number(result['others_cores'])} cores busy meanwhile: the figures are rough")


def _judgement(bound: dict[str, Any]) -> str:
    """One bound in words; one that was not measured says only that."""
    if bound["holds"] is None:
        return f"{bound['figure']}: {bound['bound']}"
    verdict = "holds" if bound["holds"] else "does NOT hold"
    return f"{bound['figure']} {number(bound['value'])} {bound['bound']}: {verdict}"
