"""Between pixels of 8 bits and tensors in -1..1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.settings.errors import UserError


def scaled(pixels: torch.Tensor) -> torch.Tensor:
    """uint8 of any shape as float32 in -1..1, by the reference's steps: divided by 255, then (x - 0.5) / 0.5."""
    return pixels.to(torch.float32).div_(255).sub_(0.5).div_(0.5)


def stacked(images: Sequence[torch.Tensor]) -> torch.Tensor:
    """Images (C, H, W) as one batch (n, C, H, W).

    Raises:
        UserError: if their sizes differ.
    """
    if len({image.shape for image in images}) > 1:
        raise UserError("images of unlike sizes can't share a batch; set batch_size to 1, or choose a preprocessing "
                        "that crops")
    return torch.stack(list(images))


def to_tensor(image: NDArray[np.uint8]) -> torch.Tensor:
    """An image (H, W, C), uint8, as (C, H, W), float32, -1..1."""
    return scaled(torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1))))


def to_pixels(images: torch.Tensor) -> NDArray[np.uint8]:
    """(C, H, W) or (n, C, H, W) in -1..1 as uint8 (H, W, C) or (n, H, W, C), rounded to the nearest, a copy."""
    levels = images.detach().to("cpu", torch.float32).add(1).mul(127.5).round_().clamp_(0, 255).to(torch.uint8)
    return np.ascontiguousarray(levels.movedim(-3, -1).numpy())
