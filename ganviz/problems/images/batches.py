"""What the three kinds of image data hand out."""

from __future__ import annotations

from typing import NamedTuple

import torch


class PairBatch(NamedTuple):
    """Input and target, float32, (n, C, H, W), -1..1; ``which``: the examples' places in their split, int64, (n,)."""

    a: torch.Tensor
    b: torch.Tensor
    which: torch.Tensor


class UnpairedBatch(NamedTuple):
    """One pile and the other, float32, (n, C, H, W), -1..1, with which of each they are, int64, (n,)."""

    a: torch.Tensor
    b: torch.Tensor
    which_a: torch.Tensor
    which_b: torch.Tensor


class LabelledBatch(NamedTuple):
    """Images, float32, (n, C, S, S), -1..1; labels, int64, (n,), -1 where there are none; and which they are."""

    x: torch.Tensor
    y: torch.Tensor
    which: torch.Tensor
