"""The rules of the toy game: one update of each player, with every objective of the project.

Goodfellow et al. 2014, "Generative adversarial nets", algorithm 1. Nothing here draws, counts or asks for a setting's
value: draws and numbers come in, so that the same functions are played step by step, and traced into compiled code.
"""

from __future__ import annotations

from typing import NamedTuple

import torch

from ganviz.games.player import Player
from ganviz.games.protocol import Substep
from ganviz.games.toy_numbers import Numbers
from ganviz.games.updates import Update
from ganviz.networks.dropout import Noise
from ganviz.networks.mlp import BoundMLP, Pass
from ganviz.objectives.objective import Objective


class Turn(NamedTuple):
    """What chance brings to an update.

    Attributes:
        who: "d" or "g".
        z: a latent batch (n, latent_dim).
        real: real samples (n, dim) for D; None for G.
        noise: uniform numbers for dropout; None where there is none.
    """

    who: str
    z: torch.Tensor
    real: torch.Tensor | None
    noise: torch.Tensor | None

    @property
    def drawn(self) -> list[torch.Tensor]:
        """The tensors that are there."""
        return [tensor for tensor in (self.z, self.real, self.noise) if tensor is not None]

    def kept(self) -> Turn:
        """The same in tensors of its own."""
        real, noise = (None if tensor is None else tensor.clone() for tensor in (self.real, self.noise))
        return Turn(self.who, self.z.clone(), real, noise)


class ToyRules:
    """The rules, for two players and an objective."""

    def __init__(self, G: Player[BoundMLP], D: Player[BoundMLP], objective: Objective) -> None:
        self.G = G
        self.D = D
        self.objective = objective

    def update(self, turn: Turn, now: Numbers) -> Update:
        """Update the player whose turn it is."""
        chance = None if turn.noise is None else Noise(turn.noise)
        if turn.real is None:
            return self.update_generator(turn.z, chance, now)
        return self.update_discriminator(turn.z, turn.real, chance, now)

    def update_discriminator(self, z: torch.Tensor, real: torch.Tensor, chance: Noise | None, now: Numbers) -> Update:
        """Let D ascend on one batch: ``z`` (n, latent_dim), ``real`` (n, dim); ``chance`` feeds dropout."""
        G, D = self.G, self.D
        yield Substep("d.draw_z", {"z": z})
        with torch.no_grad():
            fake = G.network(z, Pass(True, False, now.dropout_g, chance))
        yield Substep("d.generate", {"z": z, "fake": fake})
        D.mlp.power_iteration(D.tensors)
        on_real, on_fake = self._judge(real, fake, Pass(True, True, now.dropout_d, chance))
        yield Substep("d.judge_real", {"real": real, "logits_real": on_real})
        yield Substep("d.judge_fake", {"fake": fake, "logits_fake": on_fake})
        loss = self.objective.d_loss(on_real, on_fake)
        (gradient,) = D.gradient(loss)
        yield Substep("d.gradient", {"gradient": gradient})
        D.update(gradient, now.rates)
        yield Substep("d.update", {})
        return {"loss_d": loss.detach(), "on_real": self._mean_shown(on_real), "on_fake": self._mean_shown(on_fake),
                "norm_d": torch.linalg.vector_norm(gradient)}

    def update_generator(self, z: torch.Tensor, chance: Noise | None, now: Numbers) -> Update:
        """Let G descend on one batch ``z`` (n, latent_dim), and its average follow; ``chance`` feeds dropout."""
        G, D = self.G, self.D
        yield Substep("g.draw_z", {"z": z})
        fake = G.network(z, Pass(True, True, now.dropout_g, chance))
        yield Substep("g.generate", {"z": z, "fake": fake})
        logits = D.network(fake, Pass(True, False, now.dropout_d, chance))
        yield Substep("g.judge_fake", {"fake": fake, "logits_fake": logits})
        loss = self.objective.g_loss(logits)
        gradient, by_fake = G.gradient(loss, fake)
        yield Substep("g.gradient", {"fake": fake, "by_fake": by_fake, "gradient": gradient})
        G.update(gradient, now.rates)
        G.follow(now.gain)
        yield Substep("g.update", {})
        return {"loss_g": loss.detach(), "norm_g": torch.linalg.vector_norm(gradient)}

    @torch.no_grad()
    def _mean_shown(self, logits: torch.Tensor) -> torch.Tensor:
        return self.objective.shown(logits).mean()

    def _judge(self, real: torch.Tensor, fake: torch.Tensor, how: Pass) -> tuple[torch.Tensor, torch.Tensor]:
        """D's logits on real and generated samples; one pass serves both where no sample sees the others."""
        D = self.D
        if D.mlp.mixes_samples:
            return D.network(real, how), D.network(fake, how)
        on_real, on_fake = torch.split(D.network(torch.cat((real, fake)), how), len(real))
        return on_real, on_fake
