"""The diagnosis of an image game in words, from the figures of its pictures and from its history. Free of torch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from numpy.typing import NDArray

from ganviz.settings.diagnosis import FROM_ITERATION, RULES, Rule, Way, ways_of


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one way of a game.

    Attributes:
        rule: the rule.
        way: the way.
        figure: what it found.
        holds: whether that is beyond the rule's limit, in a run that is old enough.
        early: whether the run is too young to be judged.
    """

    rule: Rule
    way: Way
    figure: float
    holds: bool
    early: bool = False


def findings(figures: Mapping[str, Sequence[float]], history: Mapping[str, NDArray[Any]],
             settings: Mapping[str, Any], iteration: int) -> list[Finding]:
    """What every rule says that has a figure, in the order of the rules.

    Args:
        figures: those of the pictures, by rule for each way.
        history: the columns of the branch on show up to ``iteration``, by their ids.
        settings: of the game.
        iteration: of the state that the figures are of.
    """
    ways = ways_of(history)
    early = iteration < FROM_ITERATION
    return [Finding(rule, way, figure, rule.holds(figure) and not early, early)
            for rule in RULES if _applies(rule, settings)
            for way, figure in zip(ways, _figures(rule, ways, figures, history), strict=False) if not isnan(figure)]


def in_words(found: Sequence[Finding]) -> dict[str, Any]:
    """By rule the figure, its limit, whether it is beyond it, and if so the sentence; of both ways the worse one.

    Of a run that is too young for that it says which iteration it is judged from.
    """
    return {finding.rule.id: _entry(finding) for finding in worst(found)}


def worst(found: Sequence[Finding]) -> Iterator[Finding]:
    """Of each rule the finding of the way that it is worse for."""
    for rule in dict.fromkeys(finding.rule.id for finding in found):
        of_rule = [finding for finding in found if finding.rule.id == rule]
        yield max(of_rule, key=lambda finding: finding.figure * (1 if finding.rule.beyond == "above" else -1))


def sentence(finding: Finding, says: str = "") -> str:
    """What a finding says; ``says`` is the rule's sentence in another language."""
    figure = f"{finding.figure:.{finding.rule.decimals}f}".replace("-", "−")
    said = (says or finding.rule.says).format(figure=figure)
    return f"{finding.way.title}: {said}" if finding.way.title else said


def _applies(rule: Rule, settings: Mapping[str, Any]) -> bool:
    return not any(settings.get(name) in values for name, values in rule.unless.items())


def _figures(rule: Rule, ways: Sequence[Way], figures: Mapping[str, Sequence[float]],
             history: Mapping[str, NDArray[Any]]) -> Sequence[float]:
    if rule.of == "pictures":
        return figures.get(rule.id, ())
    found = rule.load()
    return [found(_of_way(history, way)) for way in ways]


def _of_way(history: Mapping[str, NDArray[Any]], way: Way) -> dict[str, NDArray[Any]]:
    return {name.removesuffix(way.suffix): column for name, column in history.items() if name.endswith(way.suffix)}


def _entry(finding: Finding) -> dict[str, Any]:
    entry: dict[str, Any] = {"found": finding.holds, "figure": finding.figure, "limit": finding.rule.limit}
    if finding.way.title:
        entry["way"] = finding.way.title
    if finding.early:
        entry["judged_from"] = FROM_ITERATION
    return entry | ({"says": f"{sentence(finding)} {finding.rule.means}"} if finding.holds else {})
