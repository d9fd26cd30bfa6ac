"""The figures of the diagnosis that are found in pictures; see ``ganviz.settings.diagnosis``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ganviz.metrics.diagnosis import Images, Pictures
from ganviz.settings.diagnosis import RULES


def figures(ways: Sequence[Pictures]) -> dict[str, list[float]]:
    """By rule its figure for each way of the game, NaN where it has none."""
    return {rule.id: [rule.load()(found) for found in ways] for rule in RULES if rule.of == "pictures"}


def cut_alike(*rows: Sequence[torch.Tensor]) -> list[Images]:
    """Rows of images (1, C, H, W) as arrays (n, C, h, w): the middle that all have."""
    sizes = [image.shape[2:] for row in rows for image in row]
    height, width = (min(side) for side in zip(*sizes, strict=True))
    return [np.concatenate([_middle(image, height, width).numpy() for image in row]) for row in rows]


def _middle(image: torch.Tensor, height: int, width: int) -> torch.Tensor:
    top, left = (image.shape[2] - height) // 2, (image.shape[3] - width) // 2
    return image[..., top:top + height, left:left + width]
