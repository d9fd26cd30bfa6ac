"""Normalisation of a hidden layer's pre-activations, each with its named tensors.

Pre-activations are (n, units) or, of a convolution, (n, channels, H, W); each unit or channel has its own
scale and shift.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import torch
from torch.nn.functional import batch_norm, group_norm, layer_norm

Tensors = Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Normalisation:
    """A way to keep a layer in range.

    Attributes:
        apply: ``(h, tensors, training, track)`` -> normalised h; ``training`` uses the batch's own statistics,
            ``track`` lets them into the running ones.
        parameters: initial value of each learned tensor, one number per unit.
        buffers: initial value of each tensor that is tracked but not learned.
        mixes_samples: whether a sample's value depends on the others in its batch.
    """

    apply: Callable[[torch.Tensor, Tensors, bool, bool], torch.Tensor]
    parameters: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    buffers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    mixes_samples: bool = False


def _none(h: torch.Tensor, tensors: Tensors, training: bool, track: bool) -> torch.Tensor:  # noqa: ARG001
    return h


def _batch(h: torch.Tensor, tensors: Tensors, training: bool, track: bool) -> torch.Tensor:
    running = not training or track
    return batch_norm(h, tensors["running_mean"] if running else None, tensors["running_var"] if running else None,
                      tensors["scale"], tensors["shift"], training, 0.1)


def _layer(h: torch.Tensor, tensors: Tensors, training: bool, track: bool) -> torch.Tensor:  # noqa: ARG001
    if h.dim() > 2:
        return group_norm(h, 1, tensors["scale"], tensors["shift"])
    return layer_norm(h, h.shape[-1:], tensors["scale"], tensors["shift"])


_AFFINE = MappingProxyType({"scale": 1.0, "shift": 0.0})

none = Normalisation(_none)
batch = Normalisation(_batch, _AFFINE, MappingProxyType({"running_mean": 0.0, "running_var": 1.0}), mixes_samples=True)
layer = Normalisation(_layer, _AFFINE)
