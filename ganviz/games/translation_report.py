"""How good an image translation is on held-out images, beside what costs nothing: copying the input, one mean colour.

Images are measured as they would be saved, in 256 levels, then scaled to 0..1, and one after the other, since a split
may be larger than the memory; for pairs by ``pair_report``, for two piles by ``cycle_report``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import nan
from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from ganviz.games.cyclegan import CycleGANGame
    from ganviz.games.pix2pix import Pix2PixGame

QUICK_IMAGES = 32
"""How many held-out images the measures take that are looked at while a run trains."""

FIGURES = "diagnosis"
"""Where a report has the figures of the diagnosis, by rule one for each way of the game."""

_QUICK = ("l1", "psnr", "ssim", "cycle", "kid")
_WAYS = ("a_to_b", "b_to_a")


def quick_report(game: Pix2PixGame | CycleGANGame, most: int = QUICK_IMAGES,
                 diagnose: bool = False) -> dict[str, list[float]]:
    """The measures of at most so many held-out images, each as [value, that of copying the input or NaN], of two piles
    those of each way too, as ``kid_a_to_b``, and ``truth_a_to_b`` where the true errors are known; with ``diagnose``
    the figures of the diagnosis too, ``diagnosis.RULE``, one for each way of the game."""
    found = game.report(game.images.held_out, most, diagnose=diagnose)
    copied = found.get("copy", {})
    return {**{name: [found[name], copied.get(name, nan)] for name in _QUICK if name in found},
            **{f"{name}_{way}": pair for way in _WAYS if way in found for name, pair in _of_way(found, way).items()},
            **{f"{FIGURES}.{name}": figure for name, figure in found.get(FIGURES, {}).items()}}


def _of_way(found: Mapping[str, Any], way: str) -> dict[str, list[float]]:
    """What `cycle_report` found of one way."""
    part, truth = found[way], found.get("truth", {})
    quick = {"cycle": [part["cycle"], nan], "kid": [part["kid"], part["copy"].get("kid", nan)]}
    return quick | {"truth": [truth[way], truth.get("copy", nan)]} if truth else quick


def as_saved(images: torch.Tensor) -> torch.Tensor:
    """Images of -1..1 as 0..1 in 256 levels, on the CPU."""
    return images.detach().cpu().float().add(1).mul(127.5).round().clamp(0, 255).div(255)


def mean_colour(images: Iterable[torch.Tensor]) -> torch.Tensor:
    """The one colour (1, C, 1, 1) nearest to all images (1, C, H, W) in the mean of squares."""
    total, pixels = torch.zeros(()), 0
    for image in images:
        total, pixels = total + image.sum((0, 2, 3)), pixels + image[0, 0].numel()
    return (total / pixels)[None, :, None, None]


def mean(values: Iterable[torch.Tensor]) -> float:
    """The mean of numbers that come in tensors (n,)."""
    return float(torch.cat(list(values)).double().mean())
