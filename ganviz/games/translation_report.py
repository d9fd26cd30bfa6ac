"""How good an image translation is on held-out images, beside what costs nothing: copying the input, one mean colour.

Images are measured as they would be saved: in 256 levels, then scaled to 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf, nan
from typing import TYPE_CHECKING, Any

import torch

from ganviz.games.translation_diagnosis import cut_alike, figures
from ganviz.metrics.diagnosis import Pictures, Seen
from ganviz.metrics.features import features
from ganviz.metrics.image_scores import l1, psnr, ssim
from ganviz.metrics.kid import kernel_distance
from ganviz.problems.images.choice import Side

if TYPE_CHECKING:
    from ganviz.games.cyclegan import CycleGANGame
    from ganviz.games.pix2pix import Pix2PixGame

Row = list[torch.Tensor]
"""Images (1, C, H, W) in 0..1, sizes as they come."""


QUICK_IMAGES = 32
"""How many held-out images the measures take that are looked at while a run trains."""

FIGURES = "diagnosis"
"""Where a report has the figures of the diagnosis, by rule one for each way of the game."""

_QUICK = ("l1", "psnr", "ssim", "cycle", "kid")


def quick_report(game: Pix2PixGame | CycleGANGame, most: int = QUICK_IMAGES,
                 diagnose: bool = False) -> dict[str, list[float]]:
    """The measures of at most so many held-out images, each as [value, that of copying the input or NaN]; with
    ``diagnose`` the figures of the diagnosis too, ``diagnosis.RULE``, one for each way of the game."""
    found = game.report(game.images.held_out, most, diagnose=diagnose)
    copied = found.get("copy", {})
    return {**{name: [found[name], copied.get(name, nan)] for name in _QUICK if name in found},
            **{f"{FIGURES}.{name}": figure for name, figure in found.get(FIGURES, {}).items()}}


def as_saved(images: torch.Tensor) -> torch.Tensor:
    """Images of -1..1 as 0..1 in 256 levels, on the CPU."""
    return images.detach().cpu().float().add(1).mul(127.5).round().clamp(0, 255).div(255)


def pair_report(game: Pix2PixGame, split: Any, most: int | None = None, diagnose: bool = False) -> dict[str, Any]:
    """L1, PSNR, SSIM and KID of G's results, and of both baselines, over a split or its first ``most`` pairs; with
    ``diagnose`` the figures of the diagnosis too, of at most `QUICK_IMAGES`."""
    inputs, outputs, targets = _pairs(game, split, most)
    if not targets:
        return {"split": split, "images": 0}
    target_features = _features(targets)
    report: dict[str, Any] = {"split": split, "images": len(targets), **_scores(outputs, targets, target_features)}
    if inputs[0].shape[1] == targets[0].shape[1]:
        report["copy"] = _scores(inputs, targets, target_features)
        if report["copy"]["l1"] > 0:  # there is nothing to do where the targets are the inputs
            report["l1_ratio_to_copy"] = report["l1"] / report["copy"]["l1"]
    report["mean_colour"] = _scores(_mean_colours(targets), targets, target_features)
    if diagnose:
        report[FIGURES] = _pair_figures(game, *(row[:QUICK_IMAGES] for row in (inputs, outputs, targets)))
    return report


def _pair_figures(game: Pix2PixGame, inputs: Row, outputs: Row, targets: Row) -> dict[str, list[float]]:
    """Those of held-out pairs, beside as many training pairs."""
    _, seen_outputs, seen_targets = _pairs(game, "train", len(inputs))
    seen = Seen(*cut_alike(seen_outputs, seen_targets)) if seen_outputs else None
    a, made, b = cut_alike(inputs, outputs, targets)
    return figures([Pictures(a, made, b, True, seen)])


def _pairs(game: Pix2PixGame, split: Any, most: int | None) -> tuple[Row, Row, Row]:
    rows: tuple[Row, Row, Row] = ([], [], [])
    for place in range(game.images.length(split))[:most]:
        pair = game.images.examples(split, [place])
        for row, image in zip(rows, (pair.a, game.translate(pair.a.to(game.device)), pair.b), strict=True):
            row.append(as_saved(image))
    return rows


def _mean_colours(targets: Row) -> Row:
    """The one colour nearest to all targets in the mean of squares, everywhere."""
    pixels = sum(each[0, 0].numel() for each in targets)
    colour = sum(each.sum((0, 2, 3)) for each in targets) / pixels
    assert isinstance(colour, torch.Tensor)
    return [colour[None, :, None, None].expand_as(each) for each in targets]


def _scores(images: Row, targets: Row, target_features: torch.Tensor) -> dict[str, float]:
    pairs = list(zip(images, targets, strict=True))
    return {"l1": _mean(l1(x, y) for x, y in pairs), "psnr": _mean(psnr(x, y).clamp(max=100) for x, y in pairs),
            "ssim": _mean(ssim(x, y) for x, y in pairs),
            "kid": kernel_distance(_features(images), target_features, paired=True)}


def cycle_report(game: CycleGANGame, split: Any, most: int | None = None, diagnose: bool = False) -> dict[str, Any]:
    """Cycle and identity errors and KID of both directions, beside copying and one mean colour; the true error too,
    where it is known which images are the same picture; with ``diagnose`` the figures of the diagnosis."""
    sides = _sides(game, split, most)
    report: dict[str, Any] = {"split": split, "images_a": len(sides["A"]), "images_b": len(sides["B"])}
    if not all(sides.values()):
        return report
    made = _made(game, sides)
    back = {"A": [_run(game.G_B, x, game) for x in made["A"]], "B": [_run(game.G_A, x, game) for x in made["B"]]}
    kept = {side: _features([as_saved(x) for x in row]) for side, row in sides.items()}
    for side, other in (("A", "B"), ("B", "A")):
        report[f"{side.lower()}_to_{other.lower()}"] = {
            "cycle": _mean(l1(as_saved(x), as_saved(y)) for x, y in zip(back[side], sides[side], strict=True)),
            "kid": kernel_distance(_features([as_saved(x) for x in made[side]]), kept[other]),
            "copy": {"kid": kernel_distance(kept[side], kept[other])} if _alike(sides) else {},
            "mean_colour": {"kid": kernel_distance(
                _features(_mean_colours([as_saved(x) for x in sides[other]])), kept[other])},
        }
    report["cycle"] = (report["a_to_b"]["cycle"] + report["b_to_a"]["cycle"]) / 2
    report["kid"] = (report["a_to_b"]["kid"] + report["b_to_a"]["kid"]) / 2
    if diagnose:
        report[FIGURES] = figures([_pictures(sides[side], made[side], sides[other])
                                   for side, other in (("A", "B"), ("B", "A"))])
    return report | _true_errors(game, split, sides, made)


def cycle_kid(game: CycleGANGame, split: Any, most: int) -> float:
    """The KID of ``cycle_report``, without the passes that lead back; infinite without images."""
    sides = _sides(game, split, most)
    if not all(sides.values()):
        return inf
    kept, made = ({side: _features([as_saved(x) for x in row]) for side, row in rows.items()}
                  for rows in (sides, _made(game, sides)))
    return (kernel_distance(made["A"], kept["B"]) + kernel_distance(made["B"], kept["A"])) / 2


def _pictures(*rows: Row) -> Pictures:
    inputs, outputs, real = cut_alike(*([as_saved(x) for x in row[:QUICK_IMAGES]] for row in rows))
    return Pictures(inputs, outputs, real)


def _true_errors(game: CycleGANGame, split: Any, sides: dict[str, Row], made: dict[str, Row]) -> dict[str, Any]:
    known = [(a, b) for a, b in game.images.truth(split) if a < len(sides["A"]) and b < len(sides["B"])]
    if not known:
        return {}
    there = _mean(l1(as_saved(made["A"][a]), as_saved(sides["B"][b])) for a, b in known)
    back = _mean(l1(as_saved(made["B"][b]), as_saved(sides["A"][a])) for a, b in known)
    truth = {"pairs": len(known), "a_to_b": there, "b_to_a": back}
    if _alike(sides):
        truth["copy"] = _mean(l1(as_saved(sides["A"][a]), as_saved(sides["B"][b])) for a, b in known)
        if truth["copy"] > 0:
            truth["l1_ratio_to_copy"] = (there + back) / 2 / truth["copy"]
    return {"truth": truth}


def _alike(sides: dict[str, Row]) -> bool:
    return sides["A"][0].shape[1] == sides["B"][0].shape[1]


def _sides(game: CycleGANGame, split: Any, most: int | None) -> dict[str, Row]:
    sides: tuple[Side, Side] = ("A", "B")
    return {side: [game.images.examples(split, side, [place])
                   for place in range(game.images.length(split, side))[:most]] for side in sides}


def _made(game: CycleGANGame, sides: Mapping[str, Row]) -> dict[str, Row]:
    """What the generators make of each side."""
    return {"A": [_run(game.G_A, x, game) for x in sides["A"]], "B": [_run(game.G_B, x, game) for x in sides["B"]]}


def _run(network: Any, x: torch.Tensor, game: CycleGANGame) -> torch.Tensor:
    out: torch.Tensor = network(x.to(game.device))
    return out.cpu()


def _features(images: Sequence[torch.Tensor]) -> torch.Tensor:
    return torch.cat([features(each) for each in images])


def _mean(values: Iterator[torch.Tensor]) -> float:
    return float(torch.cat(list(values)).double().mean())
