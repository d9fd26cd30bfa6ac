"""The toy game, in one or two dimensions: Goodfellow et al. 2014, algorithm 1, with every objective of the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.draws import BlockDraws, Stream, generator, stream_seed
from ganviz.games.player import Player, layout
from ganviz.games.protocol import Substep
from ganviz.games.state import FlatState, GameState
from ganviz.games.toy_build import build_problem, discriminator_mlp, generator_mlp
from ganviz.games.toy_layers import Scene, evaluation, facts, substep_arrays
from ganviz.networks.mlp import Pass
from ganviz.objectives.objective import Objective
from ganviz.problems.problem import Problem
from ganviz.settings.names import LATENTS, OBJECTIVES, OPTIMIZERS, SCHEDULES
from ganviz.settings.toy import ToySettings

_NAN = float("nan")


class ToyGame:
    """The rules of the toy games; see ``ganviz.games.protocol.Game``.

    Args:
        settings: the validated settings of the game.
        seed: the start of every draw.
        device: where it computes.
        problem: what to learn, where it has been built before.

    Raises:
        UserError: if the problem's file cannot be used.
    """

    def __init__(self, settings: ToySettings, seed: int, device: torch.device, problem: Problem | None = None) -> None:
        self.seed = seed
        self.device = device
        self.problem = problem or build_problem(settings)
        g, d = generator_mlp(settings, self.problem.dim), discriminator_mlp(settings, self.problem.dim)
        optimizers = OPTIMIZERS.load(settings.optimizer_g), OPTIMIZERS.load(settings.optimizer_d)
        self.state = FlatState(layout("G", g, optimizers[0], True) | layout("D", d, optimizers[1], False), device)
        self.G = Player("G", g, optimizers[0], self.state, averaged=True)
        self.D = Player("D", d, optimizers[1], self.state, averaged=False)
        self.G.initialise(generator(seed, Stream.INITIAL_G))
        self.D.initialise(generator(seed, Stream.INITIAL_D))
        self.iteration = 0
        self.raw: dict[str, torch.Tensor] = {}
        self._latent = LATENTS.load(settings.latent)
        self._real_draws = BlockDraws(self.problem.sample, seed, Stream.REAL, device)
        self._latent_draws = {who: BlockDraws(self.draw_latent, seed, stream, device)
                              for who, stream in (("d", Stream.LATENT_D), ("g", Stream.LATENT_G))}
        self._dropout = torch.Generator(device=device)
        self._scene = Scene(self)
        self.use(settings)

    @staticmethod
    def operations(settings: ToySettings) -> float:
        """About how many floating-point operations an iteration takes; helps to choose a device."""
        units_d = settings.depth_d * settings.width_d**2 * (6 * settings.updates_d + 4 * settings.updates_g)
        units_g = settings.depth_g * settings.width_g**2 * (2 * settings.updates_d + 6 * settings.updates_g)
        return float(settings.batch_size * (2 * units_d + units_g))

    def use(self, settings: ToySettings) -> None:
        """Take new live settings from the next iteration on."""
        self.settings = settings
        self.objective: Objective = OBJECTIVES.load(settings.objective)
        self._schedule_d = SCHEDULES.load(settings.schedule_d)
        self._schedule_g = SCHEDULES.load(settings.schedule_g)
        self._pass_d = Pass(True, True, settings.dropout_d, self._dropout)
        self._pass_g = Pass(True, True, settings.dropout_g, self._dropout)
        self._still_d = replace(self._pass_d, track=False)
        self._still_g = replace(self._pass_g, track=False)

    @property
    def watch_share(self) -> float:
        """Pictures of a toy game have their own pace; no limit is needed."""
        return 1.0

    # --- the rules -----------------------------------------------------------------------------------------

    def play(self, players: str = "both") -> Iterator[Substep]:
        """Play the next iteration, D's updates and then G's, as named sub-steps."""
        self.raw = {}
        if self.settings.dropout_d or self.settings.dropout_g:
            self._dropout.manual_seed(stream_seed(self.seed, Stream.DROPOUT, self.iteration))
        if players != "g":
            yield from self._play_discriminator(self.settings.updates_d)
        if players != "d":
            yield from self._play_generator(self.settings.updates_g)
        self.iteration += 1

    def _play_discriminator(self, updates: int) -> Iterator[Substep]:
        if not updates:
            return
        z_batches, real_batches = self.draw_z("d", updates), self.draw_real(updates)
        for z, real in zip(z_batches, real_batches, strict=True):
            yield Substep("d.draw_z", {"z": z})
            with torch.no_grad():
                fake = self.G.network(z, self._still_g)
            yield Substep("d.generate", {"z": z, "fake": fake})
            self.D.mlp.power_iteration(self.D.network.tensors)
            on_real, on_fake = self._judge(real, fake)
            yield Substep("d.judge_real", {"real": real, "logits_real": on_real})
            yield Substep("d.judge_fake", {"fake": fake, "logits_fake": on_fake})
            loss = self.objective.d_loss(on_real, on_fake)
            (gradient,) = self.D.gradient(loss)
            self.raw |= {"loss_d": loss.detach(), "on_real": on_real.detach(), "on_fake": on_fake.detach(),
                         "norm_d": torch.linalg.vector_norm(gradient)}
            yield Substep("d.gradient", {"gradient": gradient})
            s = self.settings
            self.D.update(gradient, s.learning_rate_d * self._share(self._schedule_d), s.beta1_d, s.beta2_d)
            yield Substep("d.update", {})

    def _play_generator(self, updates: int) -> Iterator[Substep]:
        if not updates:
            return
        for z in self.draw_z("g", updates):
            yield Substep("g.draw_z", {"z": z})
            fake = self.G.network(z, self._pass_g)
            yield Substep("g.generate", {"z": z, "fake": fake})
            logits = self.D.network(fake, self._still_d)
            yield Substep("g.judge_fake", {"fake": fake, "logits_fake": logits})
            loss = self.objective.g_loss(logits)
            gradient, by_fake = self.G.gradient(loss, fake)
            self.raw |= {"loss_g": loss.detach(), "norm_g": torch.linalg.vector_norm(gradient)}
            yield Substep("g.gradient", {"fake": fake, "by_fake": by_fake, "gradient": gradient})
            s = self.settings
            self.G.update(gradient, s.learning_rate_g * self._share(self._schedule_g), s.beta1_g, s.beta2_g)
            self.G.follow(s.ema_g)
            yield Substep("g.update", {})

    def _judge(self, real: torch.Tensor, fake: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """D's logits on real and generated samples; one pass serves both where no sample sees the others."""
        if self.D.mlp.mixes_samples:
            return self.D.network(real, self._pass_d), self.D.network(fake, self._pass_d)
        on_real, on_fake = torch.split(self.D.network(torch.cat((real, fake)), self._pass_d), len(real))
        return on_real, on_fake

    def _share(self, schedule: Any) -> float:
        factor: float = schedule(self.iteration / self.settings.schedule_iterations)
        return factor

    # --- draws ---------------------------------------------------------------------------------------------

    def draw_latent(self, n: int, source: torch.Generator) -> torch.Tensor:
        """n latent points (n, latent_dim) on the CPU."""
        z: torch.Tensor = self._latent((n, self.settings.latent_dim), source)
        return z

    def draw_z(self, who: str, updates: int) -> torch.Tensor:
        """The latent batches of this iteration for D's ("d") or G's ("g") updates: (updates, batch, latent_dim)."""
        return self._latent_draws[who].at(self.iteration, updates, self.settings.batch_size)

    def draw_real(self, updates: int) -> torch.Tensor:
        """The real batches of this iteration: (updates, batch, dim), in the game's units."""
        return self._real_draws.at(self.iteration, updates, self.settings.batch_size)

    # --- what is read off ----------------------------------------------------------------------------------

    def measured(self, raws: list[dict[str, torch.Tensor]]) -> NDArray[np.float64]:
        """Rows of (loss_d, loss_g, mean_d_real, mean_d_fake, grad_norm_d, grad_norm_g), one for each ``raw``.

        Read once for many iterations, since each reading waits for the device. A player that was not updated reads
        NaN.
        """
        missing = torch.tensor(_NAN, device=self.device)
        shown = self.objective.shown
        rows = [(raw.get("loss_d", missing), raw.get("loss_g", missing),
                 shown(raw["on_real"]).mean() if "on_real" in raw else missing,
                 shown(raw["on_fake"]).mean() if "on_fake" in raw else missing,
                 raw.get("norm_d", missing), raw.get("norm_g", missing)) for raw in raws]
        return torch.stack([value for row in rows for value in row]).view(-1, 6).cpu().numpy().astype(np.float64)

    def facts(self) -> dict[str, Any]:
        """What the views need to know once; see ``ganviz.games.protocol``."""
        return facts(self)

    @torch.no_grad()
    def snapshot(self, layers: Mapping[str, Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
        """Frozen arrays for the named layers, in the user's units; touches nothing that training sees."""
        return self._scene.arrays(layers)

    @torch.no_grad()
    def substep_arrays(self, substep: Substep) -> dict[str, NDArray[Any]]:
        """Frozen arrays that show what a sub-step computed, in the user's units."""
        return substep_arrays(self._scene, substep)

    @torch.no_grad()
    def evaluate(self) -> dict[str, Any]:
        """Every measure as [value, noise floor], and the mode coverage where modes are known."""
        return evaluation(self._scene)

    @torch.no_grad()
    def score(self) -> float:
        """The Wasserstein distance (1-D) or sliced Wasserstein distance (2-D) to the data."""
        return self._scene.gauge.distance()

    # --- state ---------------------------------------------------------------------------------------------

    def twin(self) -> ToyGame:
        """A second, fresh instance of the same game."""
        return ToyGame(self.settings, self.seed, self.device, self.problem)

    def info(self) -> dict[str, int]:
        """The whole numbers of the state."""
        return {"iteration": self.iteration, "updates_d": self.D.updates, "updates_g": self.G.updates}

    def present(self) -> GameState:
        """All that training changes; the tensors are the game's own."""
        return GameState(self.state.views, self.info())

    def put_back(self, state: GameState) -> None:
        """Take a copy of a state.

        Raises:
            KeyError: if a tensor or a number is missing; nothing is taken then.
        """
        numbers = [int(state.numbers[name]) for name in ("iteration", "updates_d", "updates_g")]
        self.state.take(state.tensors)
        self.iteration, self.D.updates, self.G.updates = numbers
