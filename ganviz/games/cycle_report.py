"""How good the translation between two piles is; see ``ganviz.games.translation_report``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

import torch

from ganviz.games.translation_diagnosis import cut_alike, figures
from ganviz.games.translation_report import FIGURES, QUICK_IMAGES, as_saved, mean, mean_colour
from ganviz.metrics.diagnosis import Pictures
from ganviz.metrics.features import features
from ganviz.metrics.image_scores import l1
from ganviz.metrics.kid import kernel_distance
from ganviz.problems.images.choice import Side

if TYPE_CHECKING:
    from ganviz.games.cyclegan import CycleGANGame

_OTHER: Mapping[Side, Side] = {"A": "B", "B": "A"}

Rows = list[torch.Tensor]


@dataclass(frozen=True, slots=True)
class _Way:
    """What one generator makes of its side, measured image by image.

    Attributes:
        given: features of what it is given.
        made: features of what it makes.
        cycle: how far each image is from where it comes back to.
        truth: how far results are from the same pictures on the other side, where these are known.
        copied: the same of what it is given.
        shown: the first inputs and results, for the diagnosis.
    """

    given: Rows = field(default_factory=list)
    made: Rows = field(default_factory=list)
    cycle: Rows = field(default_factory=list)
    truth: Rows = field(default_factory=list)
    copied: Rows = field(default_factory=list)
    shown: list[tuple[torch.Tensor, torch.Tensor]] = field(default_factory=list)

    @property
    def features(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Of what it is given, and of what it makes, (n, d) each."""
        return torch.cat(self.given), torch.cat(self.made)


class _Piles:
    """The first ``most`` images of each side of a split, and what the generators make of them."""

    def __init__(self, game: CycleGANGame, split: Any, most: int | None) -> None:
        self._game, self._split = game, split
        self.places = {side: range(game.images.length(split, side))[:most] for side in _OTHER}
        self.known = [(a, b) for a, b in game.images.truth(split)
                      if a in self.places["A"] and b in self.places["B"]]

    def image(self, side: Side, place: int) -> torch.Tensor:
        """One image (1, C, H, W), -1..1."""
        return self._game.images.examples(self._split, side, [place])

    def images(self, side: Side) -> Iterator[torch.Tensor]:
        """All of a side as they would be saved."""
        return (as_saved(self.image(side, place)) for place in self.places[side])

    @property
    def alike(self) -> bool:
        """Whether both sides have as many channels."""
        return self.image("A", 0).shape[1] == self.image("B", 0).shape[1]

    def way(self, side: Side, *, back: bool = True, shown: int = 0) -> _Way:
        """One side through its generator, and ``back``."""
        game, way, twins, alike = self._game, _Way(), self._twins(side), self.alike
        there, again = (game.G_A, game.G_B) if side == "A" else (game.G_B, game.G_A)
        for place in self.places[side]:
            x = self.image(side, place)
            result = _run(there, x, game)
            given, made = as_saved(x), as_saved(result)
            way.given.append(features(given))
            way.made.append(features(made))
            if back:
                way.cycle.append(l1(as_saved(_run(again, result, game)), given))
            for twin in twins[place]:
                target = as_saved(self.image(_OTHER[side], twin))
                way.truth.append(l1(made, target))
                if alike:
                    way.copied.append(l1(given, target))
            if place < shown:
                way.shown.append((given, made))
        return way

    def _twins(self, side: Side) -> Mapping[int, Sequence[int]]:
        """For each place of a side those of the same picture on the other."""
        twins: defaultdict[int, list[int]] = defaultdict(list)
        for a, b in self.known:
            mine, other = (a, b) if side == "A" else (b, a)
            twins[mine].append(other)
        return twins


def cycle_report(game: CycleGANGame, split: Any, most: int | None = None, diagnose: bool = False) -> dict[str, Any]:
    """Cycle errors and KID of both directions, beside copying and one mean colour; the true error too, where it is
    known which images are the same picture; with ``diagnose`` the figures of the diagnosis."""
    piles = _Piles(game, split, most)
    report: dict[str, Any] = {"split": split, "images_a": len(piles.places["A"]), "images_b": len(piles.places["B"])}
    if not all(piles.places.values()):
        return report
    ways = {side: piles.way(side, shown=QUICK_IMAGES if diagnose else 0) for side in _OTHER}
    report |= {f"{side.lower()}_to_{other.lower()}": _scores(piles, ways, side) for side, other in _OTHER.items()}
    for name in ("cycle", "kid"):
        report[name] = (report["a_to_b"][name] + report["b_to_a"][name]) / 2
    if diagnose:
        report[FIGURES] = figures([_pictures(ways[side], ways[other]) for side, other in _OTHER.items()])
    return report | _true_errors(ways["A"], ways["B"])


def cycle_kid(game: CycleGANGame, split: Any, most: int) -> float:
    """The KID of ``cycle_report``, without the passes that lead back; infinite without images."""
    piles = _Piles(game, split, most)
    if not all(piles.places.values()):
        return inf
    (a, made_of_a), (b, made_of_b) = (piles.way(side, back=False).features for side in _OTHER)
    return (kernel_distance(made_of_a, b) + kernel_distance(made_of_b, a)) / 2


def _scores(piles: _Piles, ways: Mapping[Side, _Way], side: Side) -> dict[str, Any]:
    given, made = ways[side].features
    kept, _ = ways[_OTHER[side]].features
    colour = mean_colour(piles.images(_OTHER[side]))
    plain = torch.cat([features(colour.expand_as(x)) for x in piles.images(_OTHER[side])])
    return {"cycle": mean(ways[side].cycle), "kid": kernel_distance(made, kept),
            "copy": {"kid": kernel_distance(given, kept)} if piles.alike else {},
            "mean_colour": {"kid": kernel_distance(plain, kept)}}


def _pictures(way: _Way, other: _Way) -> Pictures:
    inputs, outputs, real = cut_alike(*zip(*way.shown, strict=True), [image for image, _ in other.shown])
    return Pictures(inputs, outputs, real)


def _true_errors(a: _Way, b: _Way) -> dict[str, Any]:
    if not a.truth:
        return {}
    there, back = mean(a.truth), mean(b.truth)
    truth = {"pairs": len(a.truth), "a_to_b": there, "b_to_a": back}
    if a.copied:
        truth["copy"] = mean(a.copied)
        if truth["copy"] > 0:
            truth["l1_ratio_to_copy"] = (there + back) / 2 / truth["copy"]
    return {"truth": truth}


def _run(network: Any, x: torch.Tensor, game: CycleGANGame) -> torch.Tensor:
    out: torch.Tensor = network(x.to(game.device))
    return out.cpu()
