"""What is added to a player's loss besides the adversarial part: pure functions, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch.nn.functional import log_softmax


def squared_gradients(logits: torch.Tensor, inputs: Sequence[torch.Tensor]) -> torch.Tensor:
    """‖∇D‖² at each sample, over all of its inputs together: shape (n,), differentiable.

    Half its mean over real samples is the zero-centred penalty R1, over generated ones R2, each times its weight
    (Mescheder et al. 2018, "Which training methods for GANs do actually converge?", equations 9 and 10).

    Args:
        logits: D's logits of n samples, shape (n, 1), computed from ``inputs``.
        inputs: tensors of n samples each, in whose direction the gradient is taken.
    """
    gradients = torch.autograd.grad(logits.sum(), tuple(inputs), create_graph=True)
    return torch.stack([gradient.square().flatten(1).sum(1) for gradient in gradients]).sum(0)


Judge = Callable[[torch.Tensor], torch.Tensor]
"""From images (n, C, H, W) to D's value of each, (n, 1)."""


def none(judge: Judge, real: torch.Tensor, fake: torch.Tensor, generator: torch.Generator) -> torch.Tensor:  # noqa: ARG001
    """No penalty."""
    return real.new_zeros(())


def r1(judge: Judge, real: torch.Tensor, fake: torch.Tensor, generator: torch.Generator) -> torch.Tensor:  # noqa: ARG001
    """Half the mean of ‖∇D‖² at real samples; see ``squared_gradients``."""
    real = real.detach().requires_grad_()
    return squared_gradients(judge(real), [real]).mean() / 2


def gradient_penalty(judge: Judge, real: torch.Tensor, fake: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Mean of (‖∇D‖ - 1)² at a random point between each real sample and a generated one, uniform on the way.

    Gulrajani et al. 2017, "Improved training of Wasserstein GANs", equation 3.
    """
    share = torch.rand(len(real), *[1] * (real.dim() - 1), generator=generator).to(real)
    between = torch.lerp(fake.detach(), real.detach(), share).requires_grad_()
    # The root has no slope at zero, where a fresh D may be; a gradient of 1e-8 is as good as none.
    return ((squared_gradients(judge(between), [between]) + 1e-16).sqrt() - 1).square().mean()


def feature_distance(real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
    """‖mean f(real) − mean f(fake)‖² for features (n, k) of D (Salimans et al. 2016, section 3.1)."""
    return (real.mean(0) - fake.mean(0)).square().sum()


def reconstruction(x: torch.Tensor, again: torch.Tensor) -> torch.Tensor:
    """Mean of ‖x − G(E(x))‖² over samples (n, ...).

    For a normal p(x | z) of fixed width it bounds the conditional entropy H(x | z) of the pairs that the encoder
    makes from above, up to constants (Li et al. 2017, "ALICE").
    """
    return (x - again).square().flatten(1).sum(1).mean()


def cross_entropy(labels: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
    """-mean log p(y | x) for one-hot labels (n, k) and the encoder's logits (n, k): ALICE's bound where y is given."""
    return -(labels * log_softmax(logits, 1)).sum(1).mean()
