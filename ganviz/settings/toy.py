"""The settings of the toy games, 1-D and 2-D."""

from __future__ import annotations

from typing import Self

from pydantic import field_validator, model_validator

from ganviz.settings.field import Settings, setting
from ganviz.settings.names import (
    ACTIVATIONS,
    ENGINES,
    LATENTS,
    NORMALISATIONS,
    OBJECTIVES,
    OPTIMIZERS,
    PROBLEMS_1D,
    PROBLEMS_2D,
    SCHEDULES,
)
from ganviz.settings.registry import Registry

_BUILT_IN = tuple(name for name in (*PROBLEMS_1D, *PROBLEMS_2D) if name != "points")
_DATA, _D, _G, _OBJECTIVE, _ENGINE = "Problem", "Discriminator", "Generator", "Objective", "Engine"

_OUTSIDE_CODE = ("problem", "data", "columns", "spread", "latent", "learning_rate_d", "learning_rate_g", "beta1_d",
                 "beta1_g", "beta2_d", "beta2_g", "schedule_d", "schedule_g", "schedule_iterations", "updates_d",
                 "updates_g", "ema_g", "engine")
"""Settings that compiled code is given as tensors, or that decide what it is called with, and how often."""

_SOME_DROPOUT = 0.5


class ToySettings(Settings):
    """What can be chosen in a toy game."""

    problem: str = setting("", title="Distribution", section=_DATA, help="What the generator has to learn.")
    data: str = setting("", title="File", section=_DATA, kind="path", shown_if={"problem": ("points",)},
                        help="The CSV, TSV, NPY or NPZ file that holds the points.")
    columns: str = setting("", title="Columns", section=_DATA, shown_if={"problem": ("points",)},
                           help="The columns to read, by name or by number from 1, with commas between; "
                                "empty takes the first numeric ones.")
    spread: float = setting(1.0, title="Spread", section=_DATA, ge=0.1, le=20, step=1.25, scale="logarithmic",
                            unit="×", shown_if={"problem": _BUILT_IN},
                            help="Widens or narrows each mode; 1 is the published geometry.")
    latent: str = setting("normal", title="Latent", section=_DATA, registry=LATENTS,
                          help="The distribution that z is drawn from.")
    latent_dim: int = setting(2, title="Latent size", section=_DATA, ge=1, le=64,
                              help="How many numbers the generator is given for each sample.")
    batch_size: int = setting(256, title="Batch size", section=_DATA, ge=1, le=65536, step=2, live=True,
                              scale="logarithmic", help="Real and generated samples in each update.")

    depth_d: int = setting(2, title="Layers", section=_D, ge=0, le=8, help="Hidden layers of the discriminator.")
    width_d: int = setting(64, title="Width", section=_D, ge=1, le=1024, step=2, scale="logarithmic",
                           help="Units in each hidden layer.")
    activation_d: str = setting("leaky_relu", title="Activation", section=_D, registry=ACTIVATIONS,
                                help="What bends the discriminator's layers.")
    normalisation_d: str = setting("none", title="Normalisation", section=_D, registry=NORMALISATIONS,
                                   help="How the hidden layers are kept in range.")
    spectral_norm_d: bool = setting(False, title="Spectral norm", section=_D,
                                    help="Divides each weight matrix by its largest singular value, "
                                         "so that D can't become steep.")
    dropout_d: float = setting(0.0, title="Dropout", section=_D, ge=0, le=0.9, step=0.05, live=True,
                               special={0: "off"}, help="The share of hidden units that is silenced at random.")
    optimizer_d: str = setting("adam", title="Optimiser", section=_D, registry=OPTIMIZERS,
                               help="How the discriminator follows its gradient.")
    learning_rate_d: float = setting(1e-3, title="Learning rate", section=_D, ge=1e-7, le=1, step=1.25,
                                     scale="logarithmic", live=True, help="The size of the discriminator's steps.")
    beta1_d: float = setting(0.5, title="Beta 1", section=_D, ge=0, le=0.9999, step=0.05, live=True,
                             help="How long the gradient's running mean remembers: the momentum.")
    beta2_d: float = setting(0.999, title="Beta 2", section=_D, ge=0, le=0.99999, step=0.001, live=True,
                             shown_if={"optimizer_d": ("adam", "rmsprop")},
                             help="How long the gradient's running size remembers.")
    schedule_d: str = setting("constant", title="Schedule", section=_D, registry=SCHEDULES, live=True,
                              help="How the discriminator's rate changes over the run.")
    updates_d: int = setting(1, title="Updates", section=_D, ge=0, le=10, live=True,
                             help="Updates of the discriminator in each iteration.")

    depth_g: int = setting(2, title="Layers", section=_G, ge=0, le=8, help="Hidden layers of the generator.")
    width_g: int = setting(64, title="Width", section=_G, ge=1, le=1024, step=2, scale="logarithmic",
                           help="Units in each hidden layer.")
    activation_g: str = setting("leaky_relu", title="Activation", section=_G, registry=ACTIVATIONS,
                                help="What bends the generator's layers.")
    normalisation_g: str = setting("none", title="Normalisation", section=_G, registry=NORMALISATIONS,
                                   help="How the hidden layers are kept in range.")
    dropout_g: float = setting(0.0, title="Dropout", section=_G, ge=0, le=0.9, step=0.05, live=True,
                               special={0: "off"}, help="The share of hidden units that is silenced at random.")
    optimizer_g: str = setting("adam", title="Optimiser", section=_G, registry=OPTIMIZERS,
                               help="How the generator follows its gradient.")
    learning_rate_g: float = setting(1e-3, title="Learning rate", section=_G, ge=1e-7, le=1, step=1.25,
                                     scale="logarithmic", live=True, help="The size of the generator's steps.")
    beta1_g: float = setting(0.5, title="Beta 1", section=_G, ge=0, le=0.9999, step=0.05, live=True,
                             help="How long the gradient's running mean remembers: the momentum.")
    beta2_g: float = setting(0.999, title="Beta 2", section=_G, ge=0, le=0.99999, step=0.001, live=True,
                             shown_if={"optimizer_g": ("adam", "rmsprop")},
                             help="How long the gradient's running size remembers.")
    schedule_g: str = setting("constant", title="Schedule", section=_G, registry=SCHEDULES, live=True,
                              help="How the generator's rate changes over the run.")
    updates_g: int = setting(1, title="Updates", section=_G, ge=0, le=10, live=True,
                             help="Updates of the generator in each iteration.")
    ema_g: float = setting(0.0, title="Average (EMA)", section=_G, ge=0, le=0.99999, step=0.001, live=True,
                           special={0: "off"},
                           help="Shows and exports a running average of the generator's weights; "
                                "nearer to 1 averages for longer.")

    objective: str = setting("non_saturating", title="Loss", section=_OBJECTIVE, registry=OBJECTIVES, live=True,
                             help="What each player wants.")
    schedule_iterations: int = setting(20_000, title="Schedule length", section=_OBJECTIVE, ge=1, le=100_000_000,
                                       step=2, scale="logarithmic", live=True, unit="iterations",
                                       help="After how many iterations a falling rate reaches zero.")

    engine: str = setting("eager", title="Engine", section=_ENGINE, registry=ENGINES, live=True,
                          help="What plays the iterations. Code is compiled for the game once, by the C++ compiler of "
                               "this computer, and kept for the next time.")

    def of_code(self) -> Self:
        """What compiled code depends on: these settings with all others at their defaults.

        Of dropout it matters only whether there is any.
        """
        own = {name: value for name, value in self.model_dump().items() if name not in _OUTSIDE_CODE}
        dropout = {name: _SOME_DROPOUT if own[name] else 0.0 for name in ("dropout_d", "dropout_g")}
        return type(self)(**{**own, **dropout})

    @field_validator("engine", "latent", "activation_d", "activation_g", "normalisation_d", "normalisation_g",
                     "optimizer_d", "optimizer_g", "schedule_d", "schedule_g", "objective", "problem")
    @classmethod
    def _known(cls, value: str, info: object) -> str:
        registry = cls.declaration(info.field_name).presentation.registry  # type: ignore[attr-defined]
        assert registry is not None
        return registry[value].id

    @model_validator(mode="after")
    def _batch_to_normalise(self) -> Self:
        used = {"normalisation_d": self.depth_d > 0, "normalisation_g": self.depth_g > 0}
        batch = [name for name, hidden in used.items() if hidden and getattr(self, name) == "batch"]
        if batch and self.batch_size < 2:
            raise ValueError(f"batch norm needs a batch of at least 2; raise batch_size, or choose another value "
                             f"for {' and '.join(batch)}")
        return self

    @model_validator(mode="after")
    def _file_named(self) -> Self:
        if self.problem == "points" and not self.data:
            raise ValueError("the problem 'points' needs a file; name one with --data or File > Open points")
        return self


def _problem_setting(registry: Registry, default: str) -> str:
    chosen: str = setting(default, title="Distribution", section=_DATA, registry=registry,
                          help="What the generator has to learn.")
    return chosen


class Game1DSettings(ToySettings):
    """What can be chosen in the 1-D game."""

    problem: str = _problem_setting(PROBLEMS_1D, "bimodal")
    latent_dim: int = setting(1, title="Latent size", section=_DATA, ge=1, le=64,
                              help="How many numbers the generator is given for each sample.")


class Game2DSettings(ToySettings):
    """What can be chosen in the 2-D game."""

    problem: str = _problem_setting(PROBLEMS_2D, "ring8")
