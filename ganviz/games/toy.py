"""The toy game, in one or two dimensions: what the rules in ``ganviz.games.toy_rules`` are played with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.draws import BlockDraws, Stream, generator, stream_seed
from ganviz.games.player import Player, layout
from ganviz.games.protocol import Substep
from ganviz.games.state import FlatState, GameState
from ganviz.games.toy_build import build_problem, discriminator_mlp, generator_mlp, noise_size
from ganviz.games.toy_layers import Scene, evaluation, facts, substep_arrays
from ganviz.games.toy_numbers import Numbers, ToyNumbers
from ganviz.games.toy_rules import ToyRules, Turn
from ganviz.games.updates import exhaust
from ganviz.networks.mlp import BoundMLP
from ganviz.objectives.objective import Objective
from ganviz.problems.problem import Problem
from ganviz.settings.names import LATENTS, OBJECTIVES, OPTIMIZERS
from ganviz.settings.toy import ToySettings

_MEASURED = ("loss_d", "loss_g", "on_real", "on_fake", "norm_d", "norm_g")
"""What the rules measure, in the order of the history's columns."""


class ToyGame:
    """The rules of the toy games; see ``ganviz.games.protocol.Game``.

    Attributes:
        players: D and G by their letters.
        spans: every flat part of the state, G's before D's: what compiled rules change in place.

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
        g, d = self._mlps = generator_mlp(settings, self.problem.dim), discriminator_mlp(settings, self.problem.dim)
        optimizers = OPTIMIZERS.load(settings.optimizer_g), OPTIMIZERS.load(settings.optimizer_d)
        self.state = FlatState(layout("G", g, optimizers[0], True) | layout("D", d, optimizers[1], False), device)
        self.G: Player[BoundMLP] = Player("G", g, optimizers[0], self.state, averaged=True)
        self.D: Player[BoundMLP] = Player("D", d, optimizers[1], self.state, averaged=False)
        self.players = {"d": self.D, "g": self.G}
        self.spans = [self.state.span(part) for player in (self.G, self.D) for part in player.parts]
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

    def check(self, settings: ToySettings) -> None:
        """Nothing to refuse: all settings go together with every problem."""

    def use(self, settings: ToySettings) -> None:
        """Take new live settings from the next iteration on."""
        self.settings = settings
        self.objective: Objective = OBJECTIVES.load(settings.objective)
        self.rules = ToyRules(self.G, self.D, self.objective)
        self.numbers = ToyNumbers(settings)
        self._noise = {who: noise_size(settings, who, *self._mlps) for who in "dg"}

    @property
    def watch_share(self) -> float:
        """Pictures of a toy game have their own pace; no limit is needed."""
        return 1.0

    @property
    def fingerprint(self) -> str:
        """No images."""
        return ""

    @property
    def scored_by(self) -> str:
        """A distance between samples."""
        return "wasserstein"

    def sheet(self) -> None:
        """No picture beside a checkpoint: any earlier iteration can be shown."""

    # --- the rules -----------------------------------------------------------------------------------------

    def play(self, players: str = "both") -> Iterator[Substep]:
        """Play the next iteration, D's updates and then G's, as named sub-steps."""
        self.raw = {}
        for turn in self.turns(players):
            player = self.players[turn.who]
            player.updates += 1
            numbers = self.numbers.at(turn.who, self.iteration, player.updates)
            self.raw |= yield from self.rules.update(turn, numbers)
        self.iteration += 1

    def due(self, players: str) -> Iterator[tuple[Turn, torch.Tensor]]:
        """The updates of the next iteration with their numbers, for compiled rules; it counts once all are taken."""
        for turn in self.turns(players):
            player = self.players[turn.who]
            player.updates += 1
            yield turn, self.numbers.vector(turn.who, self.iteration, player.updates)
        self.iteration += 1

    def play_turn(self, turn: Turn, numbers: torch.Tensor) -> dict[str, torch.Tensor]:
        """Play an update by the rules, its numbers as a tensor; returns what it measured."""
        return exhaust(self.rules.update(turn, Numbers.read(numbers, self.settings)))

    def turns(self, players: str) -> Iterator[Turn]:
        """The updates of the next iteration in their order, with their draws; ``players`` is both, d or g."""
        s = self.settings
        if self._noise["d"] or self._noise["g"]:
            self._dropout.manual_seed(stream_seed(self.seed, Stream.DROPOUT, self.iteration))
        if players != "g" and s.updates_d:
            for z, real in zip(self.draw_z("d", s.updates_d), self.draw_real(s.updates_d), strict=True):
                yield Turn("d", z, real, self._draw_noise("d"))
        if players != "d" and s.updates_g:
            for z in self.draw_z("g", s.updates_g):
                yield Turn("g", z, None, self._draw_noise("g"))

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

    def _draw_noise(self, who: str) -> torch.Tensor | None:
        n = self._noise[who]
        return torch.rand(n, generator=self._dropout, device=self.device) if n else None

    # --- what is read off ----------------------------------------------------------------------------------

    def measured(self, raws: list[dict[str, torch.Tensor]]) -> NDArray[np.float64]:
        """Rows of (loss_d, loss_g, mean_d_real, mean_d_fake, grad_norm_d, grad_norm_g), one for each ``raw``.

        Read once for many iterations, since each reading waits for the device. A player that was not updated reads
        NaN.
        """
        rows = np.full((len(raws), len(_MEASURED)), np.nan)
        for column, name in enumerate(_MEASURED):
            there = [row for row, raw in enumerate(raws) if name in raw]
            if there:
                rows[there, column] = torch.stack([raws[row][name] for row in there]).cpu()
        return rows

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

    def close(self) -> None:
        """Nothing to let go of: no images are read."""

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
