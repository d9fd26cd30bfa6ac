"""Checkpoints as the reference writes them, made with plain modules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import torch

from tests.networks.plain_translation import PlainPatchGAN, PlainResNet, PlainUNet

NETWORKS = {
    "pix2pix": lambda: {"G": PlainUNet(6, "batch", True, ngf=4), "D": PlainPatchGAN(6, "batch", 3, 4)},
    "cyclegan": lambda: {"G_A": PlainResNet(6, "instance", ngf=4), "G_B": PlainResNet(6, "instance", ngf=4),
                         "D_A": PlainPatchGAN(3, "instance", 3, 4), "D_B": PlainPatchGAN(3, "instance", 3, 4)},
}


def unlike_resnet() -> dict[str, torch.Tensor]:
    """A ResNet generator as CUT writes it: the same names, but further layers between put later ones elsewhere."""
    def moved(name: str) -> str:
        return re.sub(r"model\.(\d+)", lambda found: f"model.{int(found[1]) + 2 * (int(found[1]) > 6)}", name, count=1)

    return {moved(name): tensor for name, tensor in PlainResNet(6, "instance", ngf=4).state_dict().items()}


def without(tensors: Mapping[str, torch.Tensor], part: str) -> dict[str, torch.Tensor]:
    """A network's tensors but for those of one layer."""
    return {name: tensor for name, tensor in tensors.items() if not name.startswith(f"{part}.")}


def reference_files(folder: Path, game: str, epoch: str = "latest") -> dict[str, torch.nn.Module]:
    """Write a reference's checkpoint; its networks in evaluation mode."""
    torch.manual_seed(3)
    folder.mkdir(parents=True, exist_ok=True)
    networks = NETWORKS[game]()
    for name, network in networks.items():
        network(torch.randn(2, next(network.parameters()).shape[1], 64, 64))  # so that running statistics are some
        torch.save(network.cpu().state_dict(), folder / f"{epoch}_net_{name}.pth")
        network.eval()
    (folder / "train_opt.txt").write_text("crop_size: 64    [default: 256]\n")
    return networks
