"""Arithmetic on the codes of held-out images, and of whole classes of them.

An *operand* is the place of a held-out image, or the name of a class, whose code is the mean of the codes of its
held-out images (Dumoulin et al. 2017, section 4; Radford et al. 2016, section 6.3.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.ali_roles import Labels
from ganviz.games.image_arrays import pictures

if TYPE_CHECKING:
    from ganviz.games.ali_image_scene import ALIImageScene

Operand = int | str

STRONGEST = 1.5
"""How far the direction from B to A is followed; at 1 it is the sum itself."""

_MEMBERS = 100
"""How many held-out images of a class its mean code is taken of, at most."""


class Term(NamedTuple):
    """An operand as a picture (1, C, H, W), the image itself or G of the mean code, as a code and as a label (1, ·)."""

    image: torch.Tensor
    code: torch.Tensor
    label: Labels


def term(scene: ALIImageScene, operand: Operand) -> Term | None:
    """What an operand stands for; None where there is no such image, or no held-out image of the class."""
    if isinstance(operand, str):
        return _class_term(scene, operand)
    places = scene.places({"indices": [operand]})
    if not places:
        return None
    x, y = scene.held(places)
    return Term(x, scene.encoded(x, y), y)


def _class_term(scene: ALIImageScene, name: str) -> Term | None:
    members = scene.members(name)[:_MEMBERS]
    if not members:
        return None
    x, y = scene.held(members)
    code, label = scene.encoded(x, y).mean(0, keepdim=True), None if y is None else y[:1]
    return Term(scene.decoded(code, label), code, label)


def arithmetic(scene: ALIImageScene, options: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """See ``ganviz.games.ali_image_layers``; with labels told to G, all has the label of the third operand."""
    terms = [found for name in "abc" if (found := term(scene, options[name])) is not None]
    if len(terms) < 3:
        return {}
    (_, a, _), (_, b, _), (_, c, label) = terms
    strengths = torch.linspace(0, STRONGEST, int(options.get("steps", 7)), device=c.device)
    along = torch.cat((torch.ones(1, device=c.device), strengths))[:, None]
    labels = None if label is None else label.expand(len(along), -1)
    made = pictures(list(scene.decoded(c + along * (a - b), labels, alike=True)))
    shown = pictures([each.image[0] for each in terms])
    return {"operands": shown, "result": made[:1], "images": made[1:],
            "strengths": np.asarray(strengths.cpu().numpy())}
