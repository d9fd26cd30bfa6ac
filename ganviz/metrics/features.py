"""Fixed features of images that need no download: a convolutional network with random weights.

Four convolutions 4 x 4 of stride 2 (64, 128, 256, 256 filters, leaky ReLU 0.2), their weights drawn once from
N(0, 2 / fan in) by seed 0. The features are the mean and the standard deviation of every channel of every layer: 1,408
numbers that tell colours, edges and textures at four scales. They are comparable with themselves alone, not with
distances on the features of a trained network.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import torch
from torch.nn.functional import conv2d, leaky_relu

_FILTERS = (3, 64, 128, 256, 256)
_SEED = 0
_BATCH = 32


@cache
def _weights() -> tuple[torch.Tensor, ...]:
    source = torch.Generator().manual_seed(_SEED)
    return tuple(torch.randn(outputs, inputs, 4, 4, generator=source) * (2 / (inputs * 16)) ** 0.5
                 for inputs, outputs in pairwise(_FILTERS))


@torch.no_grad()
def features(images: torch.Tensor) -> torch.Tensor:
    """From images (n, 1 or 3, H, W), values 0 to 1, H and W at least 16, to features (n, 1408), float64, on the CPU."""
    return torch.cat([_pooled(part) for part in torch.split(images, _BATCH)])


def _pooled(images: torch.Tensor) -> torch.Tensor:
    x = images.cpu().float().expand(-1, 3, -1, -1) * 2 - 1
    found = []
    for weight in _weights():
        x = leaky_relu(conv2d(x, weight, stride=2, padding=1), 0.2)
        found += [x.mean((2, 3)), x.std((2, 3), correction=0)]
    return torch.cat(found, 1).double()
