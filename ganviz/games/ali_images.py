"""ALI on images: from settings to the images, and to the parts of a game on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

import torch

from ganviz.games.ali_build import Form, Parts
from ganviz.games.ali_image_scene import ALIImageScene
from ganviz.games.ali_roles import Head, LabelUse, categorical
from ganviz.games.ali_sources import LabelledSource, PictureSource
from ganviz.games.image_sources import listing_of
from ganviz.networks.conv import Convolution
from ganviz.networks.joint_conv import JointConv, Layers
from ganviz.networks.ladders import Ladder, Rung
from ganviz.networks.normalisation import Normalisation
from ganviz.problems.images.choice import SPLITS
from ganviz.problems.images.choosing import labelled
from ganviz.problems.images.labelled import open_labelled, square
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.preprocessing import Augmentation
from ganviz.problems.images.watching import Watch
from ganviz.settings.ali import ALISettings
from ganviz.settings.ali_names import LADDERS, SIZES
from ganviz.settings.errors import UserError
from ganviz.settings.names import ACTIVATIONS, ENCODERS, LABELS, NORMALISATIONS


def pixels_of(settings: ALISettings) -> int:
    """Pixels on a side of the images."""
    pixels: int = SIZES[settings.size].facts["pixels"]
    return pixels


def channels_of(settings: ALISettings) -> int:
    """Channels of the images."""
    return 1 if settings.grey else 3


def open_images(settings: ALISettings, seed: int, watch: Watch) -> LabelledSource:
    """The images that the settings name; which ones are held out is the same for every seed, so that seeds compare.

    Raises:
        UserError: if there are none, if some can't be used and ``leave_out`` is off, or if labels are wanted and
            there are none.
        FolderGoneError, ReadingCancelledError: while they are looked at.
    """
    listing = listing_of(labelled(settings), settings.leave_out, watch)
    if settings.labels != "none":
        _check_labels(listing, settings)
    return open_labelled(listing, square(pixels_of(settings), channels_of(settings)), Augmentation(flip=settings.flip),
                         seed, watch=watch)


def _check_labels(listing: Listing, settings: ALISettings) -> None:
    """Refuse images that labels can't be learned from."""
    if len(listing.classes) < 2:
        raise UserError(f"{settings.data}: labels {settings.labels!r} needs images of at least two classes, and here "
                        f"{'there is one' if listing.classes else 'are none'}; choose labels=none, or a folder for "
                        "each class")
    for split in SPLITS:
        if any(example.label < 0 for example in listing.examples(split)):
            raise UserError(f"{settings.data}: labels {settings.labels!r} needs the label of every image, and images "
                            f"of {split!r} have none; put their labels beside them, or choose labels=none")


def ladder_of(settings: ALISettings) -> Ladder:
    """The sizes of the networks."""
    ladder: Ladder = LADDERS.load(settings.ladder)[settings.size](settings.filters)
    return ladder


def build_parts(settings: ALISettings, images: LabelledSource, seed: int, device: torch.device) -> Parts:  # noqa: ARG001
    """The parts for images."""
    s = settings
    use: LabelUse = LABELS.load(s.labels)
    head: Head = categorical if use.inferred else ENCODERS.load(s.encoder)
    classes = len(images.classes) if use.told or use.inferred else 0
    told, code = classes if use.told else 0, classes if use.inferred else s.latent_dim
    ladder, channels = ladder_of(s), channels_of(s)
    return Parts(
        source=PictureSource(images, device, classes),
        encoder=_encoder(s, ladder, channels, told, head.outputs(code)),
        generator=_generator(s, ladder, s.latent_dim + classes, channels),
        discriminator=_discriminator(s, ladder, channels, code, told),
        head=head, use=use, code_size=code, scene=partial(ALIImageScene, images))


@dataclass(frozen=True)
class _Style:
    """What all layers of one network have in common."""

    normalisation: Normalisation
    activation: Callable[[torch.Tensor], torch.Tensor]
    spectral_norm: bool
    deviation: float

    def layers(self, inputs: int, rungs: Iterable[Rung], plain: int = 0, up: bool = False) -> Layers:
        """Rungs as layers, the first ``plain`` ones without normalisation."""
        made: Layers = ()
        for place, rung in enumerate(rungs):
            normalisation = NORMALISATIONS.load("none") if place < plain else self.normalisation
            made += (Convolution(inputs, *rung, up=up, normalisation=normalisation, activation=self.activation,
                                 spectral_norm=self.spectral_norm, deviation=self.deviation),)
            inputs = rung.width
        return made

    def last(self, inputs: int, outputs: int, kernel: int = 1) -> Convolution:
        """A layer without normalisation and activation that keeps the size."""
        return Convolution(inputs, outputs, kernel, padding=kernel // 2, spectral_norm=self.spectral_norm,
                           deviation=self.deviation)


def _style(settings: ALISettings, who: str, ladder: Ladder) -> _Style:
    return _Style(NORMALISATIONS.load(getattr(settings, f"normalisation_{who}")),
                  ACTIVATIONS.load(getattr(settings, f"activation_{who}")),
                  who == "d" and settings.spectral_norm_d, ladder.deviation)


def _encoder(settings: ALISettings, ladder: Ladder, channels: int, told: int, outputs: int) -> JointConv:
    style, (*_, end) = _style(settings, "e", ladder), ladder.down
    head = style.layers(end.width + told, ladder.encoder)
    return JointConv((style.layers(channels, ladder.down),),
                     (*head, style.last(head[-1].outputs if head else end.width + told, outputs)))


def _generator(settings: ALISettings, ladder: Ladder, inputs: int, channels: int) -> JointConv:
    style = _style(settings, "g", ladder)
    last = style.last(ladder.up[-1].width, channels, ladder.last)
    return JointConv((), (*style.layers(inputs, ladder.up, up=True), replace(last, activation=torch.tanh)))


def _discriminator(settings: ALISettings, ladder: Ladder, channels: int, code: int, told: int) -> JointConv:
    """D normalises what comes from the image alone: neither its first layer nor what sees the code."""
    style = _style(settings, "d", ladder)
    trunks = style.layers(channels, ladder.down, 1), style.layers(code, ladder.code, len(ladder.code))
    joined = sum(trunk[-1].outputs for trunk in trunks) + told
    head = style.layers(joined, ladder.joint, len(ladder.joint))
    return JointConv(trunks, (*head, style.last(head[-1].outputs, 1)))


def operations(settings: ALISettings) -> float:
    """About how many floating-point operations an iteration takes: worth a GPU in any case."""
    return 1e3 * settings.batch_size * pixels_of(settings)**2 * settings.filters**2


IMAGES = Form(open_images, build_parts, operations, flat=False)
