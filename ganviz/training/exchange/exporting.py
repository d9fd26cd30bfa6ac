"""``ganviz export``: a run's networks in other projects' forms."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import torch

from ganviz.settings.errors import UserError
from ganviz.training.exchange.onnx_file import onnx_bytes
from ganviz.training.exchange.reading import OPTIONS, OPTIONS_FILE
from ganviz.training.folder.atomic import replace_file
from ganviz.training.folder.problems import writing
from ganviz.training.trained import Trained

_IN_EPOCHS = ("n_epochs", "n_epochs_decay", "lr_decay_iters")


def _pth_files(run: Trained) -> dict[str, bytes]:
    """``latest_net_NAME.pth`` of every network, and its options as text."""
    files = {}
    for name, network in run.networks.items():
        buffer = io.BytesIO()
        torch.save({key: tensor.clone() for key, tensor in network.state_dict().items()}, buffer)
        files[f"latest_net_{name}.pth"] = buffer.getvalue()
    return {**files, OPTIONS_FILE: _options(run).encode()}


def _options(run: Trained) -> str:
    """The options that make the same networks in the reference."""
    s = run.settings
    values = {"model": {"pix2pix": "pix2pix", "cyclegan": "cycle_gan"}[run.game], "netG": s.generator,
              "netD": s.discriminator, "n_layers_D": s.layers_d, "ngf": s.width_g, "ndf": s.width_d,
              "norm": s.normalisation_g, "no_dropout": not s.dropout, "input_nc": 1 if s.grey_a else 3,
              "output_nc": 1 if s.grey_b else 3, "direction": "BtoA" if s.swap else "AtoB", "no_flip": not s.flip,
              "gan_mode": "wgangp" if s.objective == "wasserstein" else s.objective,
              "n_epochs_decay": s.schedule_decay,
              **{option: getattr(s, names[0]) for option, names in OPTIONS.items() if hasattr(s, names[0])}}
    if s.schedule_by != "epoch":  # which the reference counts in, so these numbers would say something else there
        values = {option: value for option, value in values.items() if option not in _IN_EPOCHS}
    lines = (f"{name:>25}: {value!s:<30}" for name, value in values.items())
    return "\n".join([f"{' Options ':-^41}", *lines, f"{' End ':-^41}", ""])


def _onnx_files(run: Trained) -> dict[str, bytes]:
    """``NAME.onnx`` of every generator, checked against the model."""
    return {f"{name}.onnx": onnx_bytes(network, 1 if (run.settings.grey_b if name == "G_B" else run.settings.grey_a)
                                       else 3, _side(run.settings.crop_size, network.multiple))
            for name, network in run.generators.items()}


def _side(pixels: int, multiple: int) -> int:
    """The nearest side that a network takes: where nothing is cut out, ``crop_size`` may be any number."""
    return max(1, round(pixels / multiple)) * multiple


FORMATS: Mapping[str, Callable[[Trained], dict[str, bytes]]] = {"pth": _pth_files, "onnx": _onnx_files}


def export(run: Trained, target: Path, form: str) -> list[Path]:
    """Write a run's networks into a folder, which is made if need be; the files that were written.

    Raises:
        UserError: if the form is unknown, a package for it is missing, a file is there already, or it can't be written.
    """
    if form not in FORMATS:
        raise UserError(f"--format {form}: choose one of {', '.join(FORMATS)}")
    files = FORMATS[form](run)
    for name in files:
        if (target / name).exists():
            raise UserError(f"{target / name} exists already; choose another folder")
    with writing(target):
        target.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            replace_file(target / name, data)
    return [target / name for name in files]


def foreign_parts(run: Trained) -> list[str]:
    """What of this run's networks the reference has not, in words; empty where it can load all of them."""
    s = run.settings
    parts = {"group norm": "group" in (s.normalisation_g, s.normalisation_d),
             "resize-convolution": s.up_sampling == "resize", "spectral norm": s.spectral_norm_d,
             "U-Net 64": s.generator == "unet_64",
             "unlike norms of G and D": s.normalisation_g != s.normalisation_d and bool(run.discriminators)}
    return [name for name, there in parts.items() if there]


def foreign_training(run: Trained) -> list[str]:
    """What of this run's training the reference has not, in words; its networks are loaded all the same."""
    s = run.settings
    parts = {"hinge loss": s.objective == "hinge", "preprocessing by the middle square":
             s.preprocessing == "middle_square", "R1 penalty": s.penalty == "r1",
             "constant rate": s.schedule == "constant",
             "schedule counted in iterations": s.schedule_by == "iteration" and s.schedule != "constant",
             "unlike rates of G and D": s.learning_rate_g != s.learning_rate_d}
    return [name for name, there in parts.items() if there]
