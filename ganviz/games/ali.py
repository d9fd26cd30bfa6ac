"""ALI, adversarially learned inference: Dumoulin et al. 2017, algorithm 1, and BiGAN, Donahue et al. 2017.

An encoder E infers z from x, a generator G makes x from z, and a discriminator D tells the pairs (x, E(x)) from the
pairs (G(z), z). The encoder's pairs take the place of real samples and the generator's that of generated ones, so
``on_real`` and ``on_fake`` are D's logits on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.ali_build import Parts, form_of
from ganviz.games.ali_judged import ByAutograd, ByPieces, Judged
from ganviz.games.ali_roles import Batch
from ganviz.games.draws import BlockDraws, Stream, generator, stream_seed
from ganviz.games.optimizers import Rates, rates
from ganviz.games.player import Player, joint_gradient, layout
from ganviz.games.protocol import Substep
from ganviz.games.state import FlatState, GameState
from ganviz.networks.joint import JointNetwork
from ganviz.networks.mlp import Pass
from ganviz.objectives.objective import Objective
from ganviz.objectives.pairings import Pairing
from ganviz.objectives.penalties import cross_entropy, feature_distance, reconstruction
from ganviz.problems.images.watching import Watch
from ganviz.problems.latent import normal
from ganviz.problems.problem import Problem
from ganviz.settings.ali import ALISettings
from ganviz.settings.names import LATENTS, OBJECTIVES, OPTIMIZERS, PAIRINGS, SCHEDULES

_NAN = float("nan")


class ALIGame:
    """The rules of ALI; see ``ganviz.games.protocol.Game``.

    Args:
        settings: the validated settings of the game.
        seed: the start of every draw.
        device: where it computes.
        data: what to learn, a problem of points or images, where it has been opened before.

    Raises:
        UserError: if its file or its images cannot be used.
    """

    def __init__(self, settings: ALISettings, seed: int, device: torch.device, data: Any = None) -> None:
        self.seed = seed
        self.device = device
        self._form = form_of(settings)
        self.data = self._form.data(settings, seed, Watch()) if data is None else data
        self.parts: Parts = self._form.parts(settings, self.data, seed, device)
        self._make_players(settings)
        self.iteration = 0
        self.raw: dict[str, torch.Tensor] = {}
        self._latent = LATENTS.load(settings.latent)
        self._z_draws = BlockDraws(self.draw_latent, seed, Stream.LATENT_G, device)
        self._noise_draws = BlockDraws(self.draw_noise, seed, Stream.ENCODER, device)
        self._chance = torch.Generator(device=device)
        self.use(settings)
        self._scene = self.parts.scene(self)

    @classmethod
    def begun(cls, settings: ALISettings, seed: int, device: torch.device, watch: Watch) -> Self:
        """The game on what the settings name, ``watch`` looking on while it is read.

        Raises:
            UserError: if it can't be used.
            ReadingCancelledError: if the watch is cancelled.
        """
        return cls(settings, seed, device, form_of(settings).data(settings, seed, watch))

    @property
    def problem(self) -> Problem:
        """The points to be learned; images are no such problem."""
        assert isinstance(self.data, Problem)
        return self.data

    @property
    def state(self) -> FlatState | None:
        """The flat state, where it is small enough to be kept often."""
        return self._state if self._form.flat else None

    def _make_players(self, settings: ALISettings) -> None:
        """All that is learned, in one flat state."""
        makers, judge = OPTIMIZERS.load(settings.optimizer_g), OPTIMIZERS.load(settings.optimizer_d)
        e, g, d = self.parts.encoder, self.parts.generator, self.parts.discriminator
        self._state = FlatState(
            layout("E", e, makers, True) | layout("G", g, makers, True) | layout("D", d, judge, False), self.device)
        self.E: Player[JointNetwork] = Player("E", e, makers, self._state, averaged=True)
        self.G: Player[JointNetwork] = Player("G", g, makers, self._state, averaged=True)
        self.D: Player[JointNetwork] = Player("D", d, judge, self._state, averaged=False)
        for player, stream in ((self.E, Stream.INITIAL_E), (self.G, Stream.INITIAL_G), (self.D, Stream.INITIAL_D)):
            player.initialise(generator(self.seed, stream))

    @staticmethod
    def operations(settings: ALISettings) -> float:
        """About how many floating-point operations an iteration takes; helps to choose a device."""
        return form_of(settings).operations(settings)

    def use(self, settings: ALISettings) -> None:
        """Take new live settings from the next iteration on."""
        self.settings = settings
        self.objective: Objective = OBJECTIVES.load(settings.objective)
        self.pairing: Pairing = PAIRINGS.load(settings.pairing)
        self.judgement = self.pairing.judgement(self.objective)
        self._schedules = {"d": SCHEDULES.load(settings.schedule_d), "g": SCHEDULES.load(settings.schedule_g)}
        self._moving = {who: Pass(True, True, getattr(settings, f"dropout_{who}"), self._chance) for who in "deg"}
        self._still = {who: replace(how, track=False) for who, how in self._moving.items()}

    @property
    def watch_share(self) -> float:
        """The share of the time that pictures may cost."""
        return self._scene.watch_share

    @property
    def fingerprint(self) -> str:
        """The images' SHA-256; empty for points."""
        return self._scene.fingerprint

    @torch.no_grad()
    def sheet(self) -> NDArray[np.uint8] | None:
        """Fixed samples and reconstructions as one picture (H, W, 3); None for points."""
        return self._scene.sheet()

    # --- the rules -----------------------------------------------------------------------------------------

    def play(self, players: str = "both") -> Iterator[Substep]:
        """Play the next iteration: one forward pass, its gradients, then the updates of ``players``."""
        d, g = players != "g", players != "d"
        self.raw = {}
        self._chance.manual_seed(stream_seed(self.seed, Stream.DROPOUT, self.iteration))
        if d:
            self.D.mlp.power_iteration(self.D.tensors)
        batch = self.draw()
        yield Substep("pair.draw", {"real": batch.x, "z": batch.z})
        output, code = self._encode(batch, g)
        yield Substep("pair.encode", {"real": batch.x, "encoded": code})
        made = self._generate(batch, g)
        yield Substep("pair.generate", {"fake": made, "z": batch.z})
        judged = self._judge(batch, code, made, d)
        on_real, on_fake = judged.logits.chunk(2)
        yield Substep("pair.judge", {"real": batch.x, "encoded": code, "fake": made, "z": batch.z,
                                     "logits_real": on_real, "logits_fake": on_fake})
        if d:
            gradient_d = judged.for_discriminator(self.D, self._discriminator_loss(judged), self._penalty_weights(), g)
            self.raw["norm_d"] = torch.linalg.vector_norm(gradient_d)
            yield Substep("d.gradient", {"gradient": gradient_d})
        if g:
            loss = self._makers_loss(batch, output, code, judged)
            gradient_e, gradient_g, by_code, by_made = joint_gradient(loss, (self.E, self.G), (code, made))
            self.raw["norm_g"] = torch.linalg.vector_norm(torch.cat((gradient_e, gradient_g)))
            yield Substep("g.gradient", {"encoded": code, "by_encoded": by_code, "fake": made, "by_fake": by_made})
        if d:
            self.D.updates += 1
            self.D.update(gradient_d, self._rates("d", self.D.updates))
            yield Substep("d.update", {})
        if g:
            for maker, gradient in ((self.E, gradient_e), (self.G, gradient_g)):
                maker.updates += 1
                maker.update(gradient, self._rates("g", maker.updates))
                maker.follow(1 - self.settings.ema_g)
            yield Substep("g.update", {})
        self.iteration += 1

    def _encode(self, batch: Batch, trained: bool) -> tuple[torch.Tensor, torch.Tensor]:
        """The encoder's output for x, and a code drawn from it."""
        with torch.set_grad_enabled(trained):
            output = self.E.network(self.parts.use.for_encoder(batch.x, batch.y), self._pass("e", trained))
            return output, self.parts.head.code(output, batch.noise)

    def _generate(self, batch: Batch, trained: bool) -> torch.Tensor:
        """G(z)."""
        with torch.set_grad_enabled(trained):
            return self.G.network(self.parts.use.for_generator(batch.z, batch.y), self._pass("g", trained))

    def _judge(self, batch: Batch, code: torch.Tensor, made: torch.Tensor, trained: bool) -> Judged:
        """D on the encoder's pairs and the generator's, in one pass unless a sample's value depends on the others."""
        use, how = self.parts.use, self._pass("d", trained)
        encoded, generated = use.pair(batch.x, code, batch.y), use.pair(made, use.code(batch.z, batch.y), batch.y)
        inputs = [self._noised(torch.cat(both)) for both in zip(encoded, generated, strict=True)]
        pieces = None if how.drops or self.settings.feature_matching else self.D.network.pieces(inputs)
        if pieces is not None:
            return ByPieces(inputs, pieces)
        parts = [inputs]
        if self.parts.discriminator.mixes_samples:
            parts = [list(half) for half in zip(*(each.chunk(2) for each in inputs), strict=True)]
        features = torch.cat([self.D.network.hidden(part, how) for part in parts])
        return ByAutograd(inputs, features, self.D.network.output(features))

    def _noised(self, values: torch.Tensor) -> torch.Tensor:
        """With instance noise while there is any (Sønderby et al. 2017, Arjovsky and Bottou 2017), ready for R1, R2."""
        size = self.settings.instance_noise * max(0.0, 1 - self.iteration / self.settings.schedule_iterations)
        if size:
            values = values + size * torch.randn(values.shape, generator=self._chance, device=self.device)
        return values if values.requires_grad else values.requires_grad_()

    def _discriminator_loss(self, judged: Judged) -> torch.Tensor:
        """D's adversarial loss."""
        on_real, on_fake = judged.logits.chunk(2)
        loss = self.pairing.d_loss(self.objective, on_real, on_fake)
        self.raw |= {"loss_d": loss.detach(), "on_real": on_real.detach(), "on_fake": on_fake.detach()}
        return loss

    def _penalty_weights(self) -> torch.Tensor | None:
        """R1 and R2 of this iteration as what half of each pair's squared gradient is added with, (2n, 1)."""
        s, n = self.settings, self.settings.batch_size
        if not (s.r1 or s.r2):
            return None
        weights = torch.empty(2 * n, 1, device=self.device)
        weights[:n], weights[n:] = (self._penalty_share() * penalty / n for penalty in (s.r1, s.r2))
        return weights

    def _penalty_share(self) -> float:
        """What is left of R1 and R2 in this iteration."""
        passed = min(1.0, self.iteration / self.settings.schedule_iterations)
        share: float = self.settings.penalty_end**passed
        return share

    def _makers_loss(self, batch: Batch, output: torch.Tensor, code: torch.Tensor, judged: Judged) -> torch.Tensor:
        """What encoder and generator minimise together: their adversarial loss, and what is added to it."""
        loss, s = self.pairing.g_loss(self.objective, *judged.logits.chunk(2)), self.settings
        self.raw["loss_g"] = loss.detach()
        loss = judged.for_makers(loss)
        if s.reconstruction:
            loss = loss + s.reconstruction * self._reconstruction(batch, output, code)
        if s.feature_matching:
            loss = loss + s.feature_matching * feature_distance(*judged.features.chunk(2))
        return loss

    def _reconstruction(self, batch: Batch, output: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        """ALICE's bound of the conditional entropy, of x given its code or of the given label."""
        if self.parts.use.inferred and batch.y is not None:
            return cross_entropy(batch.y, output)
        again = self.G.network(self.parts.use.for_generator(code, batch.y), self._still["g"])
        return reconstruction(batch.x, again)

    def _pass(self, who: str, trained: bool) -> Pass:
        return (self._moving if trained else self._still)[who]

    def _rates(self, who: str, update: int) -> Rates:
        """The numbers of an update of D ("d"), or of encoder or generator ("g"), counted from 1."""
        s = self.settings
        share = self._schedules[who](self.iteration / s.schedule_iterations)
        if who == "d":
            return rates(s.learning_rate_d * share, s.beta1_d, s.beta2_d, update)
        return rates(s.learning_rate_g * share, s.beta1_g, s.beta2_g, update)

    # --- draws ---------------------------------------------------------------------------------------------

    def draw(self) -> Batch:
        """The draws of this iteration."""
        size = self.settings.batch_size
        x, y = self.parts.source.at(self.iteration, size)
        z, noise = (draws.at(self.iteration, 1, size)[0] for draws in (self._z_draws, self._noise_draws))
        return Batch(x, y, z, noise)

    def draw_latent(self, n: int, source: torch.Generator) -> torch.Tensor:
        """n latent points (n, latent_dim) on the CPU."""
        z: torch.Tensor = self._latent((n, self.settings.latent_dim), source)
        return z

    def draw_noise(self, n: int, source: torch.Generator) -> torch.Tensor:
        """Standard normal noise for n codes (n, code_size) on the CPU."""
        return normal((n, self.parts.code_size), source)

    # --- what is read off ----------------------------------------------------------------------------------

    def measured(self, raws: list[dict[str, torch.Tensor]]) -> NDArray[np.float64]:
        """Rows of (loss_d, loss_g, mean_d_real, mean_d_fake, grad_norm_d, grad_norm_g), one for each ``raw``.

        Read once for many iterations, since each reading waits for the device. A player that was not updated reads
        NaN.
        """
        missing = torch.tensor(_NAN, device=self.device)
        rows = [(raw.get("loss_d", missing), raw.get("loss_g", missing), *self._means(raw, missing),
                 raw.get("norm_d", missing), raw.get("norm_g", missing)) for raw in raws]
        return torch.stack([value for row in rows for value in row]).view(-1, 6).cpu().numpy().astype(np.float64)

    def _means(self, raw: Mapping[str, torch.Tensor], missing: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        if "on_real" not in raw:
            return missing, missing
        on_real, on_fake = raw["on_real"], raw["on_fake"]
        middle, shown = (on_real.mean() + on_fake.mean()) / 2, self.judgement.shown
        return shown(on_real, middle).mean(), shown(on_fake, middle).mean()

    def facts(self) -> dict[str, Any]:
        """What the views need to know once; see ``ganviz.games.protocol``."""
        return self._scene.facts()

    @torch.no_grad()
    def snapshot(self, layers: Mapping[str, Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
        """Frozen arrays for the named layers, in the user's units; touches nothing that training sees."""
        return self._scene.arrays(layers)

    @torch.no_grad()
    def substep_arrays(self, substep: Substep) -> dict[str, NDArray[Any]]:
        """Frozen arrays that show what a sub-step computed, in the user's units."""
        return self._scene.substep_arrays(substep)

    @torch.no_grad()
    def evaluate(self) -> dict[str, Any]:
        """Every measure as [value, what it compares with], and the mode coverage where modes are known."""
        return self._scene.evaluation()

    @torch.no_grad()
    def score(self) -> float:
        """How far generated samples are from the data."""
        return self._scene.score()

    # --- state ---------------------------------------------------------------------------------------------

    def twin(self) -> ALIGame:
        """A second, fresh instance of the same game."""
        return ALIGame(self.settings, self.seed, self.device, self.data)

    def info(self) -> dict[str, int]:
        """The whole numbers of the state."""
        return {"iteration": self.iteration, "updates_d": self.D.updates, "updates_g": self.G.updates}

    def present(self) -> GameState:
        """All that training changes; the tensors are the game's own."""
        return GameState(self._state.views, self.info())

    def put_back(self, state: GameState) -> None:
        """Take a copy of a state.

        Raises:
            KeyError: if a tensor or a number is missing; nothing is taken then.
        """
        iteration, updates_d, updates_g = (int(state.numbers[name]) for name in ("iteration", "updates_d", "updates_g"))
        self._state.take(state.tensors)
        self.iteration, self.D.updates = iteration, updates_d
        self.E.updates = self.G.updates = updates_g
