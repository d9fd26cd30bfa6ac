"""How good the translation of pairs is; see ``ganviz.games.translation_report``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import torch

from ganviz.games.translation_diagnosis import cut_alike, figures
from ganviz.games.translation_report import FIGURES, QUICK_IMAGES, as_saved, mean, mean_colour
from ganviz.metrics.diagnosis import Pictures, Seen
from ganviz.metrics.features import features
from ganviz.metrics.image_scores import l1, psnr, ssim
from ganviz.metrics.kid import kernel_distance
from ganviz.problems.images.watching import FolderGoneError

if TYPE_CHECKING:
    from ganviz.games.pix2pix import Pix2PixGame

Row = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Input, G's output and target, images (1, C, H, W) in 0..1."""


class _Scores:
    """The measures of images (1, C, H, W) in 0..1, each against its target; no image is kept."""

    def __init__(self) -> None:
        self._found: dict[str, list[torch.Tensor]] = defaultdict(list)
        self._features: list[torch.Tensor] = []

    def add(self, image: torch.Tensor, target: torch.Tensor) -> None:
        """Measure one more."""
        self._found["l1"].append(l1(image, target))
        self._found["psnr"].append(psnr(image, target).clamp(max=100))
        self._found["ssim"].append(ssim(image, target))
        self._features.append(features(image))

    def means(self, target_features: torch.Tensor) -> dict[str, float]:
        """Mean L1, PSNR and SSIM, and the KID."""
        return {**{name: mean(found) for name, found in self._found.items()},
                "kid": kernel_distance(torch.cat(self._features), target_features, paired=True)}


def pair_report(game: Pix2PixGame, split: Any, most: int | None = None, diagnose: bool = False) -> dict[str, Any]:
    """L1, PSNR, SSIM and KID of G's results, and of both baselines, over a split or its first ``most`` pairs; with
    ``diagnose`` the figures of the diagnosis too, of at most `QUICK_IMAGES`."""
    places = range(game.images.length(split))[:most]
    if not places:
        return {"split": split, "images": 0}
    colour = mean_colour(as_saved(game.images.examples(split, [place]).b) for place in places)
    made, copied, plain = _Scores(), _Scores(), _Scores()
    target_features, shown = [], []
    for place, (a, output, b) in enumerate(_pairs(game, split, places)):
        made.add(output, b)
        plain.add(colour.expand_as(b), b)
        if a.shape[1] == b.shape[1]:
            copied.add(a, b)
        target_features.append(features(b))
        if diagnose and place < QUICK_IMAGES:
            shown.append((a, output, b))
    kept = torch.cat(target_features)
    report: dict[str, Any] = {"split": split, "images": len(places), **made.means(kept)}
    if a.shape[1] == b.shape[1]:
        report["copy"] = copied.means(kept)
        if report["copy"]["l1"] > 0:  # there is nothing to do where the targets are the inputs
            report["l1_ratio_to_copy"] = report["l1"] / report["copy"]["l1"]
    report["mean_colour"] = plain.means(kept)
    if diagnose:
        report[FIGURES] = _pair_figures(game, shown)
    return report


def _pair_figures(game: Pix2PixGame, shown: list[Row]) -> dict[str, list[float]]:
    """Those of held-out pairs, beside as many training pairs."""
    known = _training_pairs(game, len(shown))
    seen = Seen(*cut_alike(*[[row[at] for row in known] for at in (1, 2)])) if known else None
    a, made, b = cut_alike(*zip(*shown, strict=True))
    return figures([Pictures(a, made, b, True, seen)])


def _training_pairs(game: Pix2PixGame, n: int) -> list[Row]:
    """At most n of them; none while their folder is away: others are there without it."""
    try:
        return list(_pairs(game, "train", range(game.images.length("train"))[:n]))
    except FolderGoneError:
        return []


def _pairs(game: Pix2PixGame, split: Any, places: range) -> Iterator[Row]:
    """One pair after the other."""
    for place in places:
        pair = game.images.examples(split, [place])
        yield as_saved(pair.a), as_saved(game.translate(pair.a.to(game.device))), as_saved(pair.b)
