"""What ALI shows on points: one small function for each layer that a view can ask for.

Two planes are on show: that of x in the user's units, and that of the codes (``games.code_plane``). A pin is a place in
one of them, at which D is asked about the whole of the other. ``pins`` are the options ``x`` and ``code``: the pinned
place of each plane. D's values are shown ones, ranges are (left, right, bottom, top), and rows of a picture ascend.

=====================  =====================  =========================================================================
layer                  options                arrays
=====================  =====================  =========================================================================
pairs                  n                      .real (n, 2) .encoded (n, 2): (x, E(x)); .fake (n, 2) .z (n, 2): (G(z), z)
trips                  n                      .x .x_again: x and G(E(x)); .z .z_again: z and E(G(z)), each (n, 2)
map_x, map_code        range, size, pins      .values (m, m): D with the pin of the other plane
field_x, field_code    range, size, pins      .x (m * m, 2) .v (m * m, 2): where the makers' loss moves what is there
error                  range, size            .values (m, m): the distance from each x to G(E(x))
data_density           range, size            .values (m, m), as is generated_density
prior_density          range, size            .values (m, m) over the codes, as is posterior_density, that of E(x)
coverage               (none)                 .modes (k, 2) .share (k,) of good samples at each; nothing without modes
route                  plane, at, pins        .there (2,) in the other plane, .back (2,) in this one
probe                  plane, at, pins        .d .error, each of shape (); over x also .p_data .p_g
measures               (none)                 a (value, what it compares with) for each, see ``games.ali_report``
=====================  =====================  =========================================================================

Beyond the facts of the toy games (``games.protocol``): ``code_axes``, ``code_extent``, ``labels`` (what they are used
for), ``modes_of`` (how many, 0 for none), ``has_classes`` (whether the measures ``neighbour`` and ``probe`` are there),
``pin_x``, ``pin_code`` (where pins stand at first). Sub-steps: pair.draw, pair.encode, pair.generate, pair.judge,
d.gradient, g.gradient, d.update, g.update; beyond the toy games' arrays ``encoded`` (places of E(x)), ``v_fake`` and
``v_encoded`` (wanted moves).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.ali_roles import Labels
from ganviz.games.density import binned_density_2d
from ganviz.games.scene import DENSITY_SAMPLES, Arrays, Options, bounds_of, grid_points
from ganviz.metrics.modes import ModeCoverage, mode_coverage, nearest_modes

if TYPE_CHECKING:
    from ganviz.games.ali_scene import ALIScene

COVERAGE_SAMPLES = 2_500
_PROBE_SAMPLES = 4_000


def _square(values: NDArray[Any], options: Options) -> Arrays:
    return {"values": np.asarray(values, dtype=np.float32).reshape(options["size"], options["size"])}


# --- pairs and round trips ---------------------------------------------------------------------------------

def _pairs(scene: ALIScene, options: Options) -> Arrays:
    """The encoder's pairs (x, E(x)) and the generator's (G(z), z)."""
    n = options["n"]
    still = scene.still(n)
    return {"real": still.x, "encoded": scene.places(scene.encoded_on_show(n)),
            "fake": scene.generated(n).astype(np.float32), "z": still.z}


def _trips(scene: ALIScene, options: Options) -> Arrays:
    """Where x comes back to by E and G, and z by G and E."""
    n = options["n"]
    view, still = scene.view(n), scene.still(n)
    again = scene.decoded(scene.encoded_on_show(n), view.y)
    z_again = scene.encoded(scene.made_on_show(n), view.y, view.noise)
    return {"x": still.x, "x_again": scene.to_user(again).astype(np.float32),
            "z": still.z, "z_again": scene.places(z_again)}


def _error(scene: ALIScene, options: Options) -> Arrays:
    """How far from each place of x its reconstruction lies, by the likeliest code."""
    places = grid_points(bounds_of(options), options["size"])
    x = scene.to_game(places)
    y = scene.labels(x)
    again = scene.to_user(scene.decoded(scene.encoded(x, y), y))
    return _square(np.linalg.norm(again - places, axis=1), options)


# --- D at a pin --------------------------------------------------------------------------------------------

def _pinned_x(scene: ALIScene, options: Options) -> tuple[torch.Tensor, Labels]:
    """The pinned x (1, 2) and its label."""
    x = scene.to_game(np.asarray(options["x"], dtype=np.float64).reshape(1, 2))
    return x, scene.labels(x)


def _pairs_with_pin(scene: ALIScene, places: NDArray[np.float64], options: Options,
                    over: str) -> tuple[torch.Tensor, torch.Tensor, Labels]:
    """Pairs of every place over one plane with the pin in the other."""
    (x, y), n = _pinned_x(scene, options), len(places)
    if over == "x":
        x, code = scene.to_game(places), scene.codes(np.asarray(options["code"]).reshape(1, 2)).expand(n, -1)
    else:
        x, code = x.expand(n, -1), scene.codes(places)
    return x, code, None if y is None else y.expand(n, -1)


def _map(over: str) -> Callable[[ALIScene, Options], Arrays]:
    def layer(scene: ALIScene, options: Options) -> Arrays:
        places = grid_points(bounds_of(options), options["size"])
        return _square(scene.shown(scene.logits(*_pairs_with_pin(scene, places, options, over))), options)
    return layer


def _field(over: str) -> Callable[[ALIScene, Options], Arrays]:
    """Where the loss of encoder and generator would move what stands at each place: made x, and inferred codes."""
    def layer(scene: ALIScene, options: Options) -> Arrays:
        places = grid_points(bounds_of(options), options["size"])
        x, code, y = _pairs_with_pin(scene, places, options, over)
        moved = (x if over == "x" else code).detach().clone().requires_grad_()
        with torch.enable_grad():
            logits = scene.logits(*((moved, code) if over == "x" else (x, moved)), y)
            pairing = scene.game.pairing
            loss = (pairing.g_loss_decoded if over == "x" else pairing.g_loss_encoded)(scene.game.objective, logits)
            (slope,) = torch.autograd.grad(loss * len(moved), moved)
        if over == "x":
            return {"x": places.astype(np.float32), "v": _user_moves(scene, -slope)}
        return {"x": scene.places(code), "v": scene.places(-slope)}
    return layer


def _user_moves(scene: ALIScene, moves: torch.Tensor) -> NDArray[np.float32]:
    scale = np.asarray(scene.game.problem.frame.scale)
    return np.asarray(moves.cpu().numpy() * scale, dtype=np.float32)


# --- densities and modes -----------------------------------------------------------------------------------

def _data_density(scene: ALIScene, options: Options) -> Arrays:
    return _square(scene.data_density(bounds_of(options), options["size"]), options)


def _generated_density(scene: ALIScene, options: Options) -> Arrays:
    return _square(scene.generated_density(bounds_of(options), options["size"]), options)


def _prior_density(scene: ALIScene, options: Options) -> Arrays:
    return _code_density(scene.places(scene.prior(DENSITY_SAMPLES)), options)


def _posterior_density(scene: ALIScene, options: Options) -> Arrays:
    """The aggregate posterior: the density of E(x) over the data."""
    return _code_density(scene.places(scene.encoded_on_show(DENSITY_SAMPLES)), options)


def _code_density(places: NDArray[np.float32], options: Options) -> Arrays:
    return _square(binned_density_2d(places.astype(np.float64), bounds_of(options), options["size"]), options)


def coverage(scene: ALIScene) -> ModeCoverage | None:
    """Mode coverage of the first 2,500 generated samples on show; None for a problem without modes."""
    problem = scene.game.problem
    if problem.modes is None or problem.mode_sigma is None:
        return None
    return mode_coverage(scene.generated(COVERAGE_SAMPLES), problem.modes, problem.mode_sigma)


def _coverage(scene: ALIScene, options: Options) -> Arrays:  # noqa: ARG001
    """Each mode and its share of the samples that are of high quality; nothing for a problem without modes."""
    problem, samples = scene.game.problem, scene.generated(COVERAGE_SAMPLES)
    if problem.modes is None or problem.mode_sigma is None:
        return {}
    nearest, good = nearest_modes(samples, problem.modes, problem.mode_sigma)
    counts = np.bincount(nearest[good], minlength=len(problem.modes))
    return {"modes": problem.modes.astype(np.float32), "share": (counts / len(samples)).astype(np.float32)}


# --- one point -------------------------------------------------------------------------------------------

def _route(scene: ALIScene, options: Options) -> Arrays:
    """The way of one place through both networks, by the likeliest codes: to the other plane and back."""
    return _route_of_x(scene, options) if options["plane"] == "x" else _route_of_code(scene, options)


def _place(options: Options) -> NDArray[np.float64]:
    return np.asarray(options["at"], dtype=np.float64).reshape(1, 2)


def _route_of_x(scene: ALIScene, options: Options) -> Arrays:
    x = scene.to_game(_place(options))
    y = scene.labels(x)
    code = scene.encoded(x, y)
    return {"there": scene.places(code)[0], "back": scene.to_user(scene.decoded(code, y))[0]}


def _route_of_code(scene: ALIScene, options: Options) -> Arrays:
    y = _pinned_x(scene, options)[1]
    x = scene.decoded(scene.codes(_place(options)), y)
    return {"there": scene.to_user(x)[0], "back": scene.places(scene.encoded(x, y))[0]}


def _probe(scene: ALIScene, options: Options) -> Arrays:
    """What D and the densities say at a place, and how far from it its route ends."""
    at, plane = _place(options), options["plane"]
    back = _route(scene, options)["back"]
    judged = scene.shown(scene.logits(*_pairs_with_pin(scene, at, options, plane))).reshape(())
    found = {"d": judged, "error": np.asarray(np.linalg.norm(back - at[0]))}
    if plane == "x":
        found |= {"p_data": np.asarray(scene.game.problem.density(at)).reshape(()),
                  "p_g": np.asarray(scene.generated_density_at(at[0], _PROBE_SAMPLES))}
    return found


def _measures(scene: ALIScene, options: Options) -> Arrays:  # noqa: ARG001
    from ganviz.games.ali_report import measures

    return {name: np.array(pair) for name, pair in measures(scene).items()}


LAYERS: Mapping[str, Callable[[Any, Options], Arrays]] = {
    "pairs": _pairs, "trips": _trips, "error": _error,
    "map_x": _map("x"), "map_code": _map("code"), "field_x": _field("x"), "field_code": _field("code"),
    "data_density": _data_density, "generated_density": _generated_density,
    "prior_density": _prior_density, "posterior_density": _posterior_density,
    "coverage": _coverage, "route": _route, "probe": _probe, "measures": _measures,
}
