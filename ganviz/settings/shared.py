"""Declarations that several games share, so that each is written once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from pydantic import model_validator

from ganviz.settings.field import Settings, setting
from ganviz.settings.names import ACTIVATIONS, LATENTS, NORMALISATIONS, OBJECTIVES, OPTIMIZERS, SCHEDULES
from ganviz.settings.registry import Registry

PROBLEM, D, G, OBJECTIVE = "Problem", "Discriminator", "Generator", "Objective"
"""Headings of the form that several games have."""

NORMALISATION = "normalisation_"
"""How the names of all settings begin that choose a normalisation; the rest says whose."""


def problem(registry: Registry, default: str) -> Any:
    """What is to be learned."""
    return setting(default, title="Distribution", section=PROBLEM, registry=registry,
                   help="What the generator has to learn.")


def spread_over(problems: Iterable[str]) -> Any:
    """How wide the modes of a built-in problem are; the user's own points are as they are."""
    return setting(1.0, title="Spread", section=PROBLEM, ge=0.1, le=20, step=1.25, scale="logarithmic", unit="×",
                   shown_if={"problem": tuple(name for name in problems if name != "points")},
                   help="Widens or narrows each mode; 1 is the published geometry.")


# --- a network ---------------------------------------------------------------------------------------------

def depth(section: str, who: str, default: int = 2) -> Any:
    """Hidden layers of a network."""
    return setting(default, title="Layers", section=section, ge=0, le=8, help=f"Hidden layers of the {who}.")


def width(section: str, default: int = 64) -> Any:
    """Units in each of its hidden layers."""
    return setting(default, title="Width", section=section, ge=1, le=1024, step=2, scale="logarithmic",
                   help="Units in each hidden layer.")


def activation(section: str, who: str) -> Any:
    """What bends its layers."""
    return setting("leaky_relu", title="Activation", section=section, registry=ACTIVATIONS,
                   help=f"What bends the {who}'s layers.")


def normalisation(section: str) -> Any:
    """How its hidden layers are kept in range."""
    return setting("none", title="Normalisation", section=section, registry=NORMALISATIONS,
                   help="How the hidden layers are kept in range.")


def spectral_norm(section: str) -> Any:
    """Whether its weights are divided by their norms."""
    return setting(False, title="Spectral norm", section=section,
                   help="Divides each weight matrix by its largest singular value, so that D can't become steep.")


def dropout(section: str) -> Any:
    """The share of its hidden units that is silenced."""
    return setting(0.0, title="Dropout", section=section, ge=0, le=0.9, step=0.05, live=True, special={0: "off"},
                   help="The share of hidden units that is silenced at random.")


# --- how it learns -----------------------------------------------------------------------------------------

def optimizer(section: str, who: str) -> Any:
    """How a player follows its gradient."""
    return setting("adam", title="Optimiser", section=section, registry=OPTIMIZERS,
                   help=f"How the {who} follows its gradient.")


def learning_rate(section: str, who: str) -> Any:
    """The size of its steps."""
    return setting(1e-3, title="Learning rate", section=section, ge=1e-7, le=1, step=1.25, scale="logarithmic",
                   live=True, help=f"The size of the {who}'s steps.")


def beta1(section: str, default: float = 0.5) -> Any:
    """Its momentum."""
    return setting(default, title="Beta 1", section=section, ge=0, le=0.9999, step=0.05, live=True,
                   help="How long the gradient's running mean remembers: the momentum.")


def beta2(section: str, optimizer_name: str, default: float = 0.999) -> Any:
    """The memory of its gradient's size; ``optimizer_name`` is the setting that chooses the optimiser."""
    return setting(default, title="Beta 2", section=section, ge=0, le=0.99999, step=0.001, live=True,
                   shown_if={optimizer_name: ("adam", "rmsprop")},
                   help="How long the gradient's running size remembers.")


def schedule(section: str, who: str, default: str = "constant") -> Any:
    """How its rate changes."""
    return setting(default, title="Schedule", section=section, registry=SCHEDULES, live=True,
                   help=f"How the {who}'s rate changes over the run.")


def updates(section: str, who: str) -> Any:
    """How often it is updated."""
    return setting(1, title="Updates", section=section, ge=0, le=10, live=True,
                   help=f"Updates of the {who} in each iteration.")


def average(section: str, who: str, default: float = 0.0) -> Any:
    """The running average of its weights."""
    return setting(default, title="Average (EMA)", section=section, ge=0, le=0.99999, step=0.001, live=True,
                   special={0: "off"}, help=f"Shows and exports a running average of the {who}'s weights; "
                                            "nearer to 1 averages for longer.")


# --- the game ----------------------------------------------------------------------------------------------

def objective() -> Any:
    """What each player wants."""
    return setting("non_saturating", title="Loss", section=OBJECTIVE, registry=OBJECTIVES, live=True,
                   help="What each player wants.")


def latent(default: str) -> Any:
    """Where z comes from."""
    return setting(default, title="Latent", section=PROBLEM, registry=LATENTS,
                   help="The distribution that z is drawn from.")


def schedule_iterations(default: int = 20_000) -> Any:
    """The length of every schedule."""
    return setting(default, title="Schedule length", section=OBJECTIVE, ge=1, le=100_000_000, step=2,
                   scale="logarithmic", live=True, unit="iterations",
                   help="After how many iterations a falling rate reaches zero.")


class SampledSettings(Settings):
    """What every game has that learns a distribution of points from latent points."""

    problem: str = setting("", title="Distribution", section=PROBLEM, help="What the generator has to learn.")
    data: str = setting("", title="File", section=PROBLEM, kind="path", shown_if={"problem": ("points",)},
                        help="The CSV, TSV, NPY or NPZ file that holds the points.")
    columns: str = setting("", title="Columns", section=PROBLEM, shown_if={"problem": ("points",)},
                           help="The columns to read, by name or by number from 1, with commas between; "
                                "empty takes the first numeric ones.")
    spread: float = spread_over(())
    latent: str = latent("normal")
    latent_dim: int = setting(2, title="Latent size", section=PROBLEM, ge=1, le=64,
                              help="How many numbers the generator is given for each sample.")
    batch_size: int = setting(256, title="Batch size", section=PROBLEM, ge=1, le=65536, step=2, live=True,
                              scale="logarithmic", help="Real and generated samples in each update.")

    @model_validator(mode="after")
    def _batch_to_normalise(self) -> Self:
        batch = [name for name in type(self).model_fields if name.startswith(NORMALISATION)
                 and getattr(self, name) == "batch" and getattr(self, f"depth_{name.removeprefix(NORMALISATION)}") > 0]
        if batch and self.batch_size < 2:
            raise ValueError(f"batch norm needs a batch of at least 2; raise batch_size, or choose another value "
                             f"for {' and '.join(batch)}")
        return self

    @model_validator(mode="after")
    def _file_named(self) -> Self:
        if self.problem == "points" and not self.data:
            raise ValueError("the problem 'points' needs a file; name one with --data or File > Open points")
        return self
