"""The toy game once more, as plain PyTorch: modules, ``torch.optim`` and a loop, knowing nothing of the flat state."""

from __future__ import annotations

import copy
from itertools import pairwise

import torch
from torch import nn
from torch.nn.functional import linear, normalize

from ganviz.settings.names import SCHEDULES

ACTIVATIONS = {"relu": nn.ReLU, "leaky_relu": lambda: nn.LeakyReLU(0.2), "tanh": nn.Tanh, "silu": nn.SiLU}
NORMS = {"batch": nn.BatchNorm1d, "layer": nn.LayerNorm}


class SpectralLinear(nn.Linear):
    """A linear layer whose weight is divided by its estimated largest singular value."""

    def __init__(self, fan_in, fan_out):
        super().__init__(fan_in, fan_out)
        self.u, self.v = torch.zeros(fan_out), torch.zeros(fan_in)

    @torch.no_grad()
    def iterate(self):
        self.v = normalize(self.weight.T @ self.u, dim=0)
        self.u = normalize(self.weight @ self.v, dim=0)

    def forward(self, x):
        return linear(x, self.weight / (self.u @ self.weight @ self.v), self.bias)


class DrawnDropout(nn.Module):
    """Dropout from a generator of its own."""

    def __init__(self, share, source):
        super().__init__()
        self.share, self.source = share, source

    def forward(self, x):
        if not self.training or not self.share:
            return x
        return torch.where(torch.rand(x.shape, generator=self.source) < self.share, 0.0, x / (1 - self.share))


def network(views, sizes, activation, norm, spectral, dropout, source):
    """Modules that start with a copy of ``views``."""
    layers = []
    for i, (a, b) in enumerate(pairwise(sizes)):
        layer = (SpectralLinear if spectral else nn.Linear)(a, b)
        with torch.no_grad():
            layer.weight.copy_(views[f"{i}.weight"])
            layer.bias.copy_(views[f"{i}.bias"])
        if spectral:
            layer.u, layer.v = views[f"{i}.u"].clone(), views[f"{i}.v"].clone()
        layers.append(layer)
        if i < len(sizes) - 2:
            layers += [NORMS[norm](b)] if norm != "none" else []
            layers += [ACTIVATIONS[activation](), DrawnDropout(dropout, source)]
    return nn.Sequential(*layers).train()


def optimizer(name, parameters, rate, beta1, beta2):
    if name == "adam":
        return torch.optim.Adam(parameters, lr=rate, betas=(beta1, beta2))
    if name == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=beta1)
    return torch.optim.RMSprop(parameters, lr=rate, alpha=beta2, momentum=beta1)


def d_loss(objective, real, fake):
    if objective == "hinge":
        return nn.functional.relu(1 - real).mean() + nn.functional.relu(1 + fake).mean()
    if objective == "least_squares":
        return (nn.functional.mse_loss(real, torch.ones_like(real)) + nn.functional.mse_loss(fake, 0 * fake)) / 2
    bce = nn.functional.binary_cross_entropy_with_logits
    return bce(real, torch.ones_like(real)) + bce(fake, torch.zeros_like(fake))


def g_loss(objective, fake):
    if objective == "hinge":
        return -fake.mean()
    if objective == "least_squares":
        return nn.functional.mse_loss(fake, torch.ones_like(fake)) / 2
    bce = nn.functional.binary_cross_entropy_with_logits
    return -bce(fake, torch.zeros_like(fake)) if objective == "minimax" else bce(fake, torch.ones_like(fake))


class PlainGAN:
    """Starts from a fresh game's weights; ``iterate`` is fed the game's draws."""

    def __init__(self, game):
        s, self.s = game.settings, game.settings
        dim, self.source = game.problem.dim, torch.Generator()
        views = game.state.under("G"), game.state.under("D")
        self.G = network(views[0], [s.latent_dim, *[s.width_g] * s.depth_g, dim], s.activation_g, s.normalisation_g,
                         False, s.dropout_g, self.source)
        self.D = network(views[1], [dim, *[s.width_d] * s.depth_d, 1], s.activation_d, s.normalisation_d,
                         s.spectral_norm_d, s.dropout_d, self.source)
        self.average = copy.deepcopy(self.G).eval()
        self.for_g = optimizer(s.optimizer_g, self.G.parameters(), s.learning_rate_g, s.beta1_g, s.beta2_g)
        self.for_d = optimizer(s.optimizer_d, self.D.parameters(), s.learning_rate_d, s.beta1_d, s.beta2_d)

    def iterate(self, k, reals, z_d, z_g, dropout_seed):
        """One iteration: D's updates, then G's; gives the newest losses."""
        self.source.manual_seed(dropout_seed)
        share = k / self.s.schedule_iterations
        self.for_d.param_groups[0]["lr"] = self.s.learning_rate_d * SCHEDULES.load(self.s.schedule_d)(share)
        self.for_g.param_groups[0]["lr"] = self.s.learning_rate_g * SCHEDULES.load(self.s.schedule_g)(share)
        for real, z in zip(reals, z_d, strict=True):
            loss_d = self.update_d(real, z)
        for z in z_g:
            loss_g = self.update_g(z)
        return loss_d, loss_g

    def update_d(self, real, z):
        fake = self.untracked(self.G, z).detach()
        for layer in self.D:
            if isinstance(layer, SpectralLinear):
                layer.iterate()
        if self.s.normalisation_d == "batch":
            loss = d_loss(self.s.objective, self.D(real), self.D(fake))
        else:
            on_real, on_fake = self.D(torch.cat([real, fake])).chunk(2)
            loss = d_loss(self.s.objective, on_real, on_fake)
        self.for_d.zero_grad()
        loss.backward()
        self.for_d.step()
        return loss.item()

    def update_g(self, z):
        loss = g_loss(self.s.objective, self.untracked(self.D, self.G(z)))
        self.for_g.zero_grad()
        loss.backward()
        self.for_g.step()
        with torch.no_grad():
            for kept, now in zip(self.average.state_dict().values(), self.G.state_dict().values(), strict=True):
                if kept.is_floating_point():
                    kept.mul_(self.s.ema_g).add_((1 - self.s.ema_g) * now)
        return loss.item()

    @staticmethod
    def untracked(module, x):
        """A pass with the batch's own statistics that leaves the running ones as they were."""
        norms = [layer for layer in module if isinstance(layer, nn.BatchNorm1d)]
        before = [copy.deepcopy(norm.state_dict()) for norm in norms]
        out = module(x)
        for norm, state in zip(norms, before, strict=True):
            norm.running_mean, norm.running_var = state["running_mean"], state["running_var"]
        return out
