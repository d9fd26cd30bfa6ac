"""The baselines: Pix2Pix and CycleGAN as a competent user of PyTorch writes them, on ganviz's own networks.

Eager, float32, PyTorch's Adam, one backward pass for both generators, nothing around it: no history, no checks, and the
images decoded beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, cycle
from typing import Any

import torch
from torch import nn
from torch.autograd import backward
from torch.nn.functional import l1_loss

from ganviz.games.image_pool import ImagePool
from ganviz.networks.mlp import Pass
from ganviz.settings.translation import TranslationSettings
from ganviz.settings.translation_names import PATCH_LOSSES


class PlainImages:
    """What both loops share."""

    def __init__(self, settings: TranslationSettings, networks: Mapping[str, nn.Module], batches: list[Any]) -> None:
        self.settings: Any = settings
        self.networks = networks
        self.losses = PATCH_LOSSES.load(settings.objective)
        self.how = Pass(True, True, 0.5, torch.Generator().manual_seed(1))
        self.opt_g, self.opt_d = (self._adam(kind) for kind in "GD")
        self._batches = cycle(batches)

    def _adam(self, kind: str) -> torch.optim.Adam:
        weights = chain(*(network.parameters() for name, network in self.networks.items() if name[0] == kind))
        return torch.optim.Adam(weights, lr=2e-4, betas=(0.5, 0.999))

    def advance(self, iterations: int) -> None:
        """Train for some iterations."""
        for _ in range(iterations):
            batch = next(self._batches)
            self.step(batch.a, batch.b)

    def step(self, a: torch.Tensor, b: torch.Tensor) -> None:
        """One iteration."""
        raise NotImplementedError

    def freeze(self, frozen: bool) -> None:
        """Whether gradients of D's weights are computed."""
        for name, network in self.networks.items():
            if name[0] == "D":
                network.requires_grad_(not frozen)

    def update(self, optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> None:
        """One update."""
        optimizer.zero_grad()
        backward(loss)
        optimizer.step()


class PlainPix2Pix(PlainImages):
    """D, then G."""

    def step(self, a: torch.Tensor, b: torch.Tensor) -> None:
        """One iteration."""
        g, d = self.networks["G"], self.networks["D"]
        fake = g(a, self.how)
        self.freeze(False)
        on_fake, on_real = d(torch.cat((a, fake.detach()), 1), self.how), d(torch.cat((a, b), 1), self.how)
        self.update(self.opt_d, (self.losses.fake(on_fake) + self.losses.real(on_real)) / 2)
        self.freeze(True)
        judged = self.losses.for_g(d(torch.cat((a, fake), 1), self.how))
        self.update(self.opt_g, judged + self.settings.weight_l1 * l1_loss(fake, b))


class PlainCycleGAN(PlainImages):
    """Both generators, then both discriminators."""

    def __init__(self, settings: TranslationSettings, networks: Mapping[str, nn.Module], batches: list[Any]) -> None:
        super().__init__(settings, networks, batches)
        self.pools = {"a": ImagePool(self.settings.pool_size), "b": ImagePool(self.settings.pool_size)}
        self.source = torch.Generator().manual_seed(2)

    def step(self, a: torch.Tensor, b: torch.Tensor) -> None:
        """One iteration."""
        s, how = self.settings, self.how
        g_a, g_b, d_a, d_b = (self.networks[name] for name in ("G_A", "G_B", "D_A", "D_B"))
        fake_b, fake_a = g_a(a, how), g_b(b, how)
        again_a, again_b = g_b(fake_b, how), g_a(fake_a, how)
        self.freeze(True)
        identity = s.weight_cycle_b * l1_loss(g_a(b, how), b) + s.weight_cycle_a * l1_loss(g_b(a, how), a)
        cycles = s.weight_cycle_a * l1_loss(again_a, a) + s.weight_cycle_b * l1_loss(again_b, b)
        judged = self.losses.for_g(d_a(fake_b, how)) + self.losses.for_g(d_b(fake_a, how))
        self.update(self.opt_g, judged + cycles + s.weight_identity * identity)
        self.freeze(False)
        shown_b = self.pools["b"].exchange(fake_b.detach(), self.source)
        shown_a = self.pools["a"].exchange(fake_a.detach(), self.source)
        loss = (self.losses.real(d_a(b, how)) + self.losses.fake(d_a(shown_b, how))) / 2
        self.update(self.opt_d, loss + (self.losses.real(d_b(a, how)) + self.losses.fake(d_b(shown_a, how))) / 2)
