"""CycleGAN: Zhu et al. 2017, "Unpaired image-to-image translation using cycle-consistent adversarial networks"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import torch
from torch import nn
from torch.autograd import backward
from torch.nn.functional import l1_loss

from ganviz.games.cycle_report import cycle_kid, cycle_report
from ganviz.games.draws import Stream, generator
from ganviz.games.image_pool import ImagePool
from ganviz.games.image_sources import NoImages, UnpairedSource, augmentation_of, listing_of
from ganviz.games.protocol import Substep
from ganviz.games.translation import TranslationGame
from ganviz.games.translation_build import discriminator_network, generator_network
from ganviz.games.translation_layers import CycleScene
from ganviz.networks.layers import Discriminator, Generator, power_iterations
from ganviz.problems.images.choice import Split
from ganviz.problems.images.choosing import preprocessing_of, unpaired
from ganviz.problems.images.unpaired import open_unpaired
from ganviz.problems.images.watching import Watch
from ganviz.settings.columns import CYCLEGAN_COLUMNS
from ganviz.settings.cyclegan import CycleGANSettings
from ganviz.settings.multiply_adds import both_ways

_FEWEST_SCORED, _MOST_SCORED = 8, 32
_SCORED_WORK = 3e11
"""Multiply-adds of a score beyond the fewest images, whose passes at full size are fewer than an iteration's. Every
checkpoint waits for its score, and comes less often the longer that takes; but the unbiased KID of a handful of images
is mostly noise."""

_POOLS = {"A": Stream.POOL_A, "B": Stream.POOL_B}


class CycleGANGame(TranslationGame[CycleGANSettings, UnpairedSource]):
    """G_A turns A into B and G_B turns B into A; D_A judges what looks like B, D_B what looks like A."""

    columns = CYCLEGAN_COLUMNS
    substeps = ("g.cycle_a", "g.cycle_b", "g.identity", "g.update", "d.update")

    ways = MappingProxyType({"a_to_b": "G_A", "b_to_a": "G_B"})

    @staticmethod
    def generators(settings: CycleGANSettings, seed: int) -> dict[str, Generator]:
        """Both generators, on the CPU."""
        a, b = preprocessing_of(settings).channels
        return {"G_A": generator_network(settings, a, b, generator(seed, Stream.INITIAL_G)),
                "G_B": generator_network(settings, b, a, generator(seed, Stream.INITIAL_G_B))}

    @staticmethod
    def discriminators(settings: CycleGANSettings, seed: int) -> dict[str, Discriminator]:
        """Both discriminators, on the CPU."""
        a, b = preprocessing_of(settings).channels
        return {"D_A": discriminator_network(settings, b, generator(seed, Stream.INITIAL_D)),
                "D_B": discriminator_network(settings, a, generator(seed, Stream.INITIAL_D_B))}

    def take_networks(self, generators: Mapping[str, Generator], discriminators: Mapping[str, Discriminator]) -> None:
        """Name the networks as the paper does, and begin the pools."""
        self.G_A, self.G_B = generators["G_A"], generators["G_B"]
        self.D_A, self.D_B = discriminators["D_A"], discriminators["D_B"]
        self.pools = {name: ImagePool(self.settings.pool_size) for name in _POOLS}

    def play(self, players: str = "both") -> Iterator[Substep]:
        """Play the next iteration: both generators, then both discriminators."""
        batch = self.images.batch(self.turn, self.part_size)
        a, b = batch.a.to(self.device), batch.b.to(self.device)
        self.begin(players)
        fakes: dict[str, torch.Tensor] = {}
        if players == "d":
            fakes = self._translate(a, b)
        else:
            yield from self._play_generators(a, b, fakes)
        if players != "g":
            yield from self._play_discriminators(a, b, fakes)
        self.end()

    @torch.no_grad()
    def _translate(self, a: torch.Tensor, b: torch.Tensor) -> dict[str, torch.Tensor]:
        return {"B": self.run(self.G_A, a, track=False), "A": self.run(self.G_B, b, track=False)}

    def _play_generators(self, a: torch.Tensor, b: torch.Tensor, fakes: dict[str, torch.Tensor]) -> Iterator[Substep]:
        """Each term of the loss runs forward and backward by itself, so that two networks' activations at most lie in
        memory and not six; the gradients add up to those of the sum."""
        s = self.settings
        with self.player_d.frozen():
            for side, there, back, judge, x, weight in (("A", self.G_A, self.G_B, self.D_A, a, s.weight_cycle_a),
                                                        ("B", self.G_B, self.G_A, self.D_B, b, s.weight_cycle_b)):
                loss, fake = self._cycle(side, there, back, judge, x, weight)
                backward(loss)
                fakes["B" if side == "A" else "A"] = fake
                yield Substep(f"g.cycle_{side.lower()}", {"input": x, "output": fake})
            if s.weight_identity > 0:
                backward(self._identity("b", self.G_A, b, s.weight_cycle_b))
                backward(self._identity("a", self.G_B, a, s.weight_cycle_a))
                yield Substep("g.identity", {})
            with self.learning(self.player_g, s.learning_rate_g):
                pass
        self.raw["grad_norm_g"] = self.player_g.norm
        yield Substep("g.update", {})

    def _cycle(self, side: str, there: nn.Module, back: nn.Module, judge: nn.Module, x: torch.Tensor,
               weight: float) -> tuple[torch.Tensor, torch.Tensor]:
        """The adversarial and the cycle loss of one direction, and its result."""
        fake = self.run(there, x)
        again = self.run(back, fake)
        judged = self.losses.for_g(self.run(judge, fake))
        error = l1_loss(again, x)
        self.raw |= {f"loss_gan_{side.lower()}": judged.detach(), f"loss_cycle_{side.lower()}": error.detach()}
        return judged + weight * error, fake.detach()

    def _identity(self, side: str, network: nn.Module, x: torch.Tensor, weight: float) -> torch.Tensor:
        """What a generator should leave alone: an image that is already of the kind that it makes."""
        error = l1_loss(self.run(network, x), x)
        self.raw[f"loss_identity_{side}"] = error.detach()
        return self.settings.weight_identity * weight * error

    def _play_discriminators(self, a: torch.Tensor, b: torch.Tensor,
                             fakes: dict[str, torch.Tensor]) -> Iterator[Substep]:
        for network in (self.D_A, self.D_B):
            power_iterations(network)
        with self.learning(self.player_d, self.settings.learning_rate_d):
            for side, judge, real, made in (("a", self.D_A, b, "B"), ("b", self.D_B, a, "A")):
                backward(self._judge(side, judge, real, self._exchanged(made, fakes[made])))
        self.raw["grad_norm_d"] = self.player_d.norm
        yield Substep("d.update", {})

    def _exchanged(self, made: str, fresh: torch.Tensor) -> torch.Tensor:
        """What the pool gives for fresh results; all ranks have the same pool, of the results of all."""
        source = generator(self.seed, _POOLS[made], self.iteration)
        return self.ranks.part(self.pools[made].exchange(self.ranks.gather(fresh), source))

    def _judge(self, side: str, judge: Callable[..., torch.Tensor], real: torch.Tensor,
               fake: torch.Tensor) -> torch.Tensor:
        on_real, on_fake = self.run(judge, real), self.run(judge, fake)
        loss = (self.losses.real(on_real) + self.losses.fake(on_fake)) / 2
        loss = loss + self.penalty(lambda x: judge(x, self.training(track=False)), real, fake)
        on_real, on_fake = on_real.detach(), on_fake.detach()
        self.raw |= {f"loss_d_{side}": loss.detach(), f"mean_d_real_{side}": self.losses.shown(on_real).mean(),
                     f"mean_d_fake_{side}": self.losses.shown(on_fake).mean(),
                     f"accuracy_d_{side}": self.losses.accuracy(on_real, on_fake)}
        return loss

    def reconstruction(self) -> torch.Tensor | None:
        """The cycle error of both directions."""
        if "loss_cycle_a" not in self.raw:
            return None
        return self.raw["loss_cycle_a"] + self.raw["loss_cycle_b"]

    # --- what is read off ----------------------------------------------------------------------------------

    @property
    def scored(self) -> int:
        """As many as cost a bounded time; one of each side takes a pass of both generators."""
        affordable = _SCORED_WORK / both_ways(self.settings.model_dump())
        return int(min(max(affordable, _FEWEST_SCORED), _MOST_SCORED))

    @property
    def scored_by(self) -> str:
        """With the number of images, as a kernel distance of fewer is another measure."""
        return f"{self.settings.best_by} of {self.scored}"

    def facts(self) -> dict[str, Any]:
        """As every image game's, and whether the true errors are known."""
        return {**super().facts(), "truth": bool(self.images.truth(self.images.held_out))}

    def make_scene(self) -> CycleScene:
        """What shows the game."""
        return CycleScene(self)

    def length(self, split: Split) -> int:
        """How many images the smaller pile of a split has."""
        return min(self.images.length(split, "A"), self.images.length(split, "B"))

    def report(self, split: Split, most: int | None = None, *, diagnose: bool = False) -> dict[str, Any]:
        """Cycle error and KID of both directions on a split or its first ``most`` images."""
        return cycle_report(self, split, most, diagnose)

    @torch.no_grad()
    def score(self) -> float:
        """As every image game's; KID needs no passes back."""
        if self.settings.best_by == "kid":
            return cycle_kid(self, self.images.held_out, self.scored)
        return super().score()

    @classmethod
    def open_images(cls, settings: CycleGANSettings, seed: int, watch: Watch) -> UnpairedSource:
        """The two piles that the settings name; without a name none, for a run that is only used.

        Raises:
            UserError: if they can't be used.
        """
        if not settings.data:
            return NoImages()
        return open_unpaired(listing_of(unpaired(settings), settings.leave_out, watch), preprocessing_of(settings),
                             augmentation_of(settings), seed, watch=watch)
