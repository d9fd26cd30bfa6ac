"""What a toy game shows: one small function for each layer that a view can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games import scene as plane
from ganviz.games.draws import Stream, generator
from ganviz.games.protocol import Substep
from ganviz.games.scene import Arrays, Options, bounds_of, grid_points, in_slices
from ganviz.metrics.modes import mode_coverage
from ganviz.objectives.objective import Objective
from ganviz.settings.names import OBJECTIVES
from ganviz.settings.toy import ToySettings

if TYPE_CHECKING:
    from ganviz.games.toy import ToyGame

_PROBE_SAMPLES = 6_000
_COVERAGE_SAMPLES = 2_500


class Scene(plane.Scene):
    """A toy game as the views see it."""

    game: ToyGame

    def __init__(self, game: ToyGame) -> None:
        super().__init__(game, LAYERS)
        self._on_show = np.empty((0, self.dim), dtype=np.float32)
        self._grid: tuple[Any, torch.Tensor] | None = None

    def generate(self, z: torch.Tensor) -> torch.Tensor:
        """G(z) in the game's units, with averaged weights where an average is kept."""
        player = self.game.G
        average = player.average if self.game.settings.ema_g > 0 else None
        return in_slices(average or player.network, z)

    def real_on_show(self, n: int) -> NDArray[np.float32]:
        """The first n of the real samples on show (n, dim), as a view takes them; converted once."""
        if len(self._on_show) != n:
            self._on_show = self.real(n).astype(np.float32)
        return self._on_show

    def grid(self, bounds: tuple[float, ...], size: int) -> torch.Tensor:
        """A grid's points in the game's units, kept while the view rests."""
        key = (bounds, size)
        if self._grid is None or self._grid[0] != key:
            self._grid = key, self.to_game(grid_points(bounds, size))
        return self._grid[1]

    def judge(self, x: torch.Tensor) -> NDArray[np.float32]:
        """D's shown value for points in the game's units, shape (n,)."""
        shown = self.game.objective.shown(in_slices(self.game.D.network, x)).squeeze(1)
        return np.asarray(shown.detach().cpu().numpy(), dtype=np.float32)


def _curve(values: Callable[[Scene, Options], NDArray[Any]]) -> Callable[[Scene, Options], Arrays]:
    """A layer of values over the visible range: a curve on the line, a picture in the plane."""
    def layer(scene: Scene, options: Options) -> Arrays:
        found = np.asarray(values(scene, options), dtype=np.float32)
        if scene.dim == 1:
            return {"x": grid_points(bounds_of(options), options["size"])[:, 0].copy(), "y": found}
        return {"values": found.reshape(options["size"], options["size"])}
    return layer


def _data_values(scene: Scene, options: Options) -> NDArray[Any]:
    return scene.data_density(bounds_of(options), options["size"])


def _generated_values(scene: Scene, options: Options) -> NDArray[Any]:
    return scene.generated_density(bounds_of(options), options["size"])


def _optimal_values(scene: Scene, options: Options) -> NDArray[Any]:
    densities = _data_values(scene, options), _generated_values(scene, options)
    return np.asarray(scene.game.objective.optimal_d(*densities))


def _discriminator_values(scene: Scene, options: Options) -> NDArray[Any]:
    return scene.judge(scene.grid(bounds_of(options), options["size"]))


def _samples(scene: Scene, options: Options) -> Arrays:
    n = options["n"]
    return {"real": scene.real_on_show(n), "fake": scene.generated(n).astype(np.float32)}


def _latent(scene: Scene, options: Options) -> Arrays:
    """z in order and where G takes it; of a wider latent space the first axis, the others at zero."""
    n = options["n"]
    edge = 2.5 if scene.game.settings.latent == "normal" else 1.0
    z = torch.zeros(n, scene.game.settings.latent_dim, device=scene.game.device)
    z[:, 0] = torch.linspace(-edge, edge, n)
    return {"z": z[:, 0].cpu().numpy().copy(), "x": scene.to_user(scene.generate(z))[:, 0]}


def _gradient(scene: Scene, options: Options) -> Arrays:
    """Where gradient descent on G's own loss would move each generated sample: minus that loss's gradient by x."""
    x = scene.made_on_show(options["n"]).detach().requires_grad_()
    with torch.enable_grad():
        loss = scene.game.objective.g_loss(scene.game.D.network(x)) * len(x)
        (by_x,) = torch.autograd.grad(loss, x)
    scale = np.asarray(scene.game.problem.frame.scale)
    return {"x": scene.to_user(x).astype(np.float32), "v": (-by_x.cpu().numpy() * scale).astype(np.float32)}


