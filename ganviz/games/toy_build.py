"""From settings to the parts of a toy game."""

from __future__ import annotations

from ganviz.networks.mlp import MLP
from ganviz.problems.problem import Problem
from ganviz.settings.names import ACTIVATIONS, NORMALISATIONS
from ganviz.settings.registry import Registry
from ganviz.settings.shared import SampledSettings
from ganviz.settings.toy import ToySettings


def build_problem(settings: SampledSettings) -> Problem:
    """The problem that the settings name.

    Raises:
        UserError: if its file cannot be used.
    """
    registry = settings.declaration("problem").presentation.registry
    assert isinstance(registry, Registry)
    entry = registry[settings.problem]
    problem: Problem = (entry.load()(settings.data, settings.columns, entry.facts["dim"])
                        if settings.problem == "points" else entry.load()(settings.spread))
    return problem


def generator_mlp(settings: ToySettings, dim: int) -> MLP:
    """The generator's network: from latent points to points of the problem."""
    return MLP(settings.latent_dim, dim, settings.depth_g, settings.width_g, ACTIVATIONS.load(settings.activation_g),
               NORMALISATIONS.load(settings.normalisation_g))


def discriminator_mlp(settings: ToySettings, dim: int) -> MLP:
    """The discriminator's network: from points of the problem to one logit."""
    return MLP(dim, 1, settings.depth_d, settings.width_d, ACTIVATIONS.load(settings.activation_d),
               NORMALISATIONS.load(settings.normalisation_d), settings.spectral_norm_d)


def noise_size(settings: ToySettings, who: str, g: MLP, d: MLP) -> int:
    """How many random numbers dropout takes in one update of D ("d"), which judges two batches, or of G ("g")."""
    judged = 2 * settings.batch_size if who == "d" else settings.batch_size
    return (g.noise(settings.batch_size) if settings.dropout_g else 0) + (d.noise(judged) if settings.dropout_d else 0)
