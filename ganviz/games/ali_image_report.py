"""How good ALI is on held-out images, and what else it hands on: facts and sub-steps.

Images are measured as they would be saved: in 256 levels, then scaled to 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.ali_report import REPORTED, SUBSTEPS, live_facts
from ganviz.games.ali_roles import Labels
from ganviz.games.draws import Stream, generator
from ganviz.games.image_arrays import frozen, pictures
from ganviz.games.protocol import Substep
from ganviz.games.translation_report import as_saved
from ganviz.metrics.codes import Codes, beside_a_guess, knowledge
from ganviz.metrics.mmd import mmd2
from ganviz.metrics.reconstruction import Reconstruction, reconstruction_of
from ganviz.problems.images.choice import Split
from ganviz.settings.ali_names import SIZES

if TYPE_CHECKING:
    from ganviz.games.ali_image_scene import ALIImageScene

QUICK_IMAGES, QUICK_KNOWN = 250, 1_000
"""How many held-out images, and how many training images beside them, are measured while a run trains."""

_PRIOR_CODES, _FLOOR_PAIRS, _PART = 500, 8, 500


def measures(scene: ALIImageScene) -> dict[str, tuple[float, float]]:
    """A few held-out images' measures, each with what it compares with.

    Beside the distance of a reconstruction stands that of random pairs, beside its ratio to that one, beside the prior
    match its noise floor, beside the accuracies the share of the largest class.
    """
    if scene.count < 2:
        return {}
    split = scene.images.held_out
    trip, found = round_trip(scene, split, QUICK_IMAGES), accuracies(scene, split, QUICK_IMAGES, QUICK_KNOWN)
    pairs = {"reconstruction": (trip.distance, trip.random), "reconstruction_ratio": (trip.ratio, 1.0),
             "prior_mmd": (prior_match(scene, split), scene.floor(split))}
    return pairs | beside_a_guess(found)


def evaluation(scene: ALIImageScene) -> dict[str, Any]:
    """Every measure on the whole test split, or the one that is held out."""
    split: Split = "test" if scene.images.length("test") else scene.images.held_out
    n = scene.images.length(split)
    if n < 2:
        return {"split": split, "images": n}
    trip, found = round_trip(scene, split, n), accuracies(scene, split, n, scene.images.length("train"))
    report: dict[str, Any] = {
        "split": split, "images": n, "reconstruction_error": trip.error, "reconstruction_distance": trip.distance,
        "random_distance": trip.random, "reconstruction_ratio": trip.ratio,
        "prior_mmd": [prior_match(scene, split), scene.floor(split)]}
    return report | {REPORTED[name]: value for name, value in found.items()}


def score(scene: ALIImageScene) -> float:
    """The reconstruction ratio on a few held-out images; infinite without any."""
    return round_trip(scene, scene.images.held_out, QUICK_IMAGES).ratio if scene.count > 1 else inf


def _some(scene: ALIImageScene, split: Split, most: int) -> list[int]:
    """Places in an order of chance, the same at each look: neighbours in a file may be alike."""
    order: list[int] = torch.randperm(scene.images.length(split),
                                      generator=generator(scene.game.seed, Stream.VIEW, 1)).tolist()
    return order[:most]


def round_trip(scene: ALIImageScene, split: Split, most: int) -> Reconstruction:
    """How near images come back as G(E(x)) by their likeliest codes."""
    return reconstruction_of((as_saved(x).numpy(), as_saved(scene.decoded(scene.encoded(x, y), y)).numpy())
                             for x, y, _ in _parts(scene, split, most))


def coded(scene: ALIImageScene, split: Split, most: int) -> Codes:
    """The likeliest codes of images."""
    found = [(scene.encoded(x, y).cpu().numpy(), labels) for x, y, labels in _parts(scene, split, most)]
    codes, labels = map(np.concatenate, zip(*found, strict=True))
    return Codes(codes, labels)


def _parts(scene: ALIImageScene, split: Split, most: int) -> Iterator[tuple[torch.Tensor, Labels, NDArray[np.int64]]]:
    """Images, one-hot labels where they are used, and labels as numbers, a few at a time: a split may be larger than
    the memory."""
    places = _some(scene, split, most)
    return (scene.some(split, places[at:at + _PART]) for at in range(0, len(places), _PART))


def has_classes(scene: ALIImageScene) -> bool:
    """Whether there are two classes that the networks were not told."""
    return len(scene.images.classes) > 1 and not scene.game.parts.use.told


def accuracies(scene: ALIImageScene, split: Split, most: int, known: int) -> dict[str, float]:
    """What codes know of classes that the networks were not told; nothing without two classes.

    The nearest neighbours and the probe's examples are training images.
    """
    if not has_classes(scene):
        return {}
    return knowledge(coded(scene, "train", known), coded(scene, split, most))


def prior_match(scene: ALIImageScene, split: Split) -> float:
    """MMD² of drawn codes of held-out images against the prior."""
    x, y, _ = scene.some(split, _some(scene, split, _PRIOR_CODES))
    source = generator(scene.game.seed, Stream.MEASURE_CODES, scene.game.iteration)
    noise = scene.game.draw_noise(len(x), source).to(x.device)
    return mmd2(scene.encoded(x, y, noise).cpu().numpy(), _prior(scene, len(x), source))


def _prior(scene: ALIImageScene, n: int, source: torch.Generator) -> NDArray[np.float32]:
    """n codes that samples are generated from: latents, or labels as often as the training images have them."""
    code = scene.game.parts.use.code(scene.game.draw_latent(n, source), scene.drawn_labels(n, source))
    return np.asarray(code.cpu().numpy())


def prior_floor(scene: ALIImageScene, split: Split) -> float:
    """What the prior match reads between two priors, each of as many codes as of the split are compared.

    Root mean square of eight pairs.
    """
    source = generator(scene.game.seed, Stream.VIEW, 3)
    n = max(2, min(_PRIOR_CODES, scene.images.length(split)))
    drawn = [_prior(scene, n, source) for _ in range(2 * _FLOOR_PAIRS)]
    return float(np.sqrt(np.mean([mmd2(a, b)**2 for a, b in zip(drawn[::2], drawn[1::2], strict=True)])))


# --- facts and sub-steps -----------------------------------------------------------------------------------

def facts(scene: ALIImageScene) -> dict[str, Any]:
    """What the views need to know once; see ``ganviz.games.ali_image_layers``."""
    game, images = scene.game, scene.images
    return {
        "form": "images", "latent_dim": game.settings.latent_dim, "labels": game.settings.labels,
        "classes": list(images.classes), "has_classes": has_classes(scene),
        "held_out": images.held_out, "count": scene.count, "size": SIZES[game.settings.size].facts["pixels"],
        "samples": game.settings.samples, "averaged": game.settings.ema_g > 0,
        "channels": 1 if game.settings.grey else 3, "axes": min(8, game.parts.code_size),
        "substeps": SUBSTEPS, **live_facts(game.settings),
    }


_PICTURES = ("real", "fake")
_LOGITS = {"logits_real": "d_real", "logits_fake": "d_fake"}
_SHOWN_AT_MOST = 64


def substep_arrays(scene: ALIImageScene, substep: Substep) -> dict[str, NDArray[Any]]:
    """What a sub-step computed: images uint8 (n, H, W, C), D's values as shown (n,)."""
    judgement, tensors = scene.game.judgement, substep.tensors
    found: dict[str, NDArray[Any]] = {}
    for name in _PICTURES:
        if name in tensors:
            found[name] = pictures(list(tensors[name].detach()[:_SHOWN_AT_MOST]))
    if _LOGITS.keys() <= tensors.keys():
        middle = torch.cat([tensors[name].detach() for name in _LOGITS]).mean()
        found |= {shown: _values(judgement.shown(tensors[name].detach(), middle)) for name, shown in _LOGITS.items()}
    return found


def _values(shown: torch.Tensor) -> NDArray[np.float32]:
    return frozen(shown[:_SHOWN_AT_MOST, 0].cpu().numpy())
