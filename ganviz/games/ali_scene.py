"""ALI on points as the views see it: x in the user's units, codes as places in a plane.

Everything is computed with averaged weights where averages are kept, except D, which has none. The data, latents and
noise on show are drawn once, so that dots move only because the players learn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games import ali_report
from ganviz.games.ali_layers import LAYERS
from ganviz.games.ali_roles import Batch, Labels
from ganviz.games.ali_sources import PointSource
from ganviz.games.code_plane import CodePlane, LabelPlane, LatentPlane
from ganviz.games.draws import Stream, generator
from ganviz.games.player import Player
from ganviz.games.protocol import Substep
from ganviz.games.scene import Arrays, Scene, in_slices
from ganviz.networks.joint import Inputs, JointNetwork

if TYPE_CHECKING:
    from ganviz.games.ali import ALIGame

_VIEW_SAMPLES = 10_000
_MIDDLE_PAIRS = 200
_REACH = {"normal": 3.4, "uniform": 1.25}


class Still(NamedTuple):
    """Data in the user's units, and codes that samples are generated from, as places; both (n, 2)."""

    x: NDArray[np.float32]
    z: NDArray[np.float32]


class ALIScene(Scene):
    """What the views of a game of ALI are given."""

    game: ALIGame

    def __init__(self, game: ALIGame) -> None:
        super().__init__(game, LAYERS)
        use, size = game.parts.use, game.parts.code_size
        assert isinstance(game.parts.source, PointSource)
        self.labels = game.parts.source.labels
        self.plane: CodePlane = LabelPlane(size) if use.inferred else LatentPlane(size, _REACH[game.settings.latent])
        self._views: dict[int, Batch] = {}
        self._still: dict[int, Still] = {}
        self._middle: torch.Tensor | None = None
        self._code_floor: float | None = None

    # --- draws ---------------------------------------------------------------------------------------------

    def draw(self, n: int, source: torch.Generator) -> Batch:
        """n rows of data with labels, latents and noise."""
        game = self.game
        x, z, noise = (draw(n, source).to(game.device)
                       for draw in (game.problem.sample, game.draw_latent, game.draw_noise))
        return Batch(x, self.labels(x), z, noise)

    def view(self, n: int) -> Batch:
        """The first n rows, 10,000 at most, of the draws on show."""
        if not self._views:
            self._views[_VIEW_SAMPLES] = self.draw(_VIEW_SAMPLES, generator(self.game.seed, Stream.VIEW))
        if n not in self._views:
            self._views[n] = self._views[_VIEW_SAMPLES].first(n)
        return self._views[n]

    def still(self, n: int) -> Still:
        """What does not move of the first n pairs on show: their x, and the places of their z; converted once."""
        if n not in self._still:
            self._still[n] = Still(self.real(n).astype(np.float32), self.places(self.prior(n)))
        return self._still[n]

    def real(self, n: int) -> NDArray[np.float64]:
        """The first n of the data on show (n, 2)."""
        return self.to_user(self.view(n).x)

    def latent(self, n: int) -> torch.Tensor:
        """The first n of the latent points on show (n, latent_dim)."""
        return self.view(n).z

    # --- the networks --------------------------------------------------------------------------------------

    def _network(self, player: Player[JointNetwork]) -> JointNetwork:
        average = player.average if self.game.settings.ema_g > 0 else None
        return average or player.network

    def encoded(self, x: torch.Tensor, y: Labels, noise: torch.Tensor | None = None) -> torch.Tensor:
        """Codes (n, size) for x: drawn with ``noise``, or else the likeliest ones."""
        parts = self.game.parts
        output = _rows(self._network(self.game.E), parts.use.for_encoder(x, y))
        return parts.head.likeliest(output) if noise is None else parts.head.code(output, noise)

    def encoded_on_show(self, n: int) -> torch.Tensor:
        """Codes (n, size) of the first n rows on show, drawn with their noise."""
        view = self.view(n)
        return self.on_show("encoded", n, lambda: self.encoded(view.x, view.y, view.noise))

    def made(self, z: torch.Tensor, y: Labels) -> torch.Tensor:
        """G(z) in the game's units."""
        return _rows(self._network(self.game.G), self.game.parts.use.for_generator(z, y))

    def decoded(self, code: torch.Tensor, y: Labels) -> torch.Tensor:
        """G of codes (n, size); where codes are labels, with the noise z of the draws on show, over and over."""
        if self.game.parts.use.inferred:
            turns = torch.arange(len(code), device=code.device) % _VIEW_SAMPLES
            return self.made(self.view(_VIEW_SAMPLES).z[turns], code)
        return self.made(code, y)

    def generate(self, z: torch.Tensor) -> torch.Tensor:
        """G(z) in the game's units, with the labels of the draws on show."""
        return self.made(z, self.view(len(z)).y)

    def generate_fresh(self, z: torch.Tensor, source: torch.Generator) -> torch.Tensor:
        """G(z) in the game's units, with labels of fresh data."""
        data = self.game.problem.sample(len(z), source).to(self.game.device)
        return self.made(z, self.labels(data))

    def logits(self, x: torch.Tensor, code: torch.Tensor, y: Labels) -> torch.Tensor:
        """D's logits on pairs, shape (n, 1)."""
        return _rows(self.game.D.network, self.game.parts.use.pair(x, code, y))

    def shown(self, logits: torch.Tensor) -> NDArray[np.float32]:
        """Shown values of D's logits (n, 1): shape (n,)."""
        values = self.game.judgement.shown(logits, self._middle_logit()).squeeze(1)
        return np.asarray(values.detach().cpu().numpy(), dtype=np.float32)

    def _middle_logit(self) -> torch.Tensor:
        """D's mean logit on the pairs on show, as many of each kind; once for each snapshot."""
        if self._middle is None:
            view, use = self.view(_MIDDLE_PAIRS), self.game.parts.use
            encoded = self.logits(view.x, self.encoded(view.x, view.y, view.noise), view.y)
            made = self.logits(self.made(view.z, view.y), use.code(view.z, view.y), view.y)
            self._middle = (encoded.mean() + made.mean()) / 2
        return self._middle

    # --- places --------------------------------------------------------------------------------------------

    def places(self, codes: torch.Tensor) -> NDArray[np.float32]:
        """Codes or moves of codes (n, size) in the plane (n, 2)."""
        return np.asarray(self.plane.show(codes).detach().cpu().numpy(), dtype=np.float32)

    def codes(self, places: NDArray[np.float64]) -> torch.Tensor:
        """The codes at places (n, 2)."""
        return self.plane.codes(torch.as_tensor(places, dtype=torch.float32, device=self.game.device))

    def prior(self, n: int) -> torch.Tensor:
        """The first n codes on show that samples are generated from."""
        view = self.view(n)
        return self.game.parts.use.code(view.z, view.y)

    def code_floor(self) -> float:
        """What the prior match reads between two priors; found once."""
        if self._code_floor is None:
            self._code_floor = ali_report.code_floor(self)
        return self._code_floor

    # --- what the game hands on ----------------------------------------------------------------------------

    def arrays(self, layers: Any) -> Arrays:
        """The named layers as frozen arrays; what several layers need is computed once."""
        self._middle = None
        return super().arrays(layers)

    def facts(self) -> dict[str, Any]:
        """See ``ganviz.games.protocol``."""
        return ali_report.facts(self)

    def substep_arrays(self, substep: Substep) -> Arrays:
        """What a sub-step computed, for the eye."""
        self._middle = None
        return ali_report.substep_arrays(self, substep)

    def evaluation(self) -> dict[str, Any]:
        """Every measure for a report."""
        return ali_report.evaluation(self)

    def score(self) -> float:
        """The sliced Wasserstein distance to the data."""
        return self.gauge.distance()

    def sheet(self) -> None:
        """No picture beside a checkpoint: any earlier iteration can be shown."""

    @property
    def fingerprint(self) -> str:
        """No images."""
        return ""

    @property
    def watch_share(self) -> float:
        """Pictures of points have their own pace; no limit is needed."""
        return 1.0


def _rows(network: JointNetwork, inputs: Inputs) -> torch.Tensor:
    return in_slices(lambda *some: network(some), *inputs)
