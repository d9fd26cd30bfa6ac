"""The settings of the toy games, 1-D and 2-D."""

from __future__ import annotations

from typing import Self

from ganviz.settings import shared
from ganviz.settings.field import setting
from ganviz.settings.names import ENGINES, PROBLEMS_1D, PROBLEMS_2D
from ganviz.settings.shared import PROBLEM, D, G

_OUTSIDE_CODE = ("problem", "data", "columns", "spread", "latent", "learning_rate_d", "learning_rate_g", "beta1_d",
                 "beta1_g", "beta2_d", "beta2_g", "schedule_d", "schedule_g", "schedule_iterations", "updates_d",
                 "updates_g", "ema_g", "engine")
"""Settings that compiled code is given as tensors, or that decide what it is called with, and how often."""

_SOME_DROPOUT = 0.5


class ToySettings(shared.SampledSettings):
    """What can be chosen in a toy game."""

    depth_d: int = shared.depth(D, "discriminator")
    width_d: int = shared.width(D)
    activation_d: str = shared.activation(D, "discriminator")
    normalisation_d: str = shared.normalisation(D)
    spectral_norm_d: bool = shared.spectral_norm(D)
    dropout_d: float = shared.dropout(D)
    optimizer_d: str = shared.optimizer(D, "discriminator")
    learning_rate_d: float = shared.learning_rate(D, "discriminator")
    beta1_d: float = shared.beta1(D)
    beta2_d: float = shared.beta2(D, "optimizer_d")
    schedule_d: str = shared.schedule(D, "discriminator")
    updates_d: int = shared.updates(D, "discriminator")

    depth_g: int = shared.depth(G, "generator")
    width_g: int = shared.width(G)
    activation_g: str = shared.activation(G, "generator")
    normalisation_g: str = shared.normalisation(G)
    dropout_g: float = shared.dropout(G)
    optimizer_g: str = shared.optimizer(G, "generator")
    learning_rate_g: float = shared.learning_rate(G, "generator")
    beta1_g: float = shared.beta1(G)
    beta2_g: float = shared.beta2(G, "optimizer_g")
    schedule_g: str = shared.schedule(G, "generator")
    updates_g: int = shared.updates(G, "generator")
    ema_g: float = shared.average(G, "generator")

    objective: str = shared.objective()
    schedule_iterations: int = shared.schedule_iterations()

    engine: str = setting("eager", title="Engine", section="Engine", registry=ENGINES, live=True,
                          help="What plays the iterations. Code is compiled for the game once, by the C++ compiler of "
                               "this computer, and kept for the next time.")

    def of_code(self) -> Self:
        """What compiled code depends on: these settings with all others at their defaults.

        Of dropout it matters only whether there is any.
        """
        own = {name: value for name, value in self.model_dump().items() if name not in _OUTSIDE_CODE}
        dropout = {name: _SOME_DROPOUT if own[name] else 0.0 for name in ("dropout_d", "dropout_g")}
        return type(self)(**{**own, **dropout})



class Game1DSettings(ToySettings):
    """What can be chosen in the 1-D game."""

    problem: str = shared.problem(PROBLEMS_1D, "bimodal")
    spread: float = shared.spread_over(PROBLEMS_1D)
    latent_dim: int = setting(1, title="Latent size", section=PROBLEM, ge=1, le=64,
                              help="How many numbers the generator is given for each sample.")


class Game2DSettings(ToySettings):
    """What can be chosen in the 2-D game."""

    problem: str = shared.problem(PROBLEMS_2D, "ring8")
    spread: float = shared.spread_over(PROBLEMS_2D)
