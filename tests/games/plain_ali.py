"""ALI once more, as plain PyTorch: modules, ``torch.optim``, ``backward`` and a loop; one pass after the other.

The penalties are taken sample by sample from gradients of their own, and the losses written out for each objective.
"""

from __future__ import annotations

import copy

import torch
from plain_gan import network, optimizer
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as bce
from torch.nn.functional import cross_entropy, mse_loss, relu, softplus

from ganviz.settings.names import SCHEDULES


def ones(x):
    return torch.ones_like(x)


def adversarial(objective, pairing, encoded, generated):
    """Losses of D and of the makers."""
    if pairing == "plain":
        return {
            "non_saturating": lambda: (bce(encoded, ones(encoded)) + bce(generated, 0 * generated),
                                       bce(encoded, 0 * encoded) + bce(generated, ones(generated))),
            "minimax": lambda: (bce(encoded, ones(encoded)) + bce(generated, 0 * generated),
                                -bce(encoded, ones(encoded)) - bce(generated, 0 * generated)),
            "least_squares": lambda: ((mse_loss(encoded, ones(encoded)) + mse_loss(generated, 0 * generated)) / 2,
                                      (mse_loss(encoded, 0 * encoded) + mse_loss(generated, ones(generated))) / 2),
            "hinge": lambda: (relu(1 - encoded).mean() + relu(1 + generated).mean(),
                              encoded.mean() - generated.mean()),
        }[objective]()
    ahead = encoded - generated
    return {
        "non_saturating": lambda: (softplus(-ahead).mean(), softplus(ahead).mean()),
        "minimax": lambda: (softplus(-ahead).mean(), -softplus(-ahead).mean()),
        "least_squares": lambda: (((ahead - 1) ** 2).mean() / 2, ((ahead + 1) ** 2).mean() / 2),
        "hinge": lambda: (relu(1 - ahead).mean(), ahead.mean()),
    }[objective]()


