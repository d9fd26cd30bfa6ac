"""What Pix2Pix and CycleGAN have in common beside their rules; see ``ganviz.games.protocol.Game``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from math import inf
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.conv_player import ConvPlayer
from ganviz.games.draws import Stream, generator, stream_seed
from ganviz.games.image_pool import ImagePool
from ganviz.games.image_sources import TranslationSource
from ganviz.games.memory_need import check_memory
from ganviz.games.protocol import Sheet, Substep
from ganviz.games.ranks import ALONE, Ranks
from ganviz.games.rates import Plateau
from ganviz.games.state import FlatState, GameState
from ganviz.games.translation_build import check_batches, check_parts, check_sizes
from ganviz.games.translation_layers import substep_arrays
from ganviz.networks.layers import Discriminator, Generator
from ganviz.networks.mlp import Pass
from ganviz.objectives.patches import PatchLosses
from ganviz.problems.images.choice import Split
from ganviz.problems.images.watching import Watch
from ganviz.settings.columns import Column
from ganviz.settings.translation import TranslationSettings
from ganviz.settings.translation_names import PACES, PATCH_LOSSES, PENALTIES, RATE_SCHEDULES

Chosen = TypeVar("Chosen", bound=TranslationSettings)
Images = TypeVar("Images", bound=TranslationSource)
_PLATEAU = "schedule_optimizer.plateau"
_HIGHER_IS_BETTER = ("psnr", "ssim")


class Scene(Protocol):
    """What shows an image game; see ``ganviz.games.translation_layers``."""

    def arrays(self, layers: Mapping[str, Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
        """The named layers as frozen arrays."""
        ...

    def sheet(self) -> Sheet | None:
        """The fixed samples as one picture, if there are any."""
        ...

    def names(self) -> dict[str, list[str]]:
        """The names of the images on show, by fact."""
        ...

    def lengths(self) -> dict[str, int]:
        """How many images each of them is chosen from, by the same facts."""
        ...


class TranslationGame(Generic[Chosen, Images]):
    """Players, draws, rates and state of an image translation. Its state is too large to be kept often.

    Args:
        settings: the validated settings of the game.
        seed: the start of every draw.
        device: where it computes.
        images: what it is played with; a game and its twins share them.

    Attributes:
        columns: what it measures.
        substeps: the ids of an iteration's sub-steps.
        ways: which generator goes which way, "a_to_b" or "b_to_a".
    """

    state: FlatState | None = None
    columns: ClassVar[tuple[Column, ...]]
    substeps: ClassVar[tuple[str, ...]]
    ways: ClassVar[Mapping[str, str]]

    def __init__(self, settings: Chosen, seed: int, device: torch.device, images: Images) -> None:
        self.settings = settings
        self.seed = seed
        self.device = device
        self.images = images
        self.ranks: Ranks = ALONE
        self.iteration = 0
        self.raw: dict[str, torch.Tensor] = {}
        self.pools: dict[str, ImagePool] = {}
        self._plateau = Plateau()
        self._dropout = torch.Generator(device=device)
        self._make_players()
        self.scene = self.make_scene()
        self.use(settings)

    def _make_players(self) -> None:
        """Both generators (or the one) under one Adam, the discriminators under another."""
        generators, discriminators = self.generators(self.settings, self.seed), self.discriminators(
            self.settings, self.seed)
        check_sizes(self.settings, next(iter(generators.values())), next(iter(discriminators.values())),
                    self.images.sizes)
        for network in (*generators.values(), *discriminators.values()):
            network.to(self.device)
        self.take_networks(generators, discriminators)
        self.player_g, self.player_d = ConvPlayer(generators), ConvPlayer(discriminators)

    @staticmethod
    def generators(settings: Any, seed: int) -> dict[str, Generator]:
        """The generators by their names in files, on the CPU."""
        raise NotImplementedError

    @staticmethod
    def discriminators(settings: Any, seed: int) -> dict[str, Discriminator]:
        """The discriminators by their names in files, on the CPU."""
        raise NotImplementedError

    def take_networks(self, generators: Mapping[str, Generator], discriminators: Mapping[str, Discriminator]) -> None:
        """Name the networks."""
        raise NotImplementedError

    def play(self, players: str = "both") -> Iterator[Substep]:
        """Play the next iteration as named sub-steps; ``players`` is both, d or g."""
        raise NotImplementedError

    def make_scene(self) -> Scene:
        """What shows the game."""
        raise NotImplementedError

    def length(self, split: Split) -> int:
        """How many images a split has, of the shorter side where there are two."""
        raise NotImplementedError

    def report(self, split: Split, most: int | None = None, *, diagnose: bool = False) -> dict[str, Any]:
        """Measures on a split or its first ``most`` images; with ``diagnose`` the figures of the diagnosis too; see
        ``ganviz.games.translation_report``."""
        raise NotImplementedError

    @classmethod
    def open_images(cls, settings: Chosen, seed: int, watch: Watch) -> Images:
        """What the settings name.

        Raises:
            UserError: if it can't be used.
        """
        raise NotImplementedError

    @classmethod
    def begun(cls, settings: Chosen, seed: int, device: torch.device, watch: Watch) -> Self:
        """The game on the images that the settings name.

        Raises:
            UserError: if they can't be used, or if there is too little memory for the settings.
            ReadingCancelledError: if the watch is cancelled.
        """
        with torch.device("meta"):
            outlines = cls.generators(settings, seed), cls.discriminators(settings, seed)
        images = cls.open_images(settings, seed, watch)
        check_memory(settings, *outlines, images.sizes, device)
        return cls(settings, seed, device, images)

    @classmethod
    def bare(cls, settings: Chosen, seed: int, device: torch.device, classes: Sequence[str]) -> Self:  # noqa: ARG003
        """The game without its images, to be shown.

        Raises:
            UserError: if there is too little memory for it.
        """
        return cls.begun(settings.changed({"data": "", "data_b": ""}), seed, device, Watch())

    @staticmethod
    def operations(settings: Chosen) -> float:
        """About how many floating-point operations an iteration takes: worth a GPU in any case."""
        return 1e3 * settings.batch_size * settings.crop_size**2 * settings.width_g**2

    def twin(self) -> Self:
        """A second, fresh instance of the same game, on the same images."""
        return type(self)(self.settings, self.seed, self.device, self.images)

    def close(self) -> None:
        """Let go of threads that read images."""
        self.images.close()

    def join(self, ranks: Ranks) -> None:
        """Play with others from the next iteration on, each a part of ``batch_size``.

        Raises:
            UserError: if a batch can't be divided among them.
        """
        check_parts(self.settings, ranks.size, self.images.sizes)
        self.ranks = self.player_g.ranks = self.player_d.ranks = ranks

    def check(self, settings: Chosen) -> None:
        """Refuse settings by which images of unlike sizes would meet.

        Raises:
            UserError: that names the setting and what to do.
        """
        check_batches(settings, self.images.train_sizes)

    def use(self, settings: Chosen) -> None:
        """Take new live settings from the next iteration on."""
        self.settings = settings
        self.losses: PatchLosses = PATCH_LOSSES.load(settings.objective)
        self._penalty = PENALTIES.load(settings.penalty)
        self._schedule = RATE_SCHEDULES.load(settings.schedule)
        self._pace = PACES.load(settings.schedule_by)

    @property
    def scored(self) -> int:
        """How many held-out images (of each side) choose the best checkpoint, where there are so many.

        It follows from the settings alone, so that a run is the same on every machine.
        """
        raise NotImplementedError

    @property
    def scored_by(self) -> str:
        """The measure that chooses the best checkpoint."""
        return self.settings.best_by

    @property
    def watch_share(self) -> float:
        """The share of the time that pictures may cost."""
        return self.settings.watch_budget

    @property
    def fingerprint(self) -> str:
        """The images' fingerprint."""
        return self.images.fingerprint

    # --- for the rules -------------------------------------------------------------------------------------

    @property
    def turn(self) -> int:
        """Which turn of all ranks' comes next; this rank's part of the batch and its own draws go by it."""
        return self.ranks.turn(self.iteration)

    @property
    def part_size(self) -> int:
        """Images (or pairs) in this rank's part of a batch."""
        return self.settings.batch_size // self.ranks.size

    def begin(self, players: str) -> None:
        """Begin an iteration: nothing measured yet, dropout's draws those of this turn."""
        self.ranks.announce(self, players)
        self.raw = {}
        self._dropout.manual_seed(stream_seed(self.seed, Stream.DROPOUT, self.turn))

    def training(self, track: bool = True) -> Pass:
        """A pass in training; ``track`` lets batch statistics into the running ones."""
        return Pass(True, track, 0.5, self._dropout)

    def autocast(self) -> AbstractContextManager[object]:
        """The precision of forward passes."""
        if self.settings.precision == "float32":
            return nullcontext()
        return torch.autocast(self.device.type, torch.bfloat16)

    def run(self, network: Callable[..., torch.Tensor], x: torch.Tensor, track: bool = True) -> torch.Tensor:
        """What a network makes of x (n, C, H, W) in training, in the type of x.

        The pass alone may be in bf16: pools (numpy has no bf16), losses and penalties take it in full.
        """
        with self.autocast():
            return network(x, self.training(track)).to(x.dtype)

    def learning(self, player: ConvPlayer, rate: float) -> AbstractContextManager[None]:
        """One update of a player at its rate times the schedule's factor."""
        return player.learning(rate * self.factor(), self.settings.beta1, self.settings.beta2)

    def factor(self) -> float:
        """What the schedule makes of the rates in this iteration."""
        factor: float = self._schedule(self._position(self.iteration), self.settings)
        return factor * self._plateau.factor if self.settings.schedule == "plateau" else factor

    def penalty(self, judge: Any, real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
        """The weighted penalty of D; an image's value is the mean over its patches."""
        if self.settings.penalty == "none":
            return real.new_zeros(())
        source = generator(self.seed, Stream.PENALTY, self.turn)
        value: torch.Tensor = self._penalty(lambda x: judge(x).flatten(1).mean(1, keepdim=True), real, fake, source)
        return self.settings.penalty_weight * value

    def reconstruction(self) -> torch.Tensor | None:
        """The measured loss that a plateau is found by; None where only D was played."""
        raise NotImplementedError

    def end(self) -> None:
        """End an iteration, which measured the mean over all ranks."""
        self.raw = self.ranks.mean(self.raw)
        factor = self.factor()
        self.raw["learning_rate"] = torch.tensor(self.settings.learning_rate_g * factor)
        self.raw["learning_rate_d"] = torch.tensor(self.settings.learning_rate_d * factor)
        self._look_for_a_plateau()
        self.iteration += 1

    def _look_for_a_plateau(self) -> None:
        reconstruction = self.reconstruction()
        if self.settings.schedule != "plateau":
            self._plateau.begin(self.iteration + 1)  # one that is chosen later begins then, at the rate as it is set
        elif reconstruction is not None:
            passed = self._position(self.iteration) - self._position(self._plateau.looked)
            self._plateau.note(reconstruction, self.iteration, passed, self.settings)

    def _position(self, iteration: int) -> int:
        epochs = self.images.epoch(iteration, self.settings.batch_size)
        position: int = self._pace(iteration, epochs)
        return position

    # --- what is read off ----------------------------------------------------------------------------------

    def measured(self, raws: list[dict[str, torch.Tensor]]) -> NDArray[np.float64]:
        """Rows of the game's columns, NaN where nothing was measured; read off the device at once."""
        missing = torch.tensor(torch.nan)
        values = [raw.get(column.key, missing).to(self.device, torch.float32) for raw in raws
                  for column in self.columns]
        return torch.stack(values).view(len(raws), -1).cpu().numpy().astype(np.float64)

    def facts(self) -> dict[str, Any]:
        """What the views need to know once; see ``ganviz.games.translation_layers``."""
        judge, neutral = next(iter(self.player_d.networks.values())), self.losses.neutral
        return {"columns": [column.id for column in self.columns], "substeps": list(self.substeps),
                "neutral": None if neutral is None else float(self.losses.shown(torch.tensor(neutral))),
                "shown_name": self.losses.shown_name, "shown_range": list(self.losses.shown_range),
                "patch": judge.patch, "stride": judge.stride, "held_out": self.images.held_out,
                "count": self.length(self.images.held_out), **self.scene.names(), "lengths": self.scene.lengths(),
                "epoch": 1 / self.images.epoch(1, self.settings.batch_size) if self.images.sizes else 0.0}

    @torch.no_grad()
    def snapshot(self, layers: Mapping[str, Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
        """Frozen arrays for the named layers; touches nothing that training sees."""
        return self.scene.arrays(layers)

    @torch.no_grad()
    def sheet(self) -> Sheet | None:
        """The fixed samples as one picture, a row for each; None without held-out images."""
        return self.scene.sheet()

    @torch.no_grad()
    def evaluate(self) -> dict[str, Any]:
        """Measures and the figures of the diagnosis on the test split, or on the one that is held out, or on all."""
        splits: tuple[Split, ...] = ("test", self.images.held_out, "train")
        return self.report(next((split for split in splits if self.length(split)), "test"), diagnose=True)

    @torch.no_grad()
    def score(self) -> float:
        """The chosen measure on the first ``scored`` held-out images, lower being better; infinite without any."""
        # Every checkpoint waits for its score, and nothing is answered meanwhile: it may cost a few passes only. The
        # images are always the same ones, so that the scores of few can be compared.
        found = self.report(self.images.held_out, self.scored)
        measure = self.settings.best_by
        if measure not in found:
            return inf
        value = float(found[measure])
        return -value if measure in _HIGHER_IS_BETTER else value

    def substep_arrays(self, substep: Substep) -> dict[str, NDArray[Any]]:
        """Frozen arrays that show what a sub-step computed: images uint8 (n, H, W, C), patch maps float32 (n, h, w)."""
        return substep_arrays(self.losses, substep)

    # --- state ---------------------------------------------------------------------------------------------

    def info(self) -> dict[str, int]:
        """The whole numbers of the state."""
        return {"iteration": self.iteration, "updates_d": self.player_d.updates, "updates_g": self.player_g.updates}

    def present(self) -> GameState:
        """All that training changes; the tensors are the game's own."""
        pools = [pool.tensors(name) for name, pool in self.pools.items()]
        tensors = {**self.player_g.tensors(), **self.player_d.tensors(), _PLATEAU: self._plateau.memory}
        return GameState({name: tensor for each in (tensors, *pools) for name, tensor in each.items()}, self.info())

    @torch.no_grad()
    def put_back(self, state: GameState) -> None:
        """Take a copy of a state.

        Raises:
            KeyError: if a tensor or a number is missing; nothing is taken then.
        """
        numbers = [int(state.numbers[name]) for name in ("iteration", "updates_d", "updates_g")]
        own = {**self.player_g.tensors(), **self.player_d.tensors(), _PLATEAU: self._plateau.memory}
        pairs = [(tensor, state.tensors[name]) for name, tensor in own.items()]
        for tensor, kept in pairs:
            tensor.copy_(kept)
        for name, pool in self.pools.items():
            pool.put_back(name, state.tensors, self.device)
        self.iteration, self.player_d.updates, self.player_g.updates = numbers
        for player in (self.player_g, self.player_d):
            player.drop_gradients()

    def named(self) -> Mapping[str, torch.nn.Module]:
        """Every network by its name in files."""
        return {**self.player_g.networks, **self.player_d.networks}
