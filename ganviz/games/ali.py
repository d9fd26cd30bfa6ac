"""ALI, adversarially learned inference: Dumoulin et al. 2017, algorithm 1, and BiGAN, Donahue et al. 2017.

An encoder E infers z from x, a generator G makes x from z, and a discriminator D tells the pairs (x, E(x)) from the
pairs (G(z), z). The encoder's pairs take the place of real samples and the generator's that of generated ones, so
``on_real`` and ``on_fake`` are D's logits on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.ali_build import Parts, dropout_size, form_of
from ganviz.games.ali_numbers import ALINumbers, Numbers
from ganviz.games.ali_roles import Batch
from ganviz.games.ali_rules import ALIRules, Turn
from ganviz.games.draws import BlockDraws, Stream, generator, stream_seed
from ganviz.games.image_sources import NoImages
from ganviz.games.player import Player, layout
from ganviz.games.protocol import Sheet, Substep
from ganviz.games.state import FlatState, GameState
from ganviz.games.updates import exhaust
from ganviz.networks.joint import JointNetwork
from ganviz.objectives.objective import Objective
from ganviz.objectives.pairings import Pairing
from ganviz.problems.images.watching import Watch
from ganviz.problems.latent import normal
from ganviz.problems.problem import Problem
from ganviz.settings.ali import ALISettings
from ganviz.settings.names import LATENTS, OBJECTIVES, OPTIMIZERS, PAIRINGS

_NAN = float("nan")


class ALIGame:
    """What the rules in ``ganviz.games.ali_rules`` are played with; see ``ganviz.games.protocol.Game``.

    Attributes:
        spans: every flat part of the state, E's, G's and D's: what compiled rules change in place.

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

    @classmethod
    def bare(cls, settings: ALISettings, seed: int, device: torch.device, classes: Sequence[str]) -> Self | None:
        """The game on images without these, to be shown; None where nobody knows how many labels it learned."""
        if settings.labels != "none" and not classes:
            return None
        return cls(settings, seed, device, NoImages(classes))

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
        self.spans = [self._state.span(part) for player in (self.E, self.G, self.D) for part in player.parts]
        for player, stream in ((self.E, Stream.INITIAL_E), (self.G, Stream.INITIAL_G), (self.D, Stream.INITIAL_D)):
            player.initialise(generator(self.seed, stream))

    @staticmethod
    def operations(settings: ALISettings) -> float:
        """About how many floating-point operations an iteration takes; helps to choose a device."""
        return form_of(settings).operations(settings)

    def check(self, settings: ALISettings) -> None:
        """Nothing to refuse: all settings go together with every problem."""

    def use(self, settings: ALISettings) -> None:
        """Take new live settings from the next iteration on."""
        self.settings = settings
        self.objective: Objective = OBJECTIVES.load(settings.objective)
        self.pairing: Pairing = PAIRINGS.load(settings.pairing)
        self.judgement = self.pairing.judgement(self.objective)
        self.rules = ALIRules(self.E, self.G, self.D, self.parts.head, self.parts.use, self.objective, self.pairing)
        self.numbers = ALINumbers(settings)

    @property
    def watch_share(self) -> float:
        """The share of the time that pictures may cost."""
        return self._scene.watch_share

    @property
    def scored_by(self) -> str:
        """The one measure of its form, points or images."""
        return "distance"

    @property
    def fingerprint(self) -> str:
        """The images' SHA-256; empty for points."""
        return self._scene.fingerprint

    @torch.no_grad()
    def sheet(self) -> Sheet | None:
        """Fixed samples and reconstructions as one picture; None for points."""
        return self._scene.sheet()

    # --- the rules -----------------------------------------------------------------------------------------

    def play(self, players: str = "both") -> Iterator[Substep]:
        """Play the next iteration: one forward pass, its gradients, then the updates of ``players``."""
        self.raw = {}
        turn = self._turn(players, self._chance)
        self._count(players)
        self.raw = yield from self.rules.update(turn, self.numbers.at(self.iteration, self.D.updates, self.G.updates))
        self.iteration += 1

    def due(self, players: str) -> Iterator[tuple[Turn, torch.Tensor]]:
        """The next iteration with its numbers, for compiled rules; it counts once it is taken."""
        turn = self._turn(players, None)
        size = dropout_size(self.settings)
        if size:
            turn = turn._replace(chance=torch.rand(size, generator=self._chance, device=self.device))
        self._count(players)
        yield turn, self.numbers.vector(self.iteration, self.D.updates, self.G.updates)
        self.iteration += 1

    def play_turn(self, turn: Turn, numbers: torch.Tensor) -> dict[str, torch.Tensor]:
        """Play an iteration by the rules, its numbers as a tensor; returns what it measured."""
        return exhaust(self.rules.update(turn, Numbers.read(numbers, self.settings)))

    def _turn(self, players: str, chance: torch.Generator | None) -> Turn:
        """The draws of this iteration for ``players``: both, d or g."""
        self._chance.manual_seed(stream_seed(self.seed, Stream.DROPOUT, self.iteration))
        batch = self.draw()
        return Turn(players, batch, self._blur(batch) if self.settings.instance_noise else (), chance)

    def _count(self, players: str) -> None:
        for player, still in ((self.D, "g"), (self.E, "d"), (self.G, "d")):
            player.updates += players != still

    def _blur(self, batch: Batch) -> tuple[torch.Tensor, ...]:
        """Standard normal noise for both halves of every pair."""
        return tuple(torch.randn(2 * len(values), *values.shape[1:], generator=self._chance, device=self.device)
                     for values in batch.paired)

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

    def close(self) -> None:
        """Let go of threads that read images."""
        self.parts.source.close()

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
