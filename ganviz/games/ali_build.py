"""From settings to the parts of ALI: its data, its three networks, and how they are shown.

What is here makes the form for points; that for images is in ``ganviz.games.ali_images``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import torch
from numpy.typing import NDArray

from ganviz.games.ali_roles import Head, LabelUse, categorical
from ganviz.games.ali_scene import ALIScene
from ganviz.games.ali_sources import PointSource, Source
from ganviz.games.protocol import Sheet, Substep
from ganviz.games.toy_build import build_problem
from ganviz.networks.joint import JointMLP, JointNetwork
from ganviz.networks.mlp import MLP
from ganviz.networks.network import Network
from ganviz.problems.images.watching import Watch
from ganviz.problems.problem import Problem, scaled
from ganviz.settings.ali import ALISettings
from ganviz.settings.names import ACTIVATIONS, ENCODERS, LABELS, NORMALISATIONS, PROBLEMS_ALI

if TYPE_CHECKING:
    from ganviz.games.ali import ALIGame


class Shown(Protocol):
    """What the views are given; see ``ganviz.games.protocol.Game`` for each."""

    def facts(self) -> dict[str, Any]: ...

    def arrays(self, layers: Mapping[str, Mapping[str, Any]]) -> dict[str, NDArray[Any]]: ...

    def substep_arrays(self, substep: Substep) -> dict[str, NDArray[Any]]: ...

    def evaluation(self) -> dict[str, Any]: ...

    def score(self) -> float: ...

    def sheet(self) -> Sheet | None: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def watch_share(self) -> float: ...


@dataclass(frozen=True)
class Parts:
    """What the rules of ALI need to know of their players.

    Attributes:
        source: where x comes from.
        encoder: from x (and y) to the head's outputs.
        generator: from z (and y) to x.
        discriminator: from (x, code) (and y) to one logit.
        head: what the encoder's output means.
        use: what labels are used for.
        code_size: how many numbers a code has.
        scene: makes what the views are given of a game.
    """

    source: Source
    encoder: Network[JointNetwork]
    generator: Network[JointNetwork]
    discriminator: Network[JointNetwork]
    head: Head
    use: LabelUse
    code_size: int
    scene: Callable[[ALIGame], Shown]


@dataclass(frozen=True)
class Form:
    """What ALI is played on: points, or images.

    Attributes:
        data: opens what the settings name, given the seed and who looks on; raises UserError if it can't be used.
        parts: the parts of a game on this data.
        operations: about how many floating-point operations an iteration takes.
        flat: whether a state is small enough to be kept often.
    """

    data: Callable[[ALISettings, int, Watch], Any]
    parts: Callable[[ALISettings, Any, int, torch.device], Parts]
    operations: Callable[[ALISettings], float]
    flat: bool


def form_of(settings: ALISettings) -> Form:
    """The form that the problem asks for."""
    form: Form = PROBLEMS_ALI[settings.problem].load_fact("form")
    return form


def build_data(settings: ALISettings, seed: int = 0, watch: Watch | None = None) -> Problem:  # noqa: ARG001
    """The problem that the settings name, in the units that the networks see.

    Raises:
        UserError: if its file cannot be used.
    """
    return scaled(build_problem(settings), settings.data_scale)


def build_parts(settings: ALISettings, problem: Problem, seed: int, device: torch.device) -> Parts:
    """The parts for a problem of points."""
    s = settings
    use: LabelUse = LABELS.load(s.labels)
    head: Head = categorical if use.inferred else ENCODERS.load(s.encoder)
    classes = len(problem.modes) if problem.modes is not None and (use.told or use.inferred) else 0
    told = classes if use.told else 0
    code = classes if use.inferred else s.latent_dim
    return Parts(
        source=PointSource(problem, seed, device, classes),
        encoder=_network(s, "e", problem.dim + told, head.outputs(code)),
        generator=_network(s, "g", s.latent_dim + classes, problem.dim),
        discriminator=_network(s, "d", problem.dim + code + told, 1, s.spectral_norm_d),
        head=head, use=use, code_size=code, scene=ALIScene)


def operations(settings: ALISettings) -> float:
    """About how many floating-point operations an iteration takes."""
    judging = settings.depth_d * settings.width_d**2 * (14 if settings.r1 or settings.r2 else 8)
    making = settings.depth_g * settings.width_g**2 + settings.depth_e * settings.width_e**2
    return float(settings.batch_size * (2 * judging + 6 * making))


def dropout_size(settings: ALISettings) -> int:
    """How many random numbers dropout takes in an iteration on points."""
    s = settings
    passes = {"e": 1, "g": 2 if s.reconstruction else 1, "d": 2}
    return sum(times * s.batch_size * getattr(s, f"depth_{who}") * getattr(s, f"width_{who}")
               for who, times in passes.items() if getattr(s, f"dropout_{who}"))


POINTS = Form(build_data, build_parts, operations, flat=True)


def _network(settings: ALISettings, who: str, inputs: int, outputs: int, spectral_norm: bool = False) -> JointMLP:
    depth, width, activation, normalisation = (
        getattr(settings, f"{name}_{who}") for name in ("depth", "width", "activation", "normalisation"))
    return JointMLP(MLP(inputs, outputs, depth, width, ACTIVATIONS.load(activation),
                        NORMALISATIONS.load(normalisation), spectral_norm))
