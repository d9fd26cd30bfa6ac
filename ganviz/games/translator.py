"""Using a trained generator: images of any size, whole or in overlapping tiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.networks.layers import Generator
from ganviz.networks.mlp import Pass
from ganviz.problems.images.tensors import scaled, to_pixels

Pixels = NDArray[np.uint8]
Span = tuple[int, int]


@dataclass(frozen=True)
class Translator:
    """A generator that takes images of any size.

    Attributes:
        network: the generator.
        as_in_training: batch statistics and dropout as in training, instead of evaluation mode.
        tile: pixels on a side of the largest piece that is translated at once.
        overlap: pixels that neighbouring tiles share; there one fades into the other.
        seed: the start of dropout's draws, the same for each image.
    """

    network: Generator
    as_in_training: bool = False
    tile: int = 1024
    overlap: int = 128
    seed: int = 0

    @torch.no_grad()
    def __call__(self, image: Pixels) -> Pixels:
        """Translate an image (H, W, C) to one of the same height and width."""
        x = scaled(torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1))))[None]
        if max(x.shape[2:]) <= self.tile:
            return to_pixels(self._padded(x)[0])
        return to_pixels(self._tiled(x)[0])

    def _padded(self, x: torch.Tensor) -> torch.Tensor:
        """Mirror the edges until the size suits the network; cut what was added off the result."""
        height, width = x.shape[2:]
        rows, columns = (_mirrored(size, self.network.multiple) for size in (height, width))
        whole = x[:, :, rows][:, :, :, columns]
        how = Pass(self.as_in_training, False, 0.5, torch.Generator().manual_seed(self.seed))
        out: torch.Tensor = self.network(whole, how)
        return out[:, :, :height, :width].float()

    def _tiled(self, x: torch.Tensor) -> torch.Tensor:
        total = weights = torch.zeros(())
        for rows in _spans(x.shape[2], self.tile, self.overlap):
            for columns in _spans(x.shape[3], self.tile, self.overlap):
                piece = self._padded(x[:, :, slice(*rows), slice(*columns)])
                if not weights.dim():
                    total, weights = x.new_zeros(1, piece.shape[1], *x.shape[2:]), x.new_zeros(x.shape[2:])
                fade = _fade(rows, x.shape[2], self.overlap)[:, None] * _fade(columns, x.shape[3], self.overlap)[None]
                total[:, :, slice(*rows), slice(*columns)] += piece * fade
                weights[slice(*rows), slice(*columns)] += fade
        return total / weights


def _mirrored(size: int, multiple: int) -> torch.Tensor:
    """Indices of ``size`` pixels and as many mirrored ones after them as fill up to a multiple."""
    back_and_forth = torch.cat((torch.arange(size), torch.arange(size - 1, -1, -1)))
    wanted = -(-size // multiple) * multiple
    return back_and_forth.repeat(-(-wanted // (2 * size)))[:wanted]


def _spans(size: int, tile: int, overlap: int) -> Iterator[Span]:
    """Where tiles begin and end; the last one ends with the image."""
    start = 0
    while start + tile < size:
        yield start, start + tile
        start += tile - overlap
    yield max(0, size - tile), size


def _fade(span: Span, size: int, overlap: int) -> torch.Tensor:
    """How much each pixel of a tile counts: less towards an edge that has a neighbour."""
    start, end = span
    ramp = torch.ones(end - start)
    slope = torch.arange(1, overlap + 1) / (overlap + 1)
    if start > 0:
        ramp[:overlap] *= slope
    if end < size:
        ramp[-overlap:] *= slope.flip(0)
    return ramp
