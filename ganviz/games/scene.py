"""The plane (or line) of a game as the views see it: samples, densities and measures in the user's units.

All of it is computed with the networks in evaluation mode, from draws of its own, and handed out as frozen arrays.
The latent points and real samples on show are drawn once, so that dots move only because the generator does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.density import binned_density_1d, binned_density_2d, density_at
from ganviz.games.draws import Stream, generator
from ganviz.games.measuring import Gauge
from ganviz.problems.problem import Problem

Arrays = dict[str, NDArray[Any]]
Options = Mapping[str, Any]
Layer = Callable[[Any, Options], Arrays]
"""From a scene and a view's options to arrays by the name of each part."""

DENSITY_SAMPLES = 10_000
_ROWS = 1152
"""Rows that a network takes at a time: what it makes of more leaves the processor's cache and takes fresh memory each
time; 10,000 rows of two layers of 64 took thrice as long."""


class Played(Protocol):
    """What a scene knows of its game."""

    seed: int
    device: torch.device
    iteration: int
    settings: Any

    @property
    def problem(self) -> Problem:
        """What is to be learned."""
        ...

    def draw_latent(self, n: int, source: torch.Generator) -> torch.Tensor:
        """n latent points (n, latent_dim) on the CPU."""
        ...


def _centres(low: float, high: float, size: int) -> NDArray[np.float64]:
    return low + (np.arange(size) + 0.5) * (high - low) / size


@lru_cache(maxsize=8)
def grid_points(bounds: tuple[float, ...], size: int) -> NDArray[np.float64]:
    """The centres of a grid's cells: (size, 1) on a line, (size * size, 2) in the plane with rows ascending in y."""
    centres = [_centres(low, high, size) for low, high in zip(bounds[::2], bounds[1::2], strict=True)]
    if len(centres) == 1:
        return centres[0][:, None]
    x, y = np.meshgrid(*centres)
    return np.stack((x.ravel(), y.ravel()), axis=1)


def in_slices(network: Callable[..., torch.Tensor], *inputs: torch.Tensor) -> torch.Tensor:
    """``network(*inputs)`` of a network that treats each row by itself."""
    if len(inputs[0]) <= _ROWS:
        return network(*inputs)
    parts = [torch.split(rows, _ROWS) for rows in inputs]
    return torch.cat([network(*some) for some in zip(*parts, strict=True)])


def bounds_of(options: Options) -> tuple[float, ...]:
    """The range that a view asks for, as a key."""
    return tuple(float(edge) for edge in options["range"])


class Scene:
    """A game of points as the views see it; everything goes in and comes out in the user's units.

    A game's own scene says how samples are generated, and which layers there are.
    """

    def __init__(self, game: Played, layers: Mapping[str, Layer]) -> None:
        self.game = game
        self._layers = layers
        self.dim: int = game.problem.dim
        self._rows: dict[str, torch.Tensor] = {}
        self._densities: Arrays = {}
        self.gauge = Gauge(self)
        self._view_z = torch.empty(0)
        self._view_real = torch.empty(0)
        self._data_density: dict[tuple[tuple[float, ...], int], NDArray[np.float64]] = {}

    def generate(self, z: torch.Tensor) -> torch.Tensor:
        """G(z) in the game's units, with averaged weights where an average is kept."""
        raise NotImplementedError

    def generate_fresh(self, z: torch.Tensor, source: torch.Generator) -> torch.Tensor:  # noqa: ARG002
        """G(z) of latent points that are not on show; whatever else G takes is drawn from ``source``."""
        return self.generate(z)

    def arrays(self, layers: Mapping[str, Options]) -> Arrays:
        """The named layers as frozen arrays; what several layers need is computed once."""
        self._rows, self._densities = {}, {}
        found: Arrays = {}
        for name, options in layers.items():
            for part, values in self._layers[name](self, options).items():
                array = np.asarray(values)
                array.flags.writeable = False
                found[f"{name}.{part}"] = array
        return found

    # --- samples -------------------------------------------------------------------------------------------

    def latent(self, n: int) -> torch.Tensor:
        """The first n of the fixed latent points on show (n, latent_dim)."""
        if len(self._view_z) < n:
            fixed = generator(self.game.seed, Stream.VIEW, 0)
            self._view_z = self.game.draw_latent(max(n, 10_000), fixed).to(self.game.device)
        return self._view_z[:n]

    def real(self, n: int) -> NDArray[np.float64]:
        """The first n of the fixed real samples on show (n, dim)."""
        if len(self._view_real) < n:
            self._view_real = self.game.problem.sample(max(n, 2_000), generator(self.game.seed, Stream.VIEW, 1))
        return self.to_user(self._view_real[:n])

    def to_user(self, x: torch.Tensor) -> NDArray[np.float64]:
        """From the game's units on any device to the user's on the CPU."""
        return np.asarray(self.game.problem.frame.to_user(x.detach().cpu().numpy().astype(np.float64)))

    def to_game(self, x: NDArray[np.float64]) -> torch.Tensor:
        """From the user's units to the game's on its device."""
        scaled = self.game.problem.frame.to_game(x)
        return torch.from_numpy(np.ascontiguousarray(scaled, dtype=np.float32)).to(self.game.device)

    def made_on_show(self, n: int) -> torch.Tensor:
        """G of the first n latent points on show (n, dim), in the game's units."""
        return self.on_show("made", n, lambda: self.generate(self.latent(n)))

    def generated(self, n: int) -> NDArray[np.float64]:
        """The same samples in the user's units."""
        return self.to_user(self.made_on_show(n))

    def on_show(self, name: str, n: int, rows: Callable[[], torch.Tensor]) -> torch.Tensor:
        """The first n rows of a network's output, computed by ``rows`` where this snapshot has not as many of them."""
        if len(self._rows.get(name, ())) < n:
            self._rows[name] = rows()
        return self._rows[name][:n]

    # --- densities -----------------------------------------------------------------------------------------

    def data_density(self, bounds: tuple[float, ...], size: int) -> NDArray[np.float64]:
        """p_data on the grid's points, kept while the view rests."""
        key = (bounds, size)
        if key not in self._data_density:
            if len(self._data_density) >= 8:
                self._data_density.clear()
            self._data_density[key] = np.asarray(self.game.problem.density(grid_points(bounds, size)))
        return self._data_density[key]

    def generated_density(self, bounds: tuple[float, ...], size: int) -> NDArray[np.float64]:
        """p_G on the grid's points from 10,000 samples, binned and smoothed by two bins."""
        key = f"density.{bounds}.{size}"
        if key not in self._densities:
            samples = self.generated(DENSITY_SAMPLES)
            self._densities[key] = (binned_density_1d(samples[:, 0], bounds, size) if self.dim == 1
                                 else binned_density_2d(samples, bounds, size).ravel())
        return self._densities[key]

    def generated_density_at(self, point: NDArray[np.float64], n: int) -> float:
        """p_G at one point (dim,), from the first n samples on show."""
        return density_at(self.generated(n), point, np.asarray(self.game.problem.frame.scale))
