"""How far a game's generator is from its data: which samples are drawn for that, and what they are compared with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ganviz.games.draws import Stream, generator
from ganviz.metrics.about import about
from ganviz.metrics.divergences import Far, Generated, Rated
from ganviz.metrics.report import Baseline, Draw, Units, baseline, distance, is_finite, measure, missing
from ganviz.problems.problem import Sampler
from ganviz.settings.names import LATENTS

if TYPE_CHECKING:
    import torch

    from ganviz.games.scene import Scene

Floats = NDArray[np.float64]

_GENERATED_SAMPLES = {1: 5_000, 2: 3_000}
"""By dimension: how many generated samples a reading takes; its distance is to as many real ones."""
_COMPARED = {1: 1_500, 2: 600}
"""How many real and generated samples the divergences compare by their densities: the dearest part of a reading."""
_FAR_SAMPLES, _FEWEST_FAR = 1_000, 100
_PAIRS = 8


class Gauge:
    """Reads the measures of a game, from draws that are fresh at each iteration and the same at each replay.

    Real samples are drawn once, sixteen times over, and take turns: their densities need not be found again, and the
    same sixteen, in pairs taken both ways, show what each measure reads where nothing differs.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._game, self._problem = scene.game, scene.game.problem
        self._real: dict[int, Rated] = {}

    def values(self) -> dict[str, float]:
        """Every measure by name; see ``metrics.report.measure``."""
        source = self._source()
        x = self._generate(_GENERATED_SAMPLES[self._scene.dim], source)
        if not is_finite(x):
            return missing(self._scene.dim)
        turn = self._game.iteration % (2 * _PAIRS)
        rows = self._rows[turn]
        draw = Draw(rows, x, self._rated(turn), self._generated(x, self._far(source)))
        return measure(draw, self._units, self._baseline)

    def distance(self) -> float:
        """The Wasserstein-1 distance on the line, the sliced one in the plane, of the same draws; NaN if G diverged."""
        rows = self._rows[self._game.iteration % (2 * _PAIRS)]
        x = self._generate(_GENERATED_SAMPLES[self._scene.dim], self._source())
        return distance(rows, x, self._units.distance)[1] if is_finite(x) else float("nan")

    @property
    def floor(self) -> dict[str, float]:
        """What each measure reads between two real samples: from sixteen pairs, found once."""
        return self._baseline.floor

    def about(self) -> dict[str, object]:
        """Direction, unit and estimator of each measure in words."""
        standardised = bool((self._units.distance != 1).any())
        unit = "standard deviations along each axis" if standardised else "units of the data"
        return about(self._scene.dim, unit, self._problem.exact_density)

    # --- G -------------------------------------------------------------------------------------------------

    def _source(self) -> torch.Generator:
        return generator(self._game.seed, Stream.MEASURE, self._game.iteration)

    def _generate(self, n: int, source: torch.Generator) -> Floats:
        z = self._game.draw_latent(n, source).to(self._game.device)
        return self._scene.to_user(self._scene.generate_fresh(z, source))

    def _generated(self, x: Floats, far: Far | None) -> Generated:
        return Generated(x, self._problem.log_density(x[:_COMPARED[self._scene.dim]]), far)

    def _far(self, source: torch.Generator) -> Far | None:
        settings = self._game.settings
        latent = LATENTS[settings.latent]
        if "far" not in latent.facts:
            return None
        z, log_weight = latent.load_fact("far")((_FAR_SAMPLES, settings.latent_dim), source)
        x = self._scene.to_user(self._scene.generate_fresh(z.to(self._game.device), source))
        kept = np.isfinite(x).all(axis=1)
        return Far(x[kept], log_weight.numpy()[kept]) if kept.sum() >= _FEWEST_FAR else None

    # --- the data ------------------------------------------------------------------------------------------

    @cached_property
    def _rows(self) -> list[Floats]:
        """Real samples as the game is taught with."""
        return [self._drawn(self._problem.sample, turn) for turn in range(2 * _PAIRS)]

    def _rated(self, turn: int) -> Rated:
        """Real samples from p_data, and their densities."""
        if turn not in self._real:
            x = self._drawn(self._problem.sample_density, turn)[:_COMPARED[self._scene.dim]]
            self._real[turn] = Rated(x, self._problem.log_density(x))
        return self._real[turn]

    def _drawn(self, sampler: Sampler, turn: int) -> Floats:
        return self._scene.to_user(sampler(_GENERATED_SAMPLES[self._scene.dim], self._real_source(turn)))

    def _real_source(self, turn: int) -> torch.Generator:
        return generator(self._game.seed, Stream.MEASURE_REAL, turn)

    @cached_property
    def _units(self) -> Units:
        spread = np.concatenate(self._rows).std(axis=0)
        alike = float(np.ptp(self._problem.frame.scale)) == 0
        return Units(spread, np.ones_like(spread) if alike else spread)

    @cached_property
    def _baseline(self) -> Baseline:
        return baseline((self._real_pair(turn) for turn in range(2 * _PAIRS)), self._units)

    def _real_pair(self, turn: int) -> Draw:
        """Real samples, and others in place of generated ones."""
        other = (turn + _PAIRS) % (2 * _PAIRS)
        made = Generated(self._drawn(self._problem.sample_density, other), self._rated(other).log_p)
        return Draw(self._rows[turn], self._rows[other], self._rated(turn), made)
