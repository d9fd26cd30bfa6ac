"""How much an iteration of Pix2Pix or CycleGAN has to compute: the multiply-adds of its convolutions.

All else is small beside them. A pass backward costs two forward, one where it goes to the input alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ganviz.settings.translation_names import DISCRIMINATORS, GENERATORS, UP_SAMPLINGS

_LEARNED = 3
"""A pass forward and one backward, to the weights and to the input."""
_FELT = 2
"""A pass forward and one backward to the input alone: that of D while G learns."""
_MOST_WIDER = 8

Chosen = Mapping[str, Any]


def pix2pix(settings: Chosen) -> float:
    """An iteration of Pix2Pix: one translation that is learned from, D on two pairs, and on one for G."""
    a, b = _channels(settings)
    judged = (2 * _LEARNED + _FELT) * _discriminator(settings, a + b) if settings["weight_gan"] > 0 else 0.0
    return float(settings["batch_size"] * (_LEARNED * _generator(settings, a, b) + judged))


def cyclegan(settings: Chosen) -> float:
    """An iteration of CycleGAN: of each direction there, back and what should stay, and a D as in Pix2Pix."""
    total = 0.0
    for source, target in (_channels(settings), _channels(settings)[::-1]):
        there, back = _generator(settings, source, target), _generator(settings, target, source)
        same = there if settings["weight_identity"] > 0 else 0.0
        total += _LEARNED * (there + back + same) + (2 * _LEARNED + _FELT) * _discriminator(settings, target)
    return float(settings["batch_size"] * total)


def both_ways(settings: Chosen) -> float:
    """An image of each side forward through its generator of CycleGAN."""
    a, b = _channels(settings)
    return _generator(settings, a, b) + _generator(settings, b, a)


def _channels(settings: Chosen) -> tuple[int, int]:
    return (1 if settings["grey_a"] else 3), (1 if settings["grey_b"] else 3)


def _generator(settings: Chosen, inputs: int, outputs: int) -> float:
    entry = GENERATORS[settings["generator"]]
    window: float = UP_SAMPLINGS[settings["up_sampling"]].facts["window"]
    found: float = entry.load_fact("work")(entry.facts["depth"], settings["width_g"], settings["crop_size"],
                                           (inputs, outputs), window)
    return found


def _discriminator(settings: Chosen, inputs: int) -> float:
    found: float = DISCRIMINATORS[settings["discriminator"]].load_fact("work")(settings, inputs)
    return found


def unet(levels: int, width: int, side: int, ends: tuple[int, int], window: float) -> float:
    """One image forward through a U-Net.

    Args:
        levels: how often the size is halved.
        width: filters of the first convolution.
        side: pixels on a side.
        ends: channels that come in and go out.
        window: taps for each of the inputs of an up-sampling of kernel 4; 0 for that kernel's own.
    """
    inputs, outputs = ends
    channels = [width * min(2**level, _MOST_WIDER) for level in range(levels)]
    total, taps = 0.0, window or 16
    for level, wide in enumerate(channels):
        pixels = (side / 2 ** (level + 1)) ** 2
        before = channels[level - 1] if level else inputs
        after = channels[level - 1] if level else outputs
        beside = 1 if level == levels - 1 else 2  # the innermost has no skip
        total += pixels * wide * (16 * before + taps * beside * after)
    return total


def resnet(blocks: int, width: int, side: int, ends: tuple[int, int], window: float) -> float:
    """One image forward through a ResNet of so many blocks; else as ``unet``, with up-samplings of kernel 3."""
    inputs, outputs = ends
    taps, pixels = window or 9, side**2
    total = 49.0 * pixels * width * (inputs + outputs)
    for wide in (width, 2 * width):
        pixels //= 4
        total += 2 * wide**2 * pixels * (9 + taps)
    return total + blocks * 2 * 9 * (4 * width) ** 2 * pixels


def patches_70(settings: Chosen, inputs: int) -> float:
    """One image forward through the PatchGAN of 70 pixels."""
    return _patches(3, settings, inputs)


def patches(settings: Chosen, inputs: int) -> float:
    """The same through one of any depth."""
    return _patches(settings["layers_d"], settings, inputs)


def _patches(layers: int, settings: Chosen, inputs: int) -> float:
    width, side, before, total = settings["width_d"], settings["crop_size"], inputs, 0.0
    for number in range(layers + 2):
        after = 1 if number > layers else width * min(2**number, _MOST_WIDER)
        side = (side - 2) // (2 if number < layers else 1) + 1
        total += 16 * before * after * side**2
        before = after
    return total


def pixels(settings: Chosen, inputs: int) -> float:
    """One image forward through the D of single pixels."""
    width = settings["width_d"]
    return float(settings["crop_size"] ** 2 * (inputs * width + 2 * width**2 + 2 * width))
