"""What Pix2Pix and CycleGAN have in common, each setting declared once."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import field_validator, model_validator

from ganviz.settings.field import setting
from ganviz.settings.image_data import ImageSettings
from ganviz.settings.registry import Registry
from ganviz.settings.schedule import FALLING
from ganviz.settings.shared import OBJECTIVE, D, G
from ganviz.settings.translation_names import (
    DISCRIMINATORS,
    GENERATORS,
    IMAGE_NORMALISATIONS,
    INITIALISATIONS,
    PACES,
    PATCH_LOSSES,
    PENALTIES,
    RATE_SCHEDULES,
    UP_SAMPLINGS,
)
from ganviz.settings.watched import MOST, places, text

SCHEDULE, WATCHING = "Schedule", "Watching"

_FALLING = {"schedule": FALLING}


def generator(default: str) -> Any:
    """G's architecture."""
    return setting(default, title="Network", section=G, registry=GENERATORS, help="The generator's architecture.")


def normalisation(section: str, default: str) -> Any:
    """How a network's feature maps are kept in range."""
    return setting(default, title="Normalisation", section=section, registry=IMAGE_NORMALISATIONS,
                   help="How feature maps are kept in range.")


def dropout(default: bool) -> Any:
    """Whether G has dropout."""
    return setting(default, title="Dropout", section=G,
                   help="Silences half of the units of some blocks at random: G's noise.")


def objective(default: str) -> Any:
    """The adversarial loss."""
    return setting(default, title="Loss", section=OBJECTIVE, registry=PATCH_LOSSES, live=True,
                   help="What D and G want of each other.")


def weight(default: float, title: str, help: str) -> Any:
    """The weight of a term of G's loss."""
    return setting(default, title=title, section=OBJECTIVE, ge=0, le=10_000, live=True, special={0: "off"}, help=help)


def best_by(registry: Registry, default: str, images: str) -> Any:
    """What chooses the checkpoint that is always kept; ``images`` says of how many images."""
    return setting(default, title="Best by", section=WATCHING, registry=registry, live=True,
                   help="The measure on some held-out images, always the same ones, that chooses the best checkpoint; "
                        f"it is always kept. {images}")


def watched(which: str) -> Any:
    """The held-out images that somebody has chosen to see."""
    return setting("", title=f"Chosen {which}", section=WATCHING, live=True,
                   help=f"Which held-out {which} are on show, by their numbers from 1 with commas between; empty lets "
                        "the seed choose. Training is the same whatever is on show.")


class TranslationSettings(ImageSettings):
    """Players, losses, schedule and watching of an image translation."""

    generator: str = generator("unet_256")
    width_g: int = setting(64, title="Width", section=G, ge=4, le=512, step=2, scale="logarithmic",
                           help="Filters of the first convolution (ngf).")
    normalisation_g: str = normalisation(G, "batch")
    up_sampling: str = setting("transposed", title="Up-sampling", section=G, registry=UP_SAMPLINGS,
                               help="How the size is doubled.")
    dropout: bool = dropout(False)
    learning_rate_g: float = setting(2e-4, title="Learning rate", section=G, ge=1e-7, le=1, step=1.25, live=True,
                                     scale="logarithmic", help="The size of the generator's steps.")

    discriminator: str = setting("basic", title="Network", section=D, registry=DISCRIMINATORS,
                                 help="The discriminator's architecture.")
    layers_d: int = setting(3, title="Layers", section=D, ge=1, le=6, shown_if={"discriminator": ("n_layers",)},
                            help="Convolutions between the first and the last; 3 make patches of 70 pixels.")
    width_d: int = setting(64, title="Width", section=D, ge=4, le=512, step=2, scale="logarithmic",
                           help="Filters of the first convolution (ndf).")
    normalisation_d: str = normalisation(D, "batch")
    spectral_norm_d: bool = setting(False, title="Spectral norm", section=D,
                                    help="Divides each weight by its largest singular value, so that D stays gentle.")
    learning_rate_d: float = setting(2e-4, title="Learning rate", section=D, ge=1e-7, le=1, step=1.25, live=True,
                                     scale="logarithmic", help="The size of the discriminator's steps.")

    objective: str = objective("vanilla")
    penalty: str = setting("none", title="Penalty", section=OBJECTIVE, registry=PENALTIES, live=True,
                           help="What keeps D from becoming steep.")
    penalty_weight: float = setting(10.0, title="Penalty weight", section=OBJECTIVE, ge=0, le=10_000, live=True,
                                    shown_if={"penalty": ("r1", "gradient")},
                                    help="The weight of the penalty in D's loss.")
    beta1: float = setting(0.5, title="Beta 1", section=OBJECTIVE, ge=0, le=0.9999, step=0.05, live=True,
                           help="How long Adam's running mean of the gradient remembers: the momentum.")
    beta2: float = setting(0.999, title="Beta 2", section=OBJECTIVE, ge=0, le=0.99999, step=0.001, live=True,
                           help="How long Adam's running size of the gradient remembers.")
    initialisation: str = setting("normal", title="Initialisation", section=OBJECTIVE, registry=INITIALISATIONS,
                                  help="How all weights begin.")

    schedule: str = setting("linear", title="Schedule", section=SCHEDULE, registry=RATE_SCHEDULES, live=True,
                            help="How both learning rates change over the run.")
    schedule_by: str = setting("epoch", title="Counted in", section=SCHEDULE, registry=PACES, live=True,
                               help="What the numbers of the schedule count.")
    schedule_constant: int = setting(100, title="Constant for", section=SCHEDULE, ge=0, le=100_000_000, live=True,
                                     shown_if=_FALLING, help="How long the rate stays before it falls.")
    schedule_decay: int = setting(100, title="Falling for", section=SCHEDULE, ge=1, le=100_000_000, live=True,
                                  shown_if=_FALLING, help="How long the rate takes to fall to zero.")
    schedule_step: int = setting(50, title="Interval", section=SCHEDULE, ge=1, le=100_000_000, live=True,
                                 shown_if={"schedule": ("step", "plateau")},
                                 help="How long the rate stays between two looks or falls.")
    schedule_factor: float = setting(0.1, title="Factor", section=SCHEDULE, ge=0.001, le=1, step=0.1, live=True,
                                     shown_if={"schedule": ("step", "plateau")}, help="What the rate is multiplied by.")
    schedule_patience: int = setting(5, title="Patience", section=SCHEDULE, ge=0, le=10_000, live=True,
                                     shown_if={"schedule": ("plateau",)},
                                     help="How many looks may bring no gain of one per cent before the rate falls.")

    samples: int = setting(4, title="Samples", section=WATCHING, ge=1, le=MOST, live=True,
                           help="How many held-out images are on show, where the seed chooses which.")
    watch_budget: float = setting(0.1, title="Watch budget", section=WATCHING, ge=0.01, le=1, step=0.05, live=True,
                                  help="The share of the training time that pictures may cost.")
    best_by: str = ""
    precision: Literal["float32", "bf16"] = setting(
        "float32", title="Precision", section=WATCHING,
        help="bf16 halves the numbers of the passes where the processor is made for it; weights stay in float32.")

    @field_validator("watched", "watched_a", "watched_b", check_fields=False)
    @classmethod
    def _numbers(cls, value: str) -> str:
        return text(places(value))

    @model_validator(mode="after")
    def _bounded_slope(self) -> Self:
        if self.objective == "wasserstein" and self.penalty == "none" and not self.spectral_norm_d:
            raise ValueError("the objective 'wasserstein' needs a D that is kept from becoming steep; choose the "
                             "penalty 'gradient' or turn on spectral_norm_d")
        return self
