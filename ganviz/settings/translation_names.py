"""The registries of image translation: networks, norms, losses, penalties, schedules and measures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ganviz.settings.registry import Entry, Registry


def _unet(levels: int) -> Entry:
    size = 2**levels
    return Entry(f"unet_{size}", f"U-Net {size}", f"{levels} levels with skips; for {size} pixels and multiples of it.",
                 f"ganviz.networks.unet:unet_{size}",
                 MappingProxyType({"multiple": size, "depth": levels, "work": "ganviz.settings.multiply_adds:unet"}))


def _resnet(blocks: int, size: int) -> Entry:
    return Entry(f"resnet_{blocks}blocks", f"ResNet, {blocks} blocks",
                 f"Residual blocks between two halvings of the size; made for {size} pixels.",
                 f"ganviz.networks.resnet:resnet_{blocks}blocks",
                 MappingProxyType({"multiple": 4, "depth": blocks, "work": "ganviz.settings.multiply_adds:resnet"}))


GENERATORS = Registry("generator", (_unet(6), _unet(7), _unet(8), _resnet(6, 128), _resnet(9, 256)))
"""``multiple`` is what both sides of an image have to be a multiple of; ``work`` counts a pass of one ``depth``."""


def _counted(name: str) -> Mapping[str, Any]:
    """By what the multiply-adds of a pass are counted."""
    return MappingProxyType({"work": f"ganviz.settings.multiply_adds:{name}"})


DISCRIMINATORS = Registry(
    "discriminator",
    (
        Entry("basic", "PatchGAN 70", "Judges patches of 70 pixels.", "ganviz.networks.patchgan:basic",
              _counted("patches_70")),
        Entry("n_layers", "PatchGAN of any depth", "Judges patches as large as its layers make them.",
              "ganviz.networks.patchgan:n_layers", _counted("patches")),
        Entry("pixel", "Pixels", "Judges each pixel by its colour alone.", "ganviz.networks.patchgan:pixel",
              _counted("pixels")),
    ),
)

IMAGE_NORMALISATIONS = Registry(
    "normalisation of images",
    (
        Entry("batch", "Batch norm", "Each channel has mean 0 and variance 1 over the batch; learned scale.",
              "ganviz.networks.style:batch"),
        Entry("instance", "Instance norm", "Each channel of each image has mean 0 and variance 1.",
              "ganviz.networks.style:instance"),
        Entry("group", "Group norm", "Groups of channels of each image have mean 0 and variance 1; learned scale.",
              "ganviz.networks.style:group"),
        Entry("none", "None", "No normalisation.", "ganviz.networks.style:none"),
    ),
)

UP_SAMPLINGS = Registry(
    "up-sampling",
    (
        Entry("transposed", "Transposed convolution", "As in the papers; may leave a checkerboard.",
              "ganviz.networks.style:transposed", MappingProxyType({"window": 0})),
        Entry("resize", "Resize and convolve", "Repeats pixels, then convolves; leaves no checkerboard.",
              "ganviz.networks.style:resize", MappingProxyType({"window": 36})),
    ),
)
"""``window`` is how many taps each input has; 0 for those of the network's own kernel."""

INITIALISATIONS = Registry(
    "initialisation",
    (
        Entry("normal", "Normal", "Weights from a normal distribution of width 0.02.",
              "ganviz.networks.initialisation:normal"),
        Entry("xavier", "Xavier", "Widths by inputs and outputs (Glorot and Bengio 2010), gain 0.02.",
              "ganviz.networks.initialisation:xavier"),
        Entry("kaiming", "Kaiming", "Widths by inputs (He et al. 2015).", "ganviz.networks.initialisation:kaiming"),
        Entry("orthogonal", "Orthogonal", "Orthogonal matrices (Saxe et al. 2014), gain 0.02.",
              "ganviz.networks.initialisation:orthogonal"),
    ),
)

PATCH_LOSSES = Registry(
    "adversarial loss",
    (
        Entry("vanilla", "Cross entropy", "D tells probabilities; G maximises log D.",
              "ganviz.objectives.patches:vanilla"),
        Entry("lsgan", "Least squares", "D's raw value is pulled to 1 on real and 0 on generated.",
              "ganviz.objectives.patches:lsgan"),
        Entry("hinge", "Hinge", "D is pushed beyond 1 on real and below −1 on generated, and no further.",
              "ganviz.objectives.patches:hinge"),
        Entry("wasserstein", "Wasserstein", "D's values are pulled apart; needs the gradient penalty or spectral norm.",
              "ganviz.objectives.patches:wasserstein"),
    ),
)

PENALTIES = Registry(
    "penalty",
    (
        Entry("none", "None", "D is free to become steep.", "ganviz.objectives.penalties:none"),
        Entry("r1", "R1", "D's squared slope at real images (Mescheder et al. 2018).",
              "ganviz.objectives.penalties:r1"),
        Entry("gradient", "Gradient penalty", "D's slope between real and generated images is pulled to 1 (WGAN-GP).",
              "ganviz.objectives.penalties:gradient_penalty"),
    ),
)

RATE_SCHEDULES = Registry(
    "schedule",
    (
        Entry("constant", "Constant", "The rate stays.", "ganviz.games.rates:constant"),
        Entry("linear", "Linear", "The rate stays, then falls in a straight line to zero.",
              "ganviz.games.rates:linear"),
        Entry("step", "Step", "The rate is multiplied by a factor at regular intervals.", "ganviz.games.rates:step"),
        Entry("cosine", "Cosine", "The rate stays, then falls to zero along half a cosine.",
              "ganviz.games.rates:cosine"),
        Entry("plateau", "Plateau", "The rate is multiplied by a factor when the reconstruction no longer improves.",
              "ganviz.games.rates:plateau"),
    ),
)

PACES = Registry(
    "pace",
    (
        Entry("epoch", "Epochs", "The rate changes between epochs.", "ganviz.games.rates:by_epoch"),
        Entry("iteration", "Iterations", "The rate changes between iterations.", "ganviz.games.rates:by_iteration"),
    ),
)

PAIR_SCORES = Registry(
    "measure of pairs",
    (
        Entry("l1", "L1", "Mean absolute difference to the target.", "ganviz.metrics.image_scores:l1"),
        Entry("psnr", "PSNR", "Peak signal-to-noise ratio to the target.", "ganviz.metrics.image_scores:psnr"),
        Entry("ssim", "SSIM", "Structural similarity to the target.", "ganviz.metrics.image_scores:ssim"),
        Entry("kid", "KID", "Kernel distance between results and targets.", "ganviz.metrics.kid:kernel_distance"),
    ),
)

CYCLE_SCORES = Registry(
    "measure of a cycle",
    (
        Entry("kid", "KID", "Kernel distance between results and real images, mean of both directions.",
              "ganviz.metrics.kid:kernel_distance"),
        Entry("cycle", "Cycle error", "Mean absolute difference after there and back.",
              "ganviz.metrics.image_scores:l1"),
    ),
)
