"""Reading the reference's checkpoints: plain tensors by name, and nothing that could run."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch

from ganviz.networks.recognition import without_leftovers
from ganviz.settings.errors import UserError

Tensors = Mapping[str, torch.Tensor]

NAMES = {"pix2pix": (("G",), ("D",)), "cyclegan": (("G_A", "G_B"), ("D_A", "D_B"))}
"""The generators and the discriminators of each game, as their files name them."""

OPTIONS_FILE = "train_opt.txt"

OPTIONS = {
    "load_size": ("load_size",), "crop_size": ("crop_size",), "batch_size": ("batch_size",), "beta1": ("beta1",),
    "lr": ("learning_rate_g", "learning_rate_d"), "n_epochs": ("schedule_constant",),
    "lr_decay_iters": ("schedule_step",), "preprocess": ("preprocessing",), "lr_policy": ("schedule",),
    "pool_size": ("pool_size",), "lambda_L1": ("weight_l1",), "lambda_A": ("weight_cycle_a",),
    "lambda_B": ("weight_cycle_b",), "lambda_identity": ("weight_identity",),
}
"""The options of ``train_opt.txt`` that have settings here, with the same values."""

_FILE = re.compile(r"(.+)_net_(G|D|G_A|G_B|D_A|D_B)\.pth")
_OPTION = re.compile(r"\s*(\w+):\s*(.*?)\s*(?:\[default: .*\])?\s*")


def checkpoint_files(folder: Path, epoch: str = "") -> dict[str, Path]:
    """The files of one epoch by the names of their networks.

    Args:
        folder: where they lie.
        epoch: which one; by default ``latest``, or the highest number where that is missing.

    Raises:
        UserError: if there are none.
    """
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder; check the path")
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.iterdir()):
        if match := _FILE.fullmatch(path.name):
            found.setdefault(match[1], {})[match[2]] = path
    if not found:
        raise UserError(f"{folder} holds no checkpoint (such as latest_net_G.pth); choose the folder that holds one")
    chosen = epoch or ("latest" if "latest" in found else max(found, key=_as_number))
    if chosen not in found:
        there = ", ".join(sorted(found, key=_as_number))
        raise UserError(f"--epoch {epoch}: {folder} has {there}; choose one of these")
    return found[chosen]


def _as_number(epoch: str) -> tuple[int, str]:
    return (int(epoch) if epoch.isdigit() else -1, epoch)


def game_of(files: Mapping[str, Path]) -> str:
    """Which game the files are of.

    Raises:
        UserError: if a generator is missing.
    """
    for game, (generators, _) in NAMES.items():
        if set(generators) <= files.keys():
            return game
    folder = next(iter(files.values())).parent
    raise UserError(f"{folder} lacks a generator: Pix2Pix has latest_net_G.pth, CycleGAN latest_net_G_A.pth and "
                    "latest_net_G_B.pth; add what is missing")


def is_whole(game: str, files: Mapping[str, Path]) -> bool:
    """Whether the discriminators are there too, not the generators alone.

    Raises:
        UserError: if one of two is missing.
    """
    judges = NAMES[game][1]
    missing = [name for name in judges if name not in files]
    there = [files[name] for name in judges if name in files]
    if missing and there:
        named = f"{there[0].name.rpartition('_net_')[0]}_net_{missing[0]}.pth"
        raise UserError(f"{there[0].parent} holds {there[0].name} and no {named}; add it, or take {there[0].name} away "
                        "to import the generators alone")
    return not missing


def read_tensors(path: Path) -> Tensors:
    """The tensors of one file, on the CPU, without what is of no account here.

    Raises:
        UserError: if it is damaged, or holds anything but tensors; nothing of it is executed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about pickle protocols: what can't be read is refused below
            loaded: Any = torch.load(path, map_location="cpu", weights_only=True)
    except UnpicklingError:
        raise UserError(f"{path} holds more than weights (or is damaged), so it was refused and nothing of it was "
                        "executed; ask for a plain state_dict") from None
    except Exception as error:  # noqa: BLE001 - torch names no errors for damaged files: it may be any of Python's
        reason = f" ({error})" if str(error) else ""
        raise UserError(f"{path} can't be read as a checkpoint{reason}; take it from a copy") from None
    if not isinstance(loaded, Mapping) or not all(_is_plain(name, each) for name, each in loaded.items()):
        raise UserError(f"{path} is no plain state_dict of tensors; save the network's state_dict() alone")
    return without_leftovers(loaded)


def _is_plain(name: object, tensor: object) -> bool:
    """Whether this is a named tensor of real numbers, all of them there."""
    return (isinstance(name, str) and isinstance(tensor, torch.Tensor) and tensor.layout is torch.strided
            and tensor.device.type == "cpu" and not tensor.is_quantized and not tensor.is_complex())


def read_options(folder: Path) -> dict[str, str]:
    """The options in ``train_opt.txt``, as text; none if there is no such file."""
    path = folder / OPTIONS_FILE
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return {match[1]: match[2] for line in lines if (match := _OPTION.fullmatch(line))}
