"""The baseline: a toy game as a competent user of PyTorch writes it, and nothing around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn.functional import softplus

from ganviz.problems.problem import Problem
from ganviz.settings.toy import ToySettings

_ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "leaky_relu": lambda: nn.LeakyReLU(0.2),
    "relu": nn.ReLU,
}


def mlp(inputs: int, outputs: int, depth: int, width: int, activation: str) -> nn.Sequential:
    """A plain multi-layer perceptron."""
    layers: list[nn.Module] = []
    for layer in range(depth):
        layers += [nn.Linear(width if layer else inputs, width), _ACTIVATIONS[activation]()]
    return nn.Sequential(*layers, nn.Linear(width if depth else inputs, outputs))


def _optimizer(name: str, model: nn.Module, rate: float, beta1: float, beta2: float) -> torch.optim.Optimizer:
    if name == "sgd":
        return torch.optim.SGD(model.parameters(), lr=rate, momentum=beta1)
    return torch.optim.Adam(model.parameters(), lr=rate, betas=(beta1, beta2))


class PlainLoop:
    """Plays the non-saturating game on the CPU with ``settings``; holds no history and checks nothing."""

    def __init__(self, settings: ToySettings, problem: Problem, seed: int) -> None:
        s = self.settings = settings
        self.problem = problem
        torch.manual_seed(seed)
        self.source = torch.Generator().manual_seed(seed)
        self.generator = mlp(s.latent_dim, problem.dim, s.depth_g, s.width_g, s.activation_g)
        self.discriminator = mlp(problem.dim, 1, s.depth_d, s.width_d, s.activation_d)
        self.optimizer_g = _optimizer(s.optimizer_g, self.generator, s.learning_rate_g, s.beta1_g, s.beta2_g)
        self.optimizer_d = _optimizer(s.optimizer_d, self.discriminator, s.learning_rate_d, s.beta1_d, s.beta2_d)

    def latent(self) -> torch.Tensor:
        """A batch of z, shape (batch, latent_dim)."""
        shape = self.settings.batch_size, self.settings.latent_dim
        if self.settings.latent == "uniform":
            return torch.rand(shape, generator=self.source) * 2 - 1
        return torch.randn(shape, generator=self.source)

    def advance(self, iterations: int) -> None:
        """Train for some iterations."""
        for _ in range(iterations):
            for _ in range(self.settings.updates_d):
                self._update_discriminator()
            for _ in range(self.settings.updates_g):
                self._update_generator()

    def _update_discriminator(self) -> None:
        real = self.problem.sample(self.settings.batch_size, self.source)
        fake = self.generator(self.latent()).detach()
        loss = softplus(-self.discriminator(real)).mean() + softplus(self.discriminator(fake)).mean()
        self._step(self.optimizer_d, loss)

    def _update_generator(self) -> None:
        loss = softplus(-self.discriminator(self.generator(self.latent()))).mean()
        self._step(self.optimizer_g, loss)

    @staticmethod
    def _step(optimizer: Any, loss: torch.Tensor) -> None:
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