def _grid(scene: Scene, options: Options) -> Arrays:
    """G of a square grid over the first two latent axes, the others at zero; a wider grid covers 99 % of a normal z."""
    size, axes = options["size"], scene.game.settings.latent_dim
    edge = 2.5 if scene.game.settings.latent == "normal" else 1.0
    line = torch.linspace(-edge, edge, size)
    z = torch.zeros(size * size, axes)
    z[:, 0] = line.repeat(size)
    if axes > 1:
        z[:, 1] = line.repeat_interleave(size)
    moved = scene.to_user(scene.generate(z.to(scene.game.device)))
    return {"x": moved.reshape(size, size, -1).astype(np.float32)}


def _probe(scene: Scene, options: Options) -> Arrays:
    at = np.asarray(options["x"], dtype=np.float64).reshape(1, scene.dim)
    p_data = np.asarray(scene.game.problem.density(at)).reshape(())
    p_g = np.asarray(scene.generated_density_at(at[0], _PROBE_SAMPLES))
    optimal = np.asarray(scene.game.objective.optimal_d(p_data, p_g))
    return {"d": scene.judge(scene.to_game(at)).reshape(()), "p_data": p_data, "p_g": p_g, "optimal": optimal}


def _measures(scene: Scene, options: Options) -> Arrays:  # noqa: ARG001
    floor = scene.gauge.floor
    return {name: np.array((value, floor[name])) for name, value in scene.gauge.values().items()}


LAYERS: Mapping[str, Callable[[Scene, Options], Arrays]] = {
    "data_density": _curve(_data_values),
    "generated_density": _curve(_generated_values),
    "discriminator": _curve(_discriminator_values),
    "optimal": _curve(_optimal_values),
    "latent": _latent,
    "samples": _samples,
    "surface": _curve(_discriminator_values),
    "gradient": _gradient,
    "grid": _grid,
    "probe": _probe,
    "measures": _measures,
}


def evaluation(scene: Scene) -> dict[str, Any]:
    """Every measure with its floor, and for mixtures the mode coverage of 2,500 samples (see ``metrics.modes``).

    Under ``about`` stands what the numbers are.
    """
    found: dict[str, Any] = {name: array.tolist() for name, array in _measures(scene, {}).items()}
    modes, sigma = scene.game.problem.modes, scene.game.problem.mode_sigma
    if modes is not None and sigma is not None and scene.dim == 2:
        z = scene.game.draw_latent(_COVERAGE_SAMPLES, generator(scene.game.seed, Stream.VIEW, 2))
        samples = scene.to_user(scene.generate(z.to(scene.game.device)))
        found |= {**mode_coverage(samples, modes, sigma)._asdict(), "modes_of": len(modes)}
    return found | {"about": scene.gauge.about()}


_USER_UNITS = {"real", "fake"}
_LOGITS = {"logits_real": "d_real", "logits_fake": "d_fake"}
_SHOWN_AT_MOST = 512


def substep_arrays(scene: Scene, substep: Substep) -> Arrays:
    """What a sub-step computed, for the eye: samples in the user's units, D's values as shown, and wanted moves."""
    found: Arrays = {}
    for name, tensor in substep.tensors.items():
        some = tensor.detach()[:_SHOWN_AT_MOST]
        if name in _USER_UNITS:
            found[name] = scene.to_user(some)
        elif name in _LOGITS:
            found[_LOGITS[name]] = scene.game.objective.shown(some).squeeze(1).cpu().numpy().copy()
        elif name == "by_fake":
            found["v"] = -some.cpu().numpy() * len(tensor) * np.asarray(scene.game.problem.frame.scale)
        elif name == "z":
            found["z"] = some.cpu().numpy().copy()
    for array in found.values():
        array.flags.writeable = False
    return found


def facts(game: ToyGame) -> dict[str, Any]:
    """What the views need to know once; see ``ganviz.games.protocol``."""
    problem, settings = game.problem, game.settings
    return {
        "dim": problem.dim, "axes": list(problem.axes), "extent": [list(edge) for edge in problem.extent],
        "latent": settings.latent, "latent_dim": settings.latent_dim, "exact_density": problem.exact_density,
        **live_facts(settings),
    }


def live_facts(settings: ToySettings) -> dict[str, Any]:
    """Those of the facts that follow from live settings, so that they may have been others in the past."""
    objective: Objective = OBJECTIVES.load(settings.objective)
    d = ["d.draw_z", "d.generate", "d.judge_real", "d.judge_fake", "d.gradient", "d.update"] * settings.updates_d
    g = ["g.draw_z", "g.generate", "g.judge_fake", "g.gradient", "g.update"] * settings.updates_g
    return {
        "neutral": objective.neutral, "shown_range": list(objective.shown_range),
        "shown_name": objective.shown_name, "loss_d_equilibrium": objective.loss_d_equilibrium,
        "loss_g_equilibrium": objective.loss_g_equilibrium, "loss_d_label": objective.loss_d_label,
        "loss_g_label": objective.loss_g_label, "substeps": d + g,
    }
