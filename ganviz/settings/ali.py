"""The settings of the game ALI: adversarially learned inference."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from ganviz.settings import shared
from ganviz.settings.ali_images import IMAGES, ImageForm, for_points
from ganviz.settings.field import setting
from ganviz.settings.names import ENCODERS, ENGINES, LABELS, PAIRINGS, PROBLEMS_2D, PROBLEMS_ALI
from ganviz.settings.shared import OBJECTIVE, PROBLEM, D, G

E, PENALTIES = "Encoder", "Penalties and extras"
LABELLED = ("two_gaussians", "blobs", "ring8", "grid25", IMAGES)
"""The problems whose samples may have a label: mixtures, by the mode that a sample belongs to, and images."""


_OUTSIDE_CODE = ("problem", "data", "columns", "spread", "data_scale", "latent", "learning_rate_d", "learning_rate_g",
                 "beta1_d", "beta1_g", "beta2_d", "beta2_g", "schedule_d", "schedule_g", "schedule_iterations", "ema_g",
                 "penalty_end", "penalty_fall", "engine")
"""Settings that compiled code is given as tensors, or that decide what it is called with."""

_SWITCHES = ("r1", "r2", "reconstruction", "feature_matching", "instance_noise", "dropout_d", "dropout_e", "dropout_g")
"""Of these it matters whether they are on."""

_SOME = 0.5


class ALISettings(ImageForm, shared.SampledSettings):
    """What can be chosen in the game ALI."""

    problem: str = shared.problem(PROBLEMS_ALI, "grid25")
    data: str = setting("", title="File or folder", section=PROBLEM, kind="either",
                        shown_if={"problem": ("points", IMAGES)},
                        help="The file of points; or the folder of images, the file of arrays (IDX, CIFAR, NPY, NPZ), "
                             "or demo:NAME for a set that is drawn here.")
    spread: float = shared.spread_over(PROBLEMS_2D)
    data_scale: float = for_points(setting(2.83, title="Data scale", section=PROBLEM, ge=0.01, le=100, step=1.25,
                                scale="logarithmic",
                                help="The standard deviation that the networks see the data with; larger makes fine "
                                     "detail easier to learn and the game rougher."))
    latent: str = shared.latent("uniform")
    latent_dim: int = setting(2, title="Latent size", section=PROBLEM, ge=1, le=1024,
                              help="How many numbers the generator is given for each sample.")
    labels: str = setting("none", title="Labels", section=PROBLEM, registry=LABELS, shown_if={"problem": LABELLED},
                          help="What the mode that a sample belongs to, or the class of an image, is used for.")

    depth_d: int = for_points(shared.depth(D, "discriminator", 3))
    width_d: int = for_points(shared.width(D, 128))
    activation_d: str = shared.activation(D, "discriminator")
    normalisation_d: str = shared.normalisation(D)
    spectral_norm_d: bool = shared.spectral_norm(D)
    dropout_d: float = shared.dropout(D)
    optimizer_d: str = shared.optimizer(D, "discriminator")
    learning_rate_d: float = shared.learning_rate(D, "discriminator")
    beta1_d: float = shared.beta1(D, 0.0)
    beta2_d: float = shared.beta2(D, "optimizer_d", 0.99)
    schedule_d: str = shared.schedule(D, "discriminator", "linear")

    depth_g: int = for_points(shared.depth(G, "generator", 3))
    width_g: int = for_points(shared.width(G, 128))
    activation_g: str = shared.activation(G, "generator")
    normalisation_g: str = shared.normalisation(G)
    dropout_g: float = shared.dropout(G)
    optimizer_g: str = shared.optimizer(G, "pair of generator and encoder")
    learning_rate_g: float = shared.learning_rate(G, "generator and the encoder")
    beta1_g: float = shared.beta1(G, 0.0)
    beta2_g: float = shared.beta2(G, "optimizer_g", 0.99)
    schedule_g: str = shared.schedule(G, "generator and the encoder", "linear")
    ema_g: float = shared.average(G, "generator and the encoder", 0.999)

    encoder: str = setting("stochastic", title="Output", section=E, registry=ENCODERS,
                           shown_if={"labels": ("none", "conditional")},
                           help="Whether the encoder gives one z for an x, or a distribution to draw z from.")
    depth_e: int = for_points(shared.depth(E, "encoder", 3))
    width_e: int = for_points(shared.width(E, 128))
    activation_e: str = shared.activation(E, "encoder")
    normalisation_e: str = shared.normalisation(E)
    dropout_e: float = shared.dropout(E)

    objective: str = shared.objective()
    pairing: str = setting("relativistic", title="Pairing", section=OBJECTIVE, registry=PAIRINGS, live=True,
                           help="Whether D judges each pair by itself, or the encoder's against the generator's.")
    schedule_iterations: int = shared.schedule_iterations(180_000)

    r1: float = setting(0.3, title="R1", section=PENALTIES, ge=0, le=1000, step=0.01, live=True, special={0: "off"},
                        help="Half of this times D's mean squared gradient at the encoder's pairs is added to D's "
                             "loss.")
    r2: float = setting(0.3, title="R2", section=PENALTIES, ge=0, le=1000, step=0.01, live=True, special={0: "off"},
                        help="Half of this times D's mean squared gradient at the generator's pairs is added to D's "
                             "loss.")
    penalty_end: float = setting(0.0004, title="Penalties fall to", section=PENALTIES, ge=1e-4, le=1, step=1.25,
                                 live=True, scale="logarithmic", unit="×", special={1: "constant"},
                                 help="The share of R1 and R2 that is left in the end; they fall by the same factor in "
                                      "every iteration.")
    penalty_fall: float = setting(0.6, title="Penalties fall over", section=PENALTIES, ge=0.01, le=1, step=0.05,
                                  live=True, unit="×",
                                  help="The share of the schedule length over which R1 and R2 fall; then they stay.")
    reconstruction: float = setting(0.03, title="Reconstruction", section=PENALTIES, ge=0, le=1000, step=0.1,
                                    live=True, special={0: "off"},
                                    help="Weight of the distance from x to G(E(x)), or with given labels of the "
                                         "encoder's cross entropy (ALICE).")
    feature_matching: float = setting(0.0, title="Feature matching", section=PENALTIES, ge=0, le=1000, step=0.1,
                                      live=True, special={0: "off"},
                                      help="Weight of the distance between the mean features of both kinds of pairs "
                                           "in D's last hidden layer.")
    instance_noise: float = setting(0.0, title="Instance noise", section=PENALTIES, ge=0, le=10, step=0.05, live=True,
                                    special={0: "off"},
                                    help="Standard deviation of noise on every pair that D sees; it falls in a "
                                         "straight line to zero over the schedule length.")

    engine: str = for_points(setting("eager", title="Engine", section="Engine", registry=ENGINES, live=True,
                                     help="What plays the iterations. Code is compiled for the game once, by the C++ "
                                          "compiler of this computer, and kept for the next time."))

    def of_code(self) -> Self:
        """What compiled code depends on: these settings with all others at their defaults.

        Of weights, shares and noise it matters only whether there are any, and of the problem how many labels.
        """
        own = {name: value for name, value in self.model_dump().items() if name not in _OUTSIDE_CODE}
        switches = {name: _SOME if own[name] else 0.0 for name in _SWITCHES}
        problem = {} if self.labels == "none" else {"problem": self.problem}
        return type(self)(**{**own, **switches, **problem})

    @model_validator(mode="after")
    def _images_named(self) -> Self:
        if self.problem == IMAGES and not self.data:
            raise ValueError("the problem 'images' needs images; name a folder or a file with --data, or demo:digits")
        return self

    @model_validator(mode="after")
    def _labels_there(self) -> Self:
        if self.labels != "none" and self.problem not in LABELLED:
            raise ValueError(f"labels {self.labels!r}: the samples of {self.problem!r} have no labels; choose none, "
                             f"or one of the problems {', '.join(LABELLED)}")
        return self
