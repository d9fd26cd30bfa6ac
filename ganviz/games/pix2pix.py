"""Pix2Pix: Isola et al. 2017, "Image-to-image translation with conditional adversarial networks"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import torch
from torch.autograd import backward
from torch.nn.functional import l1_loss

from ganviz.games.draws import Stream, generator
from ganviz.games.image_sources import NoImages, PairSource, augmentation_of, listing_of
from ganviz.games.pair_report import pair_report
from ganviz.games.protocol import Substep
from ganviz.games.translation import TranslationGame
from ganviz.games.translation_build import discriminator_network, generator_network
from ganviz.games.translation_layers import PairScene
from ganviz.networks.layers import Discriminator, Generator, power_iterations
from ganviz.problems.images.choice import Split
from ganviz.problems.images.choosing import pairs, preprocessing_of
from ganviz.problems.images.paired import open_pairs
from ganviz.problems.images.watching import Watch
from ganviz.settings.columns import PIX2PIX_COLUMNS
from ganviz.settings.pix2pix import Pix2PixSettings


class Pix2PixGame(TranslationGame[Pix2PixSettings, PairSource]):
    """G turns an input into an output; D sees the input beside it and tells outputs from targets, patch by patch."""

    columns = PIX2PIX_COLUMNS
    substeps = ("g.translate", "d.judge", "d.update", "g.judge", "g.update")

    ways = MappingProxyType({"a_to_b": "G"})

    @staticmethod
    def generators(settings: Pix2PixSettings, seed: int) -> dict[str, Generator]:
        """G, on the CPU."""
        a, b = preprocessing_of(settings).channels
        return {"G": generator_network(settings, a, b, generator(seed, Stream.INITIAL_G))}

    @staticmethod
    def discriminators(settings: Pix2PixSettings, seed: int) -> dict[str, Discriminator]:
        """D of input and output together, on the CPU."""
        return {"D": discriminator_network(settings, sum(preprocessing_of(settings).channels),
                                           generator(seed, Stream.INITIAL_D))}

    def take_networks(self, generators: Mapping[str, Generator], discriminators: Mapping[str, Discriminator]) -> None:
        """Name the networks as the paper does."""
        self.G, self.D = generators["G"], discriminators["D"]

    def play(self, players: str = "both") -> Iterator[Substep]:
        """Play the next iteration: one translation, D's update, then G's."""
        batch = self.images.batch(self.turn, self.part_size)
        a, b = batch.a.to(self.device), batch.b.to(self.device)
        self.begin(players)
        with torch.set_grad_enabled(players != "d"):
            fake = self.run(self.G, a, track=players != "d")
        if players != "d":
            yield Substep("g.translate", {"input": a, "output": fake, "target": b})
        if players != "g" and self.settings.weight_gan > 0:
            yield from self._play_discriminator(a, b, fake.detach())
        if players != "d":
            yield from self._play_generator(a, b, fake)
        self.end()

    def _play_discriminator(self, a: torch.Tensor, b: torch.Tensor, fake: torch.Tensor) -> Iterator[Substep]:
        power_iterations(self.D)
        on_fake = self.run(self.D, torch.cat((a, fake), 1))
        on_real = self.run(self.D, torch.cat((a, b), 1))
        yield Substep("d.judge", {"on_fake": on_fake, "on_real": on_real})
        loss = (self.losses.fake(on_fake) + self.losses.real(on_real)) / 2
        loss = loss + self.penalty(lambda x: self.D(torch.cat((a, x), 1), self.training(track=False)), b, fake)
        with self.learning(self.player_d, self.settings.learning_rate_d):
            backward(loss)
        shown = self.losses.shown
        self.raw |= {"loss_d": loss.detach(), "mean_d_real": shown(on_real.detach()).mean(),
                     "mean_d_fake": shown(on_fake.detach()).mean(), "grad_norm_d": self.player_d.norm,
                     "accuracy_d": self.losses.accuracy(on_real.detach(), on_fake.detach())}
        yield Substep("d.update", {})

    def _play_generator(self, a: torch.Tensor, b: torch.Tensor, fake: torch.Tensor) -> Iterator[Substep]:
        s = self.settings
        difference = l1_loss(fake, b)
        loss = s.weight_l1 * difference
        with self.player_d.frozen():
            if s.weight_gan > 0:
                on_fake = self.run(self.D, torch.cat((a, fake), 1))
                judged = self.losses.for_g(on_fake)
                loss = loss + s.weight_gan * judged
                self.raw["loss_gan"] = judged.detach()
                yield Substep("g.judge", {"on_fake": on_fake})
            with self.learning(self.player_g, s.learning_rate_g):
                backward(loss)
        self.raw |= {"loss_l1": difference.detach(), "grad_norm_g": self.player_g.norm}
        yield Substep("g.update", {})

    def reconstruction(self) -> torch.Tensor | None:
        """The difference to the target."""
        return self.raw.get("loss_l1")

    # --- what is read off ----------------------------------------------------------------------------------

    @torch.no_grad()
    def translate(self, inputs: torch.Tensor) -> torch.Tensor:
        """G's outputs in evaluation mode, (n, C, H, W), -1..1."""
        outputs: torch.Tensor = self.G(inputs)
        return outputs

    @property
    def scored(self) -> int:
        """A few: an error is told from pairs, one by one."""
        return 8

    def make_scene(self) -> PairScene:
        """What shows the game."""
        return PairScene(self)

    def length(self, split: Split) -> int:
        """How many pairs a split has."""
        return self.images.length(split)

    def report(self, split: Split, most: int | None = None, *, diagnose: bool = False) -> dict[str, Any]:
        """L1, PSNR, SSIM and KID on a split or its first ``most`` pairs."""
        return pair_report(self, split, most, diagnose)

    @classmethod
    def open_images(cls, settings: Pix2PixSettings, seed: int, watch: Watch) -> PairSource:
        """The pairs that the settings name; without a name none, for a run that is only used.

        Raises:
            UserError: if they can't be used.
        """
        if not settings.data:
            return NoImages()
        return open_pairs(listing_of(pairs(settings), settings.leave_out, watch), preprocessing_of(settings),
                          augmentation_of(settings), seed, watch=watch)
