"""Whether the memory at hand holds a game on images, seen before the first iteration."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import chain
from pathlib import Path

import psutil
import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks

from ganviz.settings.errors import UserError
from ganviz.settings.translation import TranslationSettings

_PER_WEIGHT = 12
"""Bytes: the weight and the two averages of Adam, in single precision."""
_PER_PIXEL = 100
"""Bytes that one pass keeps at most for each pixel and each unit of width; ResNet's 86 were measured, U-Net's 9."""
_GIGABYTE = 1e9
_CGROUP = Path("/sys/fs/cgroup")

Networks = Mapping[str, nn.Module]


def check_memory(settings: TranslationSettings, generators: Networks, discriminators: Networks,
                 sizes: Collection[tuple[int, int]], device: torch.device) -> None:
    """Refuse what can't fit; what may just do is left to be tried.

    Args:
        settings: those of the game.
        generators, discriminators: outlines of its networks, on the device ``meta``.
        sizes: every (height, width) of its images.
        device: where it is to compute.

    Raises:
        UserError: that tells how much is needed, how much is free, and which setting to lower.
    """
    room = free_bytes(device)
    weights = _PER_WEIGHT * sum(weight.numel() for network in chain(generators.values(), discriminators.values())
                                for weight in network.parameters())
    if weights > room:
        raise _refusal(weights, room, "width_g or width_d")
    if not sizes:  # a game without images: it is not trained
        return
    height, width = max(sizes, key=lambda size: size[0] * size[1])
    pixels, widest = settings.batch_size * height * width, max(settings.width_g, settings.width_d)
    if weights + _PER_PIXEL * pixels * widest * (len(generators) + 1) < room:
        return  # to look closer takes seconds
    shape = settings.batch_size, height, width
    kept = sum(kept_bytes(network, shape) for network in (*generators.values(), next(iter(discriminators.values()))))
    need = weights + (kept if settings.precision == "float32" else kept // 2)
    if need > room:
        raise _refusal(need, room, "batch_size, crop_size or width_g")


def kept_bytes(network: nn.Module, shape: tuple[int, int, int]) -> int:
    """What a forward pass of float32 images (n, H, W) keeps for the pass back, in bytes.

    Of an outline on the device ``meta`` it is found without computing anything.
    """
    own = {weight.untyped_storage()._cdata for weight in network.parameters()}
    kept: dict[int, torch.Tensor] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        place = tensor.untyped_storage()._cdata
        if place not in own:
            kept[place] = tensor
        return tensor

    n, height, width = shape
    with torch.enable_grad(), saved_tensors_hooks(keep, lambda tensor: tensor):
        network(torch.empty(n, _channels(network), height, width, device=next(network.parameters()).device))
    return sum(tensor.untyped_storage().nbytes() for tensor in kept.values())


def free_bytes(device: torch.device) -> int:
    """Memory that is free on a device; on the CPU no more than a container may still take.

    What only caches files counts as free, since it gives way.
    """
    if device.type == "cuda":
        kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)  # torch's own, and unused
        return int(torch.cuda.mem_get_info(device)[0]) + kept
    return int(min(psutil.virtual_memory().available, *_left_to_container()))


def _left_to_container() -> tuple[int, ...]:
    limit, used = _CGROUP / "memory.max", _CGROUP / "memory.current"
    try:
        return (int(limit.read_text()) - int(used.read_text()) + _cached_by_container(),)
    except (OSError, ValueError):  # no container, or one without a limit
        return (psutil.virtual_memory().total,)


def _cached_by_container() -> int:
    """Bytes of files that lie in memory and have not been used lately."""
    path = _CGROUP / "memory.stat"
    known = dict(line.split() for line in path.read_text().splitlines()) if path.exists() else {}
    return int(known.get("inactive_file", 0))


def _channels(network: nn.Module) -> int:
    return next(int(layer.in_channels) for layer in network.modules() if isinstance(layer, nn.Conv2d))


def _refusal(need: int, room: int, remedy: str) -> UserError:
    return UserError(f"these settings need at least {need / _GIGABYTE:,.1f} GB of memory and "
                     f"{room / _GIGABYTE:,.1f} GB are free; lower {remedy}, or end other programs")
