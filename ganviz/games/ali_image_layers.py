"""What ALI shows on images: one small function for each layer that a view can ask for.

Pictures are uint8 (n, H, W, C). Held-out images are named by their places in the split that is held out.

===============  ==========================  ==========================================================================
layer            options                     arrays
===============  ==========================  ==========================================================================
samples          n                           .images: G(z) of fixed latents
reconstructions  n or indices                .indices .input .again: held-out x beside G(E(x))
interpolation    a, b (operands), steps      .images: G on the straight way from E(a) to E(b), both ends included;
                                             .ends: the two images themselves
arithmetic       a, b, c (operands), steps   .operands: the three images; .result (1, ...): G(E(a) - E(b) + E(c));
                                             .images: G(E(c) + t (E(a) - E(b))) for each of .strengths, t from 0 to 1.5
codes            n                           .indices (n,) .places (n, 2): codes of held-out images on the first two
                                             principal axes of all of these; .labels (n,), -1 without; .share (2,) of
                                             the variance that each axis has
thumbnails       indices                     .indices .images: held-out images as they are
latent           sample, moves               .images: G of latent number ``sample`` as it is and moved: by moves[i]
                                             standard deviations along principal axis i of the codes of held-out images
measures         (none)                      a (value, what it compares with) for each; see ``games.ali_image_report``
===============  ==========================  ==========================================================================

An operand is a place, or the name of a class for the mean of its codes; see ``games.ali_image_arithmetic``.

Facts: ``form`` ("images"), ``latent_dim``, ``labels`` (what they are used for), ``classes`` (their names), ``held_out``
(the split on show), ``count`` (its length), ``size`` (pixels), ``channels``, ``axes`` (how many sliders there are),
``samples`` (how many are to be shown), ``averaged`` (whether the networks on show are averages of the weights), and as
of points ``neutral``, ``shown_range``, ``shown_name``, both losses at equilibrium with their labels, ``substeps``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.ali_image_arithmetic import arithmetic, term
from ganviz.games.ali_image_report import measures
from ganviz.games.image_arrays import pictures
from ganviz.metrics.principal import Principal, principal

if TYPE_CHECKING:
    from ganviz.games.ali_image_scene import ALIImageScene

Arrays = dict[str, NDArray[Any]]
Options = Mapping[str, Any]

AXES = 8
"""How many principal axes of the codes there are to move along."""

_CODES = 500


def _shown(images: torch.Tensor) -> NDArray[np.uint8]:
    return pictures(list(images))


def _samples(scene: ALIImageScene, options: Options) -> Arrays:
    n = int(options.get("n", scene.game.settings.samples))
    return {"images": _shown(scene.made(scene.latents(n), scene.given_labels(n)))}


def _reconstructions(scene: ALIImageScene, options: Options) -> Arrays:
    places = scene.places(options)
    if not places:
        return {}
    x, y = scene.held(places)
    return {"indices": np.array(places), "input": _shown(x), "again": _shown(scene.decoded(scene.encoded(x, y), y))}


def _interpolation(scene: ALIImageScene, options: Options) -> Arrays:
    """With labels told to G, the whole way has the label of its first end."""
    ends = [found for name in "ab" if (found := term(scene, options[name])) is not None]
    if len(ends) < 2:
        return {}
    first, last = ends
    share = torch.linspace(0, 1, int(options.get("steps", 8)), device=first.code.device)[:, None]
    labels = None if first.label is None else first.label.expand(len(share), -1)
    way = scene.decoded(torch.lerp(first.code, last.code, share), labels, alike=True)
    return {"images": _shown(way), "ends": _shown(torch.cat((first.image, last.image)))}


def _code_axes(scene: ALIImageScene, n: int) -> tuple[list[int], NDArray[np.float64], Principal]:
    places = scene.places({"n": n})
    codes = scene.encoded(*scene.held(places)).cpu().numpy().astype(np.float64)
    return places, codes, principal(codes, AXES)


def _codes(scene: ALIImageScene, options: Options) -> Arrays:
    if not scene.count:
        return {}
    places, codes, found = _code_axes(scene, int(options.get("n", _CODES)))
    flat, share = np.zeros((len(codes), 2), np.float32), np.zeros(2)
    two = found.places(codes)[:, :2]
    flat[:, :two.shape[1]] = two
    share[:two.shape[1]] = found.deviations[:2]**2 / max(float(codes.var(0).sum()), 1e-12)
    labels = scene.images.labels(scene.images.held_out)[places].numpy()
    return {"indices": np.array(places), "places": flat, "labels": labels,
            "share": share}


def _thumbnails(scene: ALIImageScene, options: Options) -> Arrays:
    places = scene.places(options)
    return {"indices": np.array(places), "images": _shown(scene.held(places)[0])} if places else {}


def _latent(scene: ALIImageScene, options: Options) -> Arrays:
    """Where codes are labels, there is no axis to move along, and the sample stays."""
    start = scene.latents(int(options["sample"]) + 1)[-1:]
    moved, moves = start, list(options["moves"])[:AXES]
    if scene.count and not scene.game.parts.use.inferred and any(moves):
        axes = _code_axes(scene, _CODES)[2]
        steps = np.array(moves[:len(axes.axes)]) * axes.deviations[:len(moves)]
        move = torch.from_numpy(steps @ axes.axes[:len(steps)]).to(start)
        moved = start + move
    both = torch.cat((start, moved))
    labels = scene.given_labels(int(options["sample"]) + 1)
    return {"images": _shown(scene.made(both, None if labels is None else labels[-1:].expand(2, -1)))}


def _measures(scene: ALIImageScene, options: Options) -> Arrays:  # noqa: ARG001
    return {name: np.array(pair) for name, pair in measures(scene).items()}


LAYERS: Mapping[str, Callable[[ALIImageScene, Options], Arrays]] = {
    "samples": _samples, "reconstructions": _reconstructions, "interpolation": _interpolation,
    "arithmetic": arithmetic, "codes": _codes, "thumbnails": _thumbnails, "latent": _latent, "measures": _measures}
