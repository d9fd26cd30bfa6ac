"""ALI on images as the views see it: pictures in 256 levels, codes as places on their two principal axes.

Everything is computed in evaluation mode, with averaged weights where averages are kept. Held-out images are shown by
their place in the split that is held out. Latents and noise on show are drawn once, so that pictures change only
because the players learn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games import ali_image_report
from ganviz.games.ali_image_layers import LAYERS
from ganviz.games.ali_roles import Labels
from ganviz.games.ali_sources import LabelledSource, PictureSource
from ganviz.games.draws import Stream, generator
from ganviz.games.image_arrays import frozen, grid, pictures
from ganviz.games.player import Player
from ganviz.games.protocol import Sheet, Substep
from ganviz.games.translation_layers import chosen
from ganviz.networks.joint import JointNetwork
from ganviz.problems.images.batches import LabelledBatch
from ganviz.problems.images.choice import Split

if TYPE_CHECKING:
    from ganviz.games.ali import ALIGame

Arrays = dict[str, NDArray[Any]]
Options = Mapping[str, Any]
_VIEW_LATENTS = 2_000
_CHUNK = 500
_SHEET = 10
_KEPT = 16
"""How many choices of held-out images are kept, the latest ones: those of every view, and of three operands."""


class ALIImageScene:
    """What the views of a game of ALI on images are given."""

    def __init__(self, images: LabelledSource, game: ALIGame) -> None:
        self.images = images
        self.game = game
        self._held: dict[tuple[int, ...], LabelledBatch] = {}
        self._latents: torch.Tensor | None = None
        self._floors: dict[Split, float] = {}

    # --- what is on show -----------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many images are held out."""
        return self.images.length(self.images.held_out)

    def places(self, options: Options, default: int | None = None) -> list[int]:
        """Which held-out images are on show: those named by ``indices``, or ``n`` of them that the seed chooses."""
        return chosen(options, self.count, default or self.game.settings.samples, self.game.seed)

    def members(self, name: str) -> list[int]:
        """The held-out images of a class, by their places; none of a class that there is not."""
        if name not in self.images.classes:
            return []
        labels = self.images.labels(self.images.held_out)
        return torch.nonzero(labels == self.images.classes.index(name))[:, 0].tolist()

    def held(self, places: Sequence[int]) -> tuple[torch.Tensor, Labels]:
        """Held-out images (n, C, H, W) and their one-hot labels where labels are used."""
        key = tuple(places)
        batch = self._held.pop(key, None) or self.images.examples(self.images.held_out, list(key))
        self._held = dict(list(self._held.items())[1 - _KEPT:]) | {key: batch}
        return self._on_device(batch)

    def _on_device(self, batch: LabelledBatch) -> tuple[torch.Tensor, Labels]:
        return batch.x.to(self.game.device), self._one_hot(batch.y)

    def _one_hot(self, labels: torch.Tensor) -> Labels:
        source = self.game.parts.source
        assert isinstance(source, PictureSource)
        return source.one_hot(labels)

    def some(self, split: Split, places: Sequence[int]) -> tuple[torch.Tensor, Labels, NDArray[np.int64]]:
        """Images of a split with one-hot labels where they are used, and their labels as numbers, -1 for none."""
        batch = self.images.examples(split, list(places))
        return *self._on_device(batch), batch.y.numpy()

    def latents(self, n: int) -> torch.Tensor:
        """The first n, 2,000 at most, of the latent points on show (n, latent_dim)."""
        if self._latents is None:
            self._latents = self.game.draw_latent(_VIEW_LATENTS, generator(self.game.seed, Stream.VIEW, 0))
        return self._latents[:n].to(self.game.device)

    def given_labels(self, n: int) -> Labels:
        """Labels for n samples, one class after the other, where labels are used."""
        return self._one_hot(torch.arange(n) % max(1, len(self.images.classes)))

    def drawn_labels(self, n: int, source: torch.Generator) -> Labels:
        """Labels of n training images drawn by chance, where labels are used."""
        known = self.images.labels("train")
        return self._one_hot(known[torch.randint(len(known), (n,), generator=source)])

    # --- the networks --------------------------------------------------------------------------------------

    def _network(self, player: Player[JointNetwork]) -> JointNetwork:
        average = player.average if self.game.settings.ema_g > 0 else None
        return average or player.network

    def encoded(self, x: torch.Tensor, y: Labels, noise: torch.Tensor | None = None) -> torch.Tensor:
        """Codes (n, size) of images: drawn with ``noise``, or else the likeliest ones."""
        parts, network = self.game.parts, self._network(self.game.E)
        outputs = [network(parts.use.for_encoder(x[at:at + _CHUNK], None if y is None else y[at:at + _CHUNK]))
                   for at in range(0, len(x), _CHUNK)]
        output = torch.cat(outputs)
        return parts.head.likeliest(output) if noise is None else parts.head.code(output, noise)

    def made(self, z: torch.Tensor, y: Labels) -> torch.Tensor:
        """G(z), images (n, C, H, W)."""
        network, use = self._network(self.game.G), self.game.parts.use
        return torch.cat([network(use.for_generator(z[at:at + _CHUNK], None if y is None else y[at:at + _CHUNK]))
                          for at in range(0, len(z), _CHUNK)])

    def decoded(self, code: torch.Tensor, y: Labels, *, alike: bool = False) -> torch.Tensor:
        """G of codes; where codes are labels, with the latents on show, or with the first of them where all are alike.
        """
        if self.game.parts.use.inferred:
            which = torch.arange(len(code)) % (1 if alike else _VIEW_LATENTS)
            return self.made(self.latents(_VIEW_LATENTS)[which], code)
        return self.made(code, y)

    # --- what the game hands on ----------------------------------------------------------------------------

    def arrays(self, layers: Mapping[str, Options]) -> Arrays:
        """The named layers as frozen arrays; see ``ganviz.games.ali_image_layers``."""
        return {f"{name}.{part}": frozen(array) for name, options in layers.items()
                for part, array in LAYERS[name](self, options).items()}

    def sheet(self) -> Sheet:
        """A row for each: held-out image, its reconstruction, and a few samples."""
        rows = min(_SHEET, self.count) or _SHEET
        samples = pictures(list(self.made(self.latents(rows * _SHEET), self.given_labels(rows * _SHEET))))
        columns = [samples[at::_SHEET] for at in range(_SHEET)]
        if self.count:
            shown = self.arrays({"reconstructions": {"n": rows}})
            columns = [shown["reconstructions.input"], shown["reconstructions.again"], *columns]
        return Sheet(grid(columns), {})

    def facts(self) -> dict[str, Any]:
        """What the views need to know once."""
        return ali_image_report.facts(self)

    def substep_arrays(self, substep: Substep) -> Arrays:
        """What a sub-step computed, for the eye."""
        return ali_image_report.substep_arrays(self, substep)

    def evaluation(self) -> dict[str, Any]:
        """Every measure for a report."""
        return ali_image_report.evaluation(self)

    def score(self) -> float:
        """The reconstruction ratio on a few held-out images; infinite without any."""
        return ali_image_report.score(self)

    def floor(self, split: Split) -> float:
        """What the prior match of a split reads between two priors; found once."""
        if split not in self._floors:
            self._floors[split] = ali_image_report.prior_floor(self, split)
        return self._floors[split]

    @property
    def fingerprint(self) -> str:
        """The images' SHA-256."""
        return self.images.fingerprint

    @property
    def watch_share(self) -> float:
        """The share of the time that pictures may cost."""
        return self.game.settings.watch_budget
