"""From settings to the networks of an image translation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

import torch

from ganviz.networks.initialisation import built
from ganviz.networks.layers import Discriminator, Generator
from ganviz.networks.style import Style
from ganviz.settings.errors import UserError
from ganviz.settings.translation import TranslationSettings
from ganviz.settings.translation_names import (
    DISCRIMINATORS,
    GENERATORS,
    IMAGE_NORMALISATIONS,
    INITIALISATIONS,
    UP_SAMPLINGS,
)

_SHOWN = 3


def generator_network(settings: TranslationSettings, inputs: int, outputs: int, source: torch.Generator) -> Generator:
    """A generator from ``inputs`` to ``outputs`` channels, on the CPU."""
    style = Style(IMAGE_NORMALISATIONS.load(settings.normalisation_g), UP_SAMPLINGS.load(settings.up_sampling),
                  settings.dropout)
    make: Callable[[], Generator] = partial(GENERATORS.load(settings.generator), inputs, outputs, settings.width_g,
                                            style)
    return built(make, INITIALISATIONS.load(settings.initialisation), source)


def discriminator_network(settings: TranslationSettings, inputs: int, source: torch.Generator) -> Discriminator:
    """A discriminator of images of ``inputs`` channels, on the CPU."""
    style = Style(IMAGE_NORMALISATIONS.load(settings.normalisation_d), spectral=settings.spectral_norm_d)
    make: Callable[[], Discriminator] = partial(DISCRIMINATORS.load(settings.discriminator), inputs, settings.width_d,
                                                settings.layers_d, style)
    return built(make, INITIALISATIONS.load(settings.initialisation), source)


def check_sizes(settings: TranslationSettings, generator: Generator, discriminator: Discriminator,
                sizes: Iterable[tuple[int, int]]) -> None:
    """Refuse images that the networks can't take.

    Args:
        settings: what the images are cut by.
        generator, discriminator: one of each; those of a game are alike.
        sizes: every (height, width) that images have once they are cut.

    Raises:
        UserError: that names a size and a remedy.
    """
    for height, width in sorted(sizes):
        if height % generator.multiple or width % generator.multiple:
            raise UserError(f"generator: {settings.generator} takes images whose sides are multiples of "
                            f"{generator.multiple}, and the images are {width} x {height} once they are cut; change "
                            "crop_size, preprocessing or generator")
        if min(height, width) < discriminator.least:
            raise UserError(f"layers_d: the discriminator {settings.discriminator} is too deep for images that are "
                            f"{width} x {height} once they are cut: it takes sides of {discriminator.least} pixels or "
                            "more; raise crop_size, change preprocessing, or choose discriminator=n_layers with fewer "
                            "layers_d")


def check_batches(settings: TranslationSettings, piles: Sequence[frozenset[tuple[int, int]]]) -> None:
    """Refuse settings by which images of unlike sizes would have to lie in one tensor.

    Args:
        settings: those to be played with.
        piles: every (height, width) of the training images, of each pile that is drawn from by itself.

    Raises:
        UserError: that names the setting and what to do.
    """
    cut = "or choose a preprocessing that crops, such as resize_and_crop"
    mixed = [pile for pile in piles if len(pile) > 1]
    if settings.batch_size > 1 and mixed:
        raise UserError(f"batch_size: images of unlike sizes can't share a batch, and preprocessing="
                        f"{settings.preprocessing} leaves {_listed(mixed[0])}; set batch_size to 1, {cut}")
    every = frozenset[tuple[int, int]]().union(*piles)
    # A pair's result has the size of its target; of two piles any real image may meet any result.
    if settings.penalty == "gradient" and len(piles) > 1 and len(every) > 1:
        raise UserError("penalty: the gradient penalty lies between a real image and a generated one of the same size, "
                        f"and preprocessing={settings.preprocessing} leaves {_listed(every)}; choose penalty=r1, {cut}")


def _listed(sizes: Collection[tuple[int, int]]) -> str:
    shown = ", ".join(f"{width} x {height}" for height, width in sorted(sizes)[:_SHOWN])
    return f"{len(sizes)} sizes ({shown}{', ...' if len(sizes) > _SHOWN else ''})"


def check_parts(settings: TranslationSettings, ranks: int, sizes: Collection[tuple[int, int]]) -> None:
    """Refuse a batch that can't be divided among ``ranks``.

    Raises:
        UserError: that names what to change.
    """
    if settings.batch_size % ranks:
        raise UserError(f"batch_size: {settings.batch_size} can't be divided among {ranks} ranks; choose a multiple of "
                        f"{ranks}, such as --set batch_size={ranks}")
    if len(sizes) > 1:
        raise UserError(f"preprocessing: {settings.preprocessing} leaves images of {len(sizes)} sizes, and the parts "
                        "of a batch must be alike; choose crop or resize_and_crop")