class PlainALI:
    """Starts from a fresh game's weights; ``iterate`` is fed the game's draws."""

    def __init__(self, game):
        s, self.s = game.settings, game.settings
        classes = len(game.problem.modes) if s.labels != "none" else 0
        told = classes if s.labels == "conditional" else 0
        code = classes if s.labels == "supervised" else s.latent_dim
        outputs = 2 * code if s.encoder == "stochastic" and s.labels != "supervised" else code
        self.E = self.made(game, "E", 2 + told, outputs)
        self.G = self.made(game, "G", s.latent_dim + classes, 2)
        self.D = self.made(game, "D", 2 + code + told, 1, s.spectral_norm_d)
        self.averages = {"E": copy.deepcopy(self.E), "G": copy.deepcopy(self.G)}
        self.for_makers = optimizer(s.optimizer_g, [*self.E.parameters(), *self.G.parameters()], s.learning_rate_g,
                                    s.beta1_g, s.beta2_g)
        self.for_d = optimizer(s.optimizer_d, self.D.parameters(), s.learning_rate_d, s.beta1_d, s.beta2_d)

    @staticmethod
    def made(game, name, inputs, outputs, spectral=False):
        s, who = game.settings, name.lower()
        depth, width = getattr(s, f"depth_{who}"), getattr(s, f"width_{who}")
        return network(game.state.under(name), [inputs, *[width] * depth, outputs], getattr(s, f"activation_{who}"),
                       getattr(s, f"normalisation_{who}"), spectral, 0.0, None)

    def encode(self, x, y, noise):
        out = self.E(torch.cat([x, y], 1) if self.s.labels == "conditional" else x)
        if self.s.labels == "supervised":
            return out, nn.functional.softmax(out, 1)
        if self.s.encoder == "deterministic":
            return out, out
        mean, log_variance = out[:, : out.shape[1] // 2], out[:, out.shape[1] // 2:]
        return out, mean + torch.sqrt(torch.exp(log_variance)) * noise

    def generate(self, z, y):
        return self.G(z if y is None else torch.cat([z, y], 1))

    def judge(self, x, code, y):
        return self.D(torch.cat([x, code, y], 1) if self.s.labels == "conditional" else torch.cat([x, code], 1))

    def blurred(self, x, code, kind):
        """A pair with instance noise, which fades in a straight line; of the encoder's kind (0) or the generator's (1).
        """
        if not self.blur:
            return x, code
        size = self.s.instance_noise * max(0, 1 - self.k / self.s.schedule_iterations)
        on_x, on_code = (noise.chunk(2)[kind] for noise in self.blur)
        return x + size * on_x, code + size * on_code

    def penalty(self, x, code, y):
        """Half the mean squared gradient, each sample's gradient by itself."""
        x, code = x.detach().requires_grad_(), code.detach().requires_grad_()
        logits, total = self.judge(x, code, y), 0.0
        for i in range(len(x)):
            by_x, by_code = torch.autograd.grad(logits[i, 0], (x, code), create_graph=True)
            total = total + (by_x**2).sum() + (by_code**2).sum()
        return total / len(x) / 2

    def iterate(self, k, x, y, z, noise, blur=()):
        """One iteration, all gradients at the old weights; gives the adversarial losses and the gradients' norms."""
        self.k, self.blur, s, share = k, blur, self.s, k / self.s.schedule_iterations
        self.for_d.param_groups[0]["lr"] = s.learning_rate_d * SCHEDULES.load(s.schedule_d)(share)
        self.for_makers.param_groups[0]["lr"] = s.learning_rate_g * SCHEDULES.load(s.schedule_g)(share)
        for layer in self.D:
            if hasattr(layer, "iterate"):
                layer.iterate()
        for_d, loss_d = self.discriminator_gradients(x, y, z, noise)
        for_makers, loss_g = self.makers_gradients(x, y, z, noise)
        makers = [*self.E.parameters(), *self.G.parameters()]
        for parameters, gradients, moved in ((self.D.parameters(), for_d, self.for_d),
                                             (makers, for_makers, self.for_makers)):
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.grad = gradient
            moved.step()
        self.follow()
        return loss_d, loss_g, norm(for_d), norm(for_makers)

    def discriminator_gradients(self, x, y, z, noise):
        s, beside = self.s, y if self.s.labels == "supervised" else z
        code, made = self.encode(x, y, noise)[1].detach(), self.generate(z, y).detach()
        real, fake = (*self.blurred(x, code, 0), y), (*self.blurred(made, beside, 1), y)
        loss, _ = adversarial(s.objective, s.pairing, self.judge(*real), self.judge(*fake))
        total = loss
        left = s.penalty_end ** min(1, self.k / (s.schedule_iterations * s.penalty_fall))
        if s.r1:
            total = total + left * s.r1 * self.penalty(*real)
        if s.r2:
            total = total + left * s.r2 * self.penalty(*fake)
        return torch.autograd.grad(total, list(self.D.parameters())), loss.item()

    def makers_gradients(self, x, y, z, noise):
        s, beside = self.s, y if self.s.labels == "supervised" else z
        out, code = self.encode(x, y, noise)
        made = self.generate(z, y)
        real, fake = (*self.blurred(x, code, 0), y), (*self.blurred(made, beside, 1), y)
        _, loss = adversarial(s.objective, s.pairing, self.judge(*real), self.judge(*fake))
        total = loss + s.feature_matching * self.feature_distance(real, fake)
        if s.reconstruction and s.labels == "supervised":
            total = total + s.reconstruction * cross_entropy(out, y.argmax(1))
        elif s.reconstruction:
            total = total + s.reconstruction * ((x - self.generate(code, y)) ** 2).sum(1).mean()
        return torch.autograd.grad(total, [*self.E.parameters(), *self.G.parameters()]), loss.item()

    def feature_distance(self, *pairs):
        means = []
        for x, code, y in pairs:
            features = torch.cat([x, code, y], 1) if self.s.labels == "conditional" else torch.cat([x, code], 1)
            for layer in list(self.D)[:-1]:
                features = layer(features)
            means.append(features.mean(0))
        return ((means[0] - means[1]) ** 2).sum()

    @torch.no_grad()
    def follow(self):
        for name, average in self.averages.items():
            for kept, now in zip(average.parameters(), getattr(self, name).parameters(), strict=True):
                kept.mul_(self.s.ema_g).add_((1 - self.s.ema_g) * now)


def norm(gradients):
    return torch.sqrt(sum((gradient**2).sum() for gradient in gradients)).item()
