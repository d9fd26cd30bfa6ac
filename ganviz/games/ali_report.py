"""ALI on points in numbers: its measures, its facts, and what its sub-steps computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ganviz.games.ali_layers import COVERAGE_SAMPLES, coverage
from ganviz.games.ali_roles import Batch
from ganviz.games.draws import Stream, generator
from ganviz.games.protocol import Substep
from ganviz.games.scene import Arrays
from ganviz.metrics.codes import Codes, beside_a_guess, knowledge
from ganviz.metrics.mmd import mmd2
from ganviz.metrics.reconstruction import Reconstruction, reconstruction
from ganviz.objectives.objective import Objective
from ganviz.objectives.pairings import Pairing
from ganviz.settings.ali import ALISettings
from ganviz.settings.names import OBJECTIVES, PAIRINGS

if TYPE_CHECKING:
    from ganviz.games.ali_scene import ALIScene

CODE_SAMPLES = 500
_TRIP_SAMPLES = 1_000
_REPORT_SAMPLES = 2_500
_CODE_PAIRS = 8
_IDEAL_QUALITY = 1 - float(np.exp(-4.5))
"""The share of a normal distribution in the plane that lies within three standard deviations."""

_AS_THEY_ARE = ("round_trip", "reconstruction_ratio", "modes", "high_quality", "reverse_kl")
"""Measures that a report has without what stands beside them."""

REPORTED = {"neighbour": "neighbour_accuracy", "probe": "probe_accuracy", "largest_class": "largest_class"}
"""How a report calls what codes know of classes."""

Pair = tuple[float, float]
"""A value, and what it would be compared with."""


# --- measures ----------------------------------------------------------------------------------------------

def measures(scene: ALIScene) -> dict[str, Pair]:
    """Every measure, on draws that are fresh at each iteration and the same at each replay.

    Beside divergences, distance and prior match stands their noise floor, and so beside the KL between the modes'
    weights; beside the round trip the distance of random pairs, beside its ratio to that one, beside the modes their
    number, beside the high quality that of the data themselves, beside the accuracies the share of the largest class.
    """
    floor, batch = scene.gauge.floor, _fresh(scene, _TRIP_SAMPLES)
    trip = round_trip(scene, batch)
    found: dict[str, Pair] = {name: (value, floor[name]) for name, value in scene.gauge.values().items()}
    found |= {"round_trip": (trip.distance, trip.random), "reconstruction_ratio": (trip.ratio, 1.0),
              "prior_mmd": (prior_match(scene, batch), scene.code_floor())}
    covered, modes = coverage(scene), scene.game.problem.modes
    if covered is not None and modes is not None:
        found |= {"modes": (covered.modes, len(modes)), "high_quality": (covered.high_quality, _IDEAL_QUALITY),
                  "reverse_kl": (covered.reverse_kl, (len(modes) - 1) / (2 * COVERAGE_SAMPLES))}
    return found | beside_a_guess(accuracies(scene, batch))


def _fresh(scene: ALIScene, n: int) -> Batch:
    return scene.draw(n, generator(scene.game.seed, Stream.MEASURE_CODES, scene.game.iteration))


def round_trip(scene: ALIScene, batch: Batch) -> Reconstruction:
    """How near x comes back as G(E(x)), in the user's units, codes being drawn as in the game."""
    again = scene.decoded(scene.encoded(batch.x, batch.y, batch.noise), batch.y)
    return reconstruction(scene.to_user(batch.x), scene.to_user(again))


def has_classes(scene: ALIScene) -> bool:
    """Whether points have classes that the networks were not told: the modes that they lie nearest to."""
    modes = scene.game.problem.modes
    return modes is not None and len(modes) > 1 and not scene.game.parts.use.told


def accuracies(scene: ALIScene, batch: Batch) -> dict[str, float]:
    """What the likeliest codes of one half of some points know of their classes, the codes of the other being known."""
    if not has_classes(scene):
        return {}
    labels = scene.game.problem.nearest_mode(batch.x).cpu().numpy()
    codes, half = scene.encoded(batch.x, batch.y).cpu().numpy(), len(labels) // 2
    return knowledge(Codes(codes[:half], labels[:half]), Codes(codes[half:], labels[half:]))


def prior_match(scene: ALIScene, batch: Batch) -> float:
    """MMD² of the aggregate posterior against the prior."""
    codes = scene.encoded(batch.x, batch.y, batch.noise)[:CODE_SAMPLES]
    # Of other rows, since labels as codes would be those of the very same points.
    prior = scene.game.parts.use.code(batch.z, batch.y)[CODE_SAMPLES:2 * CODE_SAMPLES]
    return mmd2(codes.cpu().numpy(), prior.cpu().numpy())


