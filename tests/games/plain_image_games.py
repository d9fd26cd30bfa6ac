"""Pix2Pix and CycleGAN as their papers' code computes them: plain modules, one backward pass, PyTorch's own Adam."""

from __future__ import annotations

import itertools

import torch
from torch import nn

from tests.networks.plain_translation import PlainPatchGAN, PlainResNet, PlainUNet


def criterion(name):
    loss = {"vanilla": nn.BCEWithLogitsLoss(), "lsgan": nn.MSELoss()}[name]
    return lambda logits, real: loss(logits, torch.full_like(logits, float(real)))


def adam(*networks, rate):
    weights = itertools.chain(*(network.parameters() for network in networks))
    return torch.optim.Adam(weights, lr=rate, betas=(0.5, 0.999))


def freeze(*networks, frozen):
    for network in networks:
        network.requires_grad_(not frozen)


def generator(settings, inputs=3, outputs=3):
    if settings.generator.startswith("unet"):
        levels = {"unet_64": 6, "unet_128": 7, "unet_256": 8}[settings.generator]
        return PlainUNet(levels, settings.normalisation_g, settings.dropout, inputs, outputs, settings.width_g)
    return PlainResNet(int(settings.generator[7]), settings.normalisation_g, settings.dropout, inputs, outputs,
                       settings.width_g)


class PlainPix2Pix:
    def __init__(self, settings):
        self.settings = settings
        self.G = generator(settings)
        self.D = PlainPatchGAN(6, settings.normalisation_d, 3, settings.width_d)
        self.opt_g = adam(self.G, rate=settings.learning_rate_g)
        self.opt_d = adam(self.D, rate=settings.learning_rate_d)
        self.gan = criterion(settings.objective)

    def load(self, networks):
        self.G.load_state_dict(networks["G"].state_dict())
        self.D.load_state_dict(networks["D"].state_dict())

    def networks(self):
        return {"G": self.G, "D": self.D}

    def step(self, a, b):
        fake = self.G(a)
        freeze(self.D, frozen=False)
        self.opt_d.zero_grad()
        on_fake = self.gan(self.D(torch.cat((a, fake), 1).detach()), False)
        loss_d = (on_fake + self.gan(self.D(torch.cat((a, b), 1)), True)) * 0.5
        loss_d.backward()
        self.opt_d.step()
        freeze(self.D, frozen=True)
        self.opt_g.zero_grad()
        gan = self.gan(self.D(torch.cat((a, fake), 1)), True)
        l1 = nn.functional.l1_loss(fake, b)
        (gan + self.settings.weight_l1 * l1).backward()
        self.opt_g.step()
        return {"loss_d": loss_d.item(), "loss_gan": gan.item(), "loss_l1": l1.item()}


class PlainPool:
    """``draws`` gives the chance and the place for each image that meets a full pool."""

    def __init__(self, size):
        self.size, self.images = size, []

    def query(self, images, draws):
        found = []
        for image in images:
            if len(self.images) < self.size:
                self.images.append(image)
                found.append(image)
            elif self.size and draws.chance() > 0.5:
                place = draws.place(self.size)
                found.append(self.images[place])
                self.images[place] = image
            else:
                found.append(image)
        return torch.stack(found)


class PlainCycleGAN:
    def __init__(self, settings):
        self.settings = settings
        self.G_A, self.G_B = generator(settings), generator(settings)
        self.D_A, self.D_B = (PlainPatchGAN(3, settings.normalisation_d, 3, settings.width_d) for _ in range(2))
        self.opt_g = adam(self.G_A, self.G_B, rate=settings.learning_rate_g)
        self.opt_d = adam(self.D_A, self.D_B, rate=settings.learning_rate_d)
        self.gan = criterion(settings.objective)
        self.pools = {"A": PlainPool(settings.pool_size), "B": PlainPool(settings.pool_size)}

    def load(self, networks):
        for name, network in self.networks().items():
            network.load_state_dict(networks[name].state_dict())

    def networks(self):
        return {"G_A": self.G_A, "G_B": self.G_B, "D_A": self.D_A, "D_B": self.D_B}

    def step(self, a, b, draws):
        s, l1 = self.settings, nn.functional.l1_loss
        fake_b = self.G_A(a)
        rec_a = self.G_B(fake_b)
        fake_a = self.G_B(b)
        rec_b = self.G_A(fake_a)
        freeze(self.D_A, self.D_B, frozen=True)
        self.opt_g.zero_grad()
        idt_b, idt_a = l1(self.G_A(b), b), l1(self.G_B(a), a)
        gan_a, gan_b = self.gan(self.D_A(fake_b), True), self.gan(self.D_B(fake_a), True)
        cycle_a, cycle_b = l1(rec_a, a), l1(rec_b, b)
        (gan_a + gan_b + s.weight_cycle_a * cycle_a + s.weight_cycle_b * cycle_b
         + s.weight_identity * (s.weight_cycle_b * idt_b + s.weight_cycle_a * idt_a)).backward()
        self.opt_g.step()
        freeze(self.D_A, self.D_B, frozen=False)
        self.opt_d.zero_grad()
        losses = {}
        for side, judge, real, fake, pool in (("a", self.D_A, b, fake_b, "B"), ("b", self.D_B, a, fake_a, "A")):
            shown = self.pools[pool].query(fake.detach(), draws[pool])
            loss = (self.gan(judge(real), True) + self.gan(judge(shown), False)) * 0.5
            loss.backward()
            losses[f"loss_d_{side}"] = loss.item()
        self.opt_d.step()
        return {**losses, "loss_gan_a": gan_a.item(), "loss_gan_b": gan_b.item(), "loss_cycle_a": cycle_a.item(),
                "loss_cycle_b": cycle_b.item(), "loss_identity_a": idt_a.item(), "loss_identity_b": idt_b.item()}
