"""Which network a set of named tensors belongs to: the architecture read from names and shapes alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import torch

Tensors = Mapping[str, torch.Tensor]

_BLOCK = "model.1."
_RESNET_BLOCK = re.compile(r"model\.(\d+)\.conv_block\.(\d+)\.weight")
_INSTANCE_LEFTOVERS = ("running_mean", "running_var", "num_batches_tracked")


class UnknownArchitectureError(ValueError):
    """Tensors that belong to no network that is known here; its text says what they are not."""


def generator_settings(tensors: Tensors) -> dict[str, Any]:
    """The settings that make a generator of these names and shapes, and its channels as ``inputs`` and ``outputs``.

    Whether a U-Net had dropout can't be seen: ``dropout`` is then missing.

    Raises:
        UnknownArchitectureError: for any other network.
    """
    return _unet(tensors) if "model.model.0.weight" in tensors else _resnet(tensors)


def _unet(tensors: Tensors) -> dict[str, Any]:
    first = _convolution(tensors, "model.model.0.weight")
    levels, prefix = 1, "model.model.1."
    while f"{prefix}model.1.weight" in tensors:
        levels, prefix = levels + 1, f"{prefix}model.3."
    name = f"unet_{2**levels}"
    if levels not in (6, 7, 8):
        raise UnknownArchitectureError(f"a U-Net of {levels} levels; 6, 7 and 8 are known")
    inside = "model.model.1.model."
    up = _convolution(tensors, "model.model.3.weight")
    resized = up.shape[2:] == (3, 3)
    return {"generator": name, "width_g": first.shape[0], "inputs": first.shape[1],
            "outputs": up.shape[0 if resized else 1], "up_sampling": "resize" if resized else "transposed",
            "normalisation_g": _norm(tensors, f"{inside}2", f"{inside}1")}


def _resnet(tensors: Tensors) -> dict[str, Any]:
    places = [match for name in tensors if (match := _RESNET_BLOCK.fullmatch(name))]
    convolutions = {(int(match[1]), int(match[2])) for match in places if tensors[match[0]].dim() == 4}
    blocks = {block for block, _ in convolutions}
    if len(blocks) not in (6, 9):
        raise UnknownArchitectureError("no U-Net, and no ResNet of 6 or 9 blocks")
    after = 10 + len(blocks)
    first, up, last = (_convolution(tensors, f"model.{place}.weight") for place in (1, after, after + 7))
    return {"generator": f"resnet_{len(blocks)}blocks", "width_g": first.shape[0], "inputs": first.shape[1],
            "outputs": last.shape[0], "dropout": max(place for _, place in convolutions) == 6,
            "up_sampling": "resize" if up.shape[0] < up.shape[1] and up.shape[0] == last.shape[1] * 2 else "transposed",
            "normalisation_g": _norm(tensors, "model.2", "model.1")}


def discriminator_settings(tensors: Tensors) -> dict[str, Any]:
    """The settings that make a discriminator of these names and shapes, and its channels as ``inputs``.

    Raises:
        UnknownArchitectureError: for any other network.
    """
    spectral = any(name.endswith("weight_u") for name in tensors)
    if "net.0.weight" in tensors:
        pixel = _convolution(tensors, "net.0.weight")
        return {"discriminator": "pixel", "width_d": pixel.shape[0], "inputs": pixel.shape[1],
                "spectral_norm_d": spectral, "normalisation_d": _norm(tensors, "net.3", "net.2")}
    convolutions = [name for name, tensor in tensors.items()
                    if re.fullmatch(r"model\.\d+\.weight", name) and tensor.dim() == 4]
    layers = len(convolutions) - 2
    first = tensors.get("model.0.weight")
    if first is None or not 1 <= layers <= 6 or first.shape[2:] != (4, 4):
        raise UnknownArchitectureError("no PatchGAN and no PixelGAN")
    return {"discriminator": "basic" if layers == 3 else "n_layers", "layers_d": layers, "width_d": first.shape[0],
            "inputs": first.shape[1], "spectral_norm_d": spectral,
            "normalisation_d": _norm(tensors, "model.3", "model.2")}


def _convolution(tensors: Tensors, name: str) -> torch.Tensor:
    """The weights of a convolution that the architecture has in this place."""
    found = tensors.get(name)
    if found is None or found.dim() != 4:
        raise UnknownArchitectureError(f"it has no convolution {name}")
    return found


def _norm(tensors: Tensors, norm: str, convolution: str) -> str:
    """Which norm follows a convolution: learned scales and statistics, scales alone, or a bias before none of them."""
    if f"{norm}.weight" in tensors:
        return "batch" if f"{norm}.running_mean" in tensors else "group"
    return "instance" if f"{convolution}.bias" in tensors else "none"


def without_leftovers(tensors: Tensors) -> dict[str, torch.Tensor]:
    """The tensors without a ``module.`` prefix, and without statistics of instance norms, which older files carry."""
    plain = {name.removeprefix("module."): tensor for name, tensor in tensors.items()}
    return {name: tensor for name, tensor in plain.items()
            if not (name.endswith(_INSTANCE_LEFTOVERS) and f"{name.rpartition('.')[0]}.weight" not in plain)}
