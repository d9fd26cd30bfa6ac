"""How near images are to their targets, one number for each; images are (n, C, H, W), values 0 to 1, float32."""

from __future__ import annotations

import torch
from torch.nn.functional import conv2d

_WINDOW, _SIGMA = 11, 1.5
_C1, _C2 = 0.01**2, 0.03**2


def l1(images: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean absolute difference of each image, (n,), 0 to 1."""
    return (images - targets).abs().flatten(1).mean(1)


def psnr(images: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Peak signal-to-noise ratio of each image, (n,), in dB; infinite where there is no difference."""
    return -10 * (images - targets).square().flatten(1).mean(1).log10()


def ssim(images: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Structural similarity of each image, (n,), up to 1 (Wang et al. 2004).

    Gaussian window of 11 pixels and sigma 1.5, K1 = 0.01, K2 = 0.03, the mean over channels and whole windows.
    """
    window = _gaussian(images)

    def smooth(x: torch.Tensor) -> torch.Tensor:
        return conv2d(x.flatten(0, 1)[:, None], window)

    mean_x, mean_y = smooth(images), smooth(targets)
    var_x, var_y = smooth(images.square()) - mean_x.square(), smooth(targets.square()) - mean_y.square()
    covariance = smooth(images * targets) - mean_x * mean_y
    likeness = ((2 * mean_x * mean_y + _C1) * (2 * covariance + _C2)
                / ((mean_x.square() + mean_y.square() + _C1) * (var_x + var_y + _C2)))
    return likeness.view(len(images), -1).mean(1)


def _gaussian(like: torch.Tensor) -> torch.Tensor:
    offset = torch.arange(_WINDOW, dtype=like.dtype, device=like.device) - _WINDOW // 2
    line = torch.exp(-offset.square() / (2 * _SIGMA**2))
    line = line / line.sum()
    return (line[:, None] * line[None, :])[None, None]
