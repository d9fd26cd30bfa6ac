"""The registries: every problem, objective, activation, optimiser, schedule and game, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ganviz.settings.columns import CYCLEGAN_COLUMNS, PIX2PIX_COLUMNS, TOY_COLUMNS, Column
from ganviz.settings.registry import Entry, Registry


def _problem(id: str, title: str, help: str, dim: int, module: str) -> Entry:
    return Entry(id, title, help, f"ganviz.problems.{module}:{id}", MappingProxyType({"dim": dim}))


def _toy(settings: str, dim: int) -> Mapping[str, Any]:
    return MappingProxyType({"settings": f"ganviz.settings.toy:{settings}", "columns": TOY_COLUMNS, "dim": dim,
                             "graphs": "ganviz.games.toy_trace:graphs",
                             "live_facts": "ganviz.games.toy_layers:live_facts"})


PROBLEMS_1D = Registry(
    "1-D problem",
    (
        _problem("normal", "Normal", "One bell curve.", 1, "one_d"),
        _problem("uniform", "Uniform", "Flat between two sharp ends.", 1, "one_d"),
        _problem("exponential", "Exponential", "A sharp start and a long tail.", 1, "one_d"),
        _problem("bimodal", "Bimodal", "Two bells of unlike width and weight.", 1, "one_d"),
        _problem("trimodal", "Trimodal", "Three bells.", 1, "one_d"),
        _problem("two_deltas", "Two deltas", "Two narrow spikes (smoothed).", 1, "one_d"),
        Entry("points", "Your points", "Your own numbers, one column of a file.",
              "ganviz.problems.points:points", MappingProxyType({"dim": 1})),
    ),
)

PROBLEMS_2D = Registry(
    "2-D problem",
    (
        _problem("line", "Line", "A straight segment with a little noise.", 2, "shapes"),
        _problem("two_gaussians", "Two Gaussians", "Two round clouds.", 2, "mixtures"),
        _problem("blobs", "Three blobs", "Three round clouds apart from each other.", 2, "mixtures"),
        _problem("ring", "Ring", "A circle with a little noise.", 2, "shapes"),
        _problem("ring8", "Ring of 8", "Eight clouds on the unit circle (PacGAN, Table 1).", 2, "mixtures"),
        _problem("grid25", "Grid of 25", "Twenty-five clouds on a square grid (PacGAN, Table 1).", 2, "mixtures"),
        _problem("moons", "Two moons", "Two half circles that reach into each other.", 2, "shapes"),
        _problem("spiral", "Spiral", "Two arms that turn about the centre.", 2, "shapes"),
        _problem("pinwheel", "Pinwheel", "Five swirling blades.", 2, "shapes"),
        _problem("checkerboard", "Checkerboard", "Flat on every second field, nothing between.", 2, "shapes"),
        _problem("swiss_roll", "Swiss roll", "One arm that unrolls, seen from the side.", 2, "shapes"),
        _problem("s_curve", "S curve", "A letter S, seen from the side.", 2, "shapes"),
        Entry("points", "Your points", "Your own points, two columns of a file.",
              "ganviz.problems.points:points", MappingProxyType({"dim": 2})),
    ),
)

PROBLEMS_ALI = Registry(
    "problem",
    (
        *(replace(entry, facts=MappingProxyType({**entry.facts, "form": "ganviz.games.ali_build:POINTS"}))
          for entry in PROBLEMS_2D.values()),
        Entry("images", "Images", "Your own images or files of arrays, with labels where they have some.",
              "ganviz.games.ali_images:open_images",
              MappingProxyType({"form": "ganviz.games.ali_images:IMAGES", "images": True, "parallel": True,
                                "begin": "ganviz.problems.images.beginning:preset"})),
    ),
)
"""What ALI can learn: points in the plane, or images. ``form`` is how the game takes it up, ``begin`` says which preset
a run on the user's own data begins with, by their path, where that is not the game's defaults."""

OBJECTIVES = Registry(
    "objective",
    (
        Entry("minimax", "Minimax", "The lecture's game: G minimises log(1 − D), which D maximises.",
              "ganviz.objectives.logistic:minimax"),
        Entry("non_saturating", "Non-saturating", "G maximises log D: strong gradients while D wins.",
              "ganviz.objectives.logistic:non_saturating"),
        Entry("least_squares", "Least squares", "D's raw value is pulled to 1 on real and 0 on generated.",
              "ganviz.objectives.least_squares:least_squares"),
        Entry("hinge", "Hinge", "D's raw value is pushed beyond 1 on real and below −1 on generated, and no further.",
              "ganviz.objectives.hinge:hinge"),
    ),
)

ACTIVATIONS = Registry(
    "activation",
    (
        Entry("relu", "ReLU", "max(0, x).", "ganviz.networks.activations:relu"),
        Entry("leaky_relu", "Leaky ReLU", "x above zero, 0.2 x below.", "ganviz.networks.activations:leaky_relu"),
        Entry("barely_leaky_relu", "Barely leaky ReLU", "x above zero, 0.01 x below.",
              "ganviz.networks.activations:barely_leaky_relu"),
        Entry("tanh", "tanh", "Smooth, between −1 and 1.", "ganviz.networks.activations:tanh"),
        Entry("silu", "SiLU", "x times its sigmoid.", "ganviz.networks.activations:silu"),
        Entry("gelu", "GELU", "x times the normal distribution function.", "ganviz.networks.activations:gelu"),
        Entry("sine", "Sine", "sin(x), for fine periodic detail.", "ganviz.networks.activations:sine"),
    ),
)

NORMALISATIONS = Registry(
    "normalisation",
    (
        Entry("none", "None", "No normalisation.", "ganviz.networks.normalisation:none"),
        Entry("batch", "Batch norm", "Each unit has mean 0 and variance 1 over the batch.",
              "ganviz.networks.normalisation:batch"),
        Entry("layer", "Layer norm", "Each sample has mean 0 and variance 1 over the layer.",
              "ganviz.networks.normalisation:layer"),
    ),
)

OPTIMIZERS = Registry(
    "optimiser",
    (
        Entry("adam", "Adam", "Adaptive steps with momentum (Kingma and Ba 2015).", "ganviz.games.optimizers:Adam"),
        Entry("sgd", "SGD", "Plain gradient steps, with momentum beta 1 where it is above 0.",
              "ganviz.games.optimizers:SGD"),
        Entry("rmsprop", "RMSprop", "Steps divided by a running gradient size (beta 2).",
              "ganviz.games.optimizers:RMSprop"),
    ),
)

SCHEDULES = Registry(
    "schedule",
    (
        Entry("constant", "Constant", "The rate stays.", "ganviz.games.schedules:constant"),
        Entry("linear", "Linear", "The rate falls in a straight line to zero.", "ganviz.games.schedules:linear"),
        Entry("cosine", "Cosine", "The rate falls to zero along half a cosine.", "ganviz.games.schedules:cosine"),
    ),
)

LATENTS = Registry(
    "latent distribution",
    (
        Entry("normal", "Normal", "z from a standard normal distribution.", "ganviz.problems.latent:normal",
              MappingProxyType({"far": "ganviz.problems.latent:far_normal"})),
        Entry("uniform", "Uniform", "z uniform between −1 and 1.", "ganviz.problems.latent:uniform"),
    ),
)

ENGINES = Registry(
    "engine",
    (
        Entry("eager", "Eager", "Operation by operation, at once; the same bits wherever the game is repeated.",
              "ganviz.training.engine.policy:eager"),
        Entry("compiled", "Compiled", "By code made for this game, two to three times as fast; the game waits until it "
              "is there.", "ganviz.training.engine.policy:compiled"),
        Entry("auto", "Eager, then compiled", "Begins at once and goes on by compiled code when it is there, on "
              "record, but not at the same iteration in every run of a seed.", "ganviz.training.engine.policy:auto"),
    ),
)

PAIRINGS = Registry(
    "pairing",
    (
        Entry("plain", "Each by itself", "D says of each pair by itself where it comes from (Dumoulin et al. 2017).",
              "ganviz.objectives.pairings:plain"),
        Entry("relativistic", "Relativistic", "D says which of two pairs is the encoder's (Huang et al. 2024, R3GAN).",
              "ganviz.objectives.pairings:relativistic"),
    ),
)

ENCODERS = Registry(
    "encoder",
    (
        Entry("stochastic", "Stochastic", "z is drawn from a normal distribution whose mean and log-variance E gives.",
              "ganviz.games.ali_roles:stochastic"),
        Entry("deterministic", "Deterministic", "z is what E gives (BiGAN, Donahue et al. 2017).",
              "ganviz.games.ali_roles:deterministic"),
    ),
)

LABELS = Registry(
    "use of labels",
    (
        Entry("none", "Not used", "ALI as it is.", "ganviz.games.ali_roles:unlabelled"),
        Entry("conditional", "Conditional", "Every network is told the label y.", "ganviz.games.ali_roles:conditional"),
        Entry("supervised", "Learned", "D judges (G(y), y) against (x, E(x)): E learns the label, G what it names.",
              "ganviz.games.ali_roles:supervised"),
    ),
)

GAMES = Registry(
    "game",
    (
        Entry("1d", "Game 1-D", "Learn a distribution on the line.", "ganviz.games.toy:ToyGame",
              _toy("Game1DSettings", 1)),
        Entry("2d", "Game 2-D", "Learn a distribution in the plane.", "ganviz.games.toy:ToyGame",
              _toy("Game2DSettings", 2)),
        Entry("ali", "ALI", "Learn to generate and to infer at once.", "ganviz.games.ali:ALIGame",
              MappingProxyType({"settings": "ganviz.settings.ali:ALISettings", "columns": TOY_COLUMNS, "dim": 2,
                                "problems": PROBLEMS_ALI, "graphs": "ganviz.games.ali_trace:graphs",
                                "choice": "ganviz.problems.images.choosing:labelled",
                                "live_facts": "ganviz.games.ali_report:live_facts"})),
        Entry("pix2pix", "Pix2Pix", "Learn from pairs to turn one image into another.",
              "ganviz.games.pix2pix:Pix2PixGame",
              MappingProxyType({"settings": "ganviz.settings.pix2pix:Pix2PixSettings", "columns": PIX2PIX_COLUMNS,
                                "images": True, "kind": "pairs", "work": "ganviz.settings.multiply_adds:pix2pix",
                                "choice": "ganviz.problems.images.choosing:pairs", "parallel": True, "ranks": True})),
        Entry("cyclegan", "CycleGAN", "Learn from two piles of images to turn either kind into the other.",
              "ganviz.games.cyclegan:CycleGANGame",
              MappingProxyType({"settings": "ganviz.settings.cyclegan:CycleGANSettings", "columns": CYCLEGAN_COLUMNS,
                                "images": True, "kind": "unpaired",
                                "work": "ganviz.settings.multiply_adds:cyclegan",
                                "choice": "ganviz.problems.images.choosing:unpaired", "parallel": True,
                                "ranks": True})),
    ),
)
"""``choice`` is, of a game that can learn from images, which ones its settings name: a report before training and the
run go by the same function."""


def facts_of(game: str, settings: Any) -> Mapping[str, Any]:
    """The facts of a game, and those of the problem that the settings name, where these differ from one to another.

    Raises:
        UnknownNameError: if there is no such game.
    """
    facts = GAMES[game].facts
    return {**facts, **facts["problems"][settings.problem].facts} if "problems" in facts else facts


def columns_of(game: str) -> tuple[Column, ...]:
    """What a game measures in every iteration.

    Raises:
        UnknownNameError: if there is no such game.
    """
    columns: tuple[Column, ...] = GAMES[game].facts["columns"]
    return columns