def code_floor(scene: ALIScene) -> float:
    """What the prior match reads between two priors: root mean square of eight pairs."""
    source = generator(scene.game.seed, Stream.VIEW, 3)
    drawn = [scene.draw(CODE_SAMPLES, source) for _ in range(2 * _CODE_PAIRS)]
    priors = [scene.game.parts.use.code(batch.z, batch.y).cpu().numpy() for batch in drawn]
    return float(np.sqrt(np.mean([mmd2(a, b) ** 2 for a, b in zip(priors[::2], priors[1::2], strict=True)])))


def evaluation(scene: ALIScene) -> dict[str, Any]:
    """Every measure for a report; those with a noise floor as [value, floor], all others as they are."""
    batch = _fresh(scene, _REPORT_SAMPLES)
    trip = round_trip(scene, batch)
    found: dict[str, Any] = {name: list(pair) for name, pair in measures(scene).items()
                             if name not in (*_AS_THEY_ARE, *REPORTED)}
    found |= {"round_trip": trip.distance, "reconstruction_error": trip.error, "reconstruction_ratio": trip.ratio}
    covered, modes = coverage(scene), scene.game.problem.modes
    if covered is not None and modes is not None:
        found |= {**covered._asdict(), "modes_of": len(modes)}
    if scene.game.parts.use.inferred and batch.y is not None:
        named = scene.encoded(batch.x, batch.y).argmax(1) == batch.y.argmax(1)
        found["label_accuracy"] = float(named.float().mean())
    found |= {REPORTED[name]: value for name, value in accuracies(scene, batch).items()}
    return found | {"about": scene.gauge.about()}


# --- facts and sub-steps -----------------------------------------------------------------------------------

SUBSTEPS = ["pair.draw", "pair.encode", "pair.generate", "pair.judge", "d.gradient", "g.gradient", "d.update",
            "g.update"]


def facts(scene: ALIScene) -> dict[str, Any]:
    """What the views need to know once; see ``ganviz.games.protocol``."""
    game, plane = scene.game, scene.plane
    problem = game.problem
    return {
        "dim": problem.dim, "axes": list(problem.axes), "extent": [list(edge) for edge in problem.extent],
        "code_axes": list(plane.axes), "code_extent": [list(edge) for edge in plane.extent],
        "latent": game.settings.latent, "latent_dim": game.settings.latent_dim, "labels": game.settings.labels,
        "exact_density": problem.exact_density, "has_classes": has_classes(scene),
        "modes_of": 0 if problem.modes is None or problem.mode_sigma is None else len(problem.modes),
        "pin_x": scene.real(1)[0].tolist(), "pin_code": scene.places(scene.prior(1))[0].tolist(),
        "substeps": SUBSTEPS, **live_facts(game.settings),
    }


def live_facts(settings: ALISettings) -> dict[str, Any]:
    """Those of the facts that follow from live settings, so that they may have been others in the past."""
    pairing: Pairing = PAIRINGS.load(settings.pairing)
    objective: Objective = OBJECTIVES.load(settings.objective)
    judgement, (loss_d, loss_g) = pairing.judgement(objective), pairing.equilibrium(objective)
    return {
        "neutral": judgement.neutral, "shown_range": list(judgement.range), "shown_name": judgement.name,
        "loss_d_equilibrium": loss_d, "loss_g_equilibrium": loss_g, "loss_d_label": in_logs(loss_d),
        "loss_g_label": in_logs(loss_g),
    }


def in_logs(value: float) -> str:
    """A loss at equilibrium as a formula: a multiple of log 2 where it is one, else its figures."""
    times = value / float(np.log(2))
    if value == 0 or abs(times - round(times)) > 1e-9:
        return f"{value:.4g}".replace("-", "−")
    count = "" if abs(round(times)) == 1 else f"{abs(round(times))} "
    return f"{'−' if times < 0 else ''}{count}log 2"


_SHOWN_AT_MOST = 512
_LOGITS = {"logits_real": "d_real", "logits_fake": "d_fake"}


def substep_arrays(scene: ALIScene, substep: Substep) -> Arrays:
    """What a sub-step computed: x in the user's units, codes as places, D's values as shown, and wanted moves."""
    found: Arrays = {}
    scale = np.asarray(scene.game.problem.frame.scale)
    for name, tensor in substep.tensors.items():
        some, n = tensor.detach()[:_SHOWN_AT_MOST], len(tensor)
        if name in ("real", "fake"):
            found[name] = scene.to_user(some)
        elif name == "encoded" or (name == "z" and not scene.game.parts.use.inferred):
            found[name] = scene.places(some)
        elif name in _LOGITS:
            found[_LOGITS[name]] = scene.shown(some)
        elif name == "by_fake":
            found["v_fake"] = -some.cpu().numpy() * n * scale
        elif name == "by_encoded":
            found["v_encoded"] = scene.places(-some * n)
    for array in found.values():
        array.flags.writeable = False
    return found
