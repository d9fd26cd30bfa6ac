"""From settings to the parts of ALI: its data, its three networks, and how they are shown.

What is here makes the form for points. A form for other data gives the game parts of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import torch
from numpy.typing import NDArray
from torch.nn.functional import one_hot

from ganviz.games.ali_roles import Head, Labels, LabelUse, categorical
from ganviz.games.ali_scene import ALIScene
from ganviz.games.draws import BlockDraws, Stream
from ganviz.games.protocol import Substep
from ganviz.games.toy_build import build_problem
from ganviz.networks.joint import JointMLP, JointNetwork
from ganviz.networks.mlp import MLP
from ganviz.networks.network import Network
from ganviz.problems.problem import Problem, scaled
from ganviz.settings.ali import ALISettings
from ganviz.settings.names import ACTIVATIONS, ENCODERS, LABELS, NORMALISATIONS

if TYPE_CHECKING:
    from ganviz.games.ali import ALIGame


class Source(Protocol):
    """Where x and its label come from."""

    def at(self, iteration: int, batch: int) -> tuple[torch.Tensor, Labels]:
        """The batch of an iteration, by seed and iteration alone: x (batch, ...) and one-hot labels (batch, K)."""
        ...

    def labels(self, x: torch.Tensor) -> Labels:
        """One-hot labels (n, K) of samples (n, ...); None where labels are not used."""
        ...


class Shown(Protocol):
    """What the views are given; see ``ganviz.games.protocol.Game`` for each."""

    def facts(self) -> dict[str, Any]: ...

    def arrays(self, layers: Mapping[str, Mapping[str, Any]]) -> dict[str, NDArray[Any]]: ...

    def substep_arrays(self, substep: Substep) -> dict[str, NDArray[Any]]: ...

    def evaluation(self) -> dict[str, Any]: ...

    def score(self) -> float: ...


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


class PointSource:
    """Draws of a problem in the plane, labelled by the mode that each lies nearest to."""

    def __init__(self, problem: Problem, seed: int, device: torch.device, classes: int) -> None:
        self._problem = problem
        self._classes = classes
        self._draws = BlockDraws(problem.sample, seed, Stream.REAL, device)

    def at(self, iteration: int, batch: int) -> tuple[torch.Tensor, Labels]:
        """See `Source`."""
        x = self._draws.at(iteration, 1, batch)[0]
        return x, self.labels(x)

    def labels(self, x: torch.Tensor) -> Labels:
        """See `Source`."""
        return one_hot(self._problem.nearest_mode(x), self._classes).to(x.dtype) if self._classes else None


def build_data(settings: ALISettings) -> Problem:
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


def _network(settings: ALISettings, who: str, inputs: int, outputs: int, spectral_norm: bool = False) -> JointMLP:
    depth, width, activation, normalisation = (
        getattr(settings, f"{name}_{who}") for name in ("depth", "width", "activation", "normalisation"))
    return JointMLP(MLP(inputs, outputs, depth, width, ACTIVATIONS.load(activation),
                        NORMALISATIONS.load(normalisation), spectral_norm))
