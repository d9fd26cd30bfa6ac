"""``ganviz import``: a run made of the reference's checkpoints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch

from ganviz.games.translation import TranslationGame
from ganviz.networks.recognition import UnknownArchitectureError, discriminator_settings, generator_settings
from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings
from ganviz.settings.run import RunSettings
from ganviz.training.build import build_game, settings_type, validated, with_threads
from ganviz.training.exchange.channels import check_channels
from ganviz.training.exchange.reading import (
    NAMES,
    OPTIONS,
    OPTIONS_FILE,
    Tensors,
    checkpoint_files,
    game_of,
    is_whole,
    read_options,
    read_tensors,
)
from ganviz.training.run import Run

_TRANSLATED: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "direction": lambda told: {"swap": told == "BtoA"},
    "no_flip": lambda told: {"flip": told != "True"},
    "n_epochs_decay": lambda told: {"schedule_decay": "1" if told == "0" else told},  # training ends before it falls
    "gan_mode": lambda told: {"objective": "wasserstein", "penalty": "gradient"} if told == "wgangp" else
                             {"objective": told},
}
"""The options whose values stand for others here, or for several."""


def import_run(folder: Path, target: Path, data: str = "", epoch: str = "", leave_out: bool = False) -> Run:
    """Make a run of the checkpoints in a folder, at iteration 0; the caller closes it.

    Without discriminators the run can be shown, applied and measured, but not trained on.

    Args:
        folder: where ``latest_net_G.pth`` and its kin lie.
        target: the new run folder.
        data: the images to train on and to measure with, if any.
        epoch: which epoch's files.
        leave_out: whether to go on without the images that can't be used.

    Raises:
        UserError: if a file is missing, damaged, not plain or of an unknown architecture, the images can't be used, or
            the folder can't be written.
    """
    files = checkpoint_files(folder, epoch)
    game = game_of(files)
    generators, discriminators = NAMES[game]
    whole = is_whole(game, files)
    tensors = {name: read_tensors(files[name]) for name in (*generators, *(discriminators if whole else ()))}
    images = {"data": data, "leave_out": leave_out}
    settings = _settings(game, tensors, files, read_options(folder), images)
    chosen = with_threads(game, settings, validated(RunSettings, {}))
    built = build_game(game, settings, chosen)
    assert isinstance(built, TranslationGame)
    _fill(built, tensors, files)
    return Run.adopt(game, built, chosen, target, source=str(folder.absolute()), trainable=whole)


def _settings(game: str, tensors: Mapping[str, Tensors], files: Mapping[str, Path], options: Mapping[str, str],
              images: Mapping[str, Any]) -> Any:
    """The settings that make these networks, and what else the options tell."""
    generators, discriminators = NAMES[game]
    made = {name: _recognised(generator_settings, tensors[name], files[name]) for name in generators}
    judges = {name: _recognised(discriminator_settings, tensors[name], files[name])
              for name in discriminators if name in tensors}
    check_channels(game, made, judges, files)
    values = _agreed(list(made.values()), files)
    inputs, outputs = values.pop("inputs"), values.pop("outputs")
    for each in judges.values():
        values |= each
    values.pop("inputs", None)
    values.setdefault("dropout", options.get("no_dropout", str(game == "cyclegan")) != "True")
    model = settings_type(game)
    size = int(values["generator"].removeprefix("unet_")) if values["generator"].startswith("unet") else 256
    told = _told(options, model)
    _check_options(told, model, next(iter(files.values())).parent / OPTIONS_FILE)
    plain = {name: value for each in told.values() for name, value in each.items()}
    grey = {"grey_a": inputs == 1, "grey_b": outputs == 1}
    # The reference's options name a weight that its own training could not use on unlike channels either.
    possible = {"weight_identity": 0} if "weight_identity" in model.model_fields and inputs != outputs else {}
    return validated(model, {"crop_size": size, "load_size": round(size * 286 / 256), **images, **grey, **plain,
                             **values, **possible})


def _told(options: Mapping[str, str], model: type[Settings]) -> dict[str, dict[str, Any]]:
    """The settings that each of the options tells."""
    told: dict[str, dict[str, Any]] = {key: {name: options[key] for name in names if name in model.model_fields}
                                       for key, names in OPTIONS.items() if key in options}
    return told | {key: translated(options[key]) for key, translated in _TRANSLATED.items() if key in options}


def _check_options(told: Mapping[str, Mapping[str, Any]], model: type[Settings], path: Path) -> None:
    """See whether each option by itself has a value that can be used here.

    Raises:
        UserError: naming the file and the option.
    """
    for option, values in told.items():
        try:
            validated(model, values)
        except UserError as error:
            raise UserError(f"{path}, option {option}: {error}; change it there, or take the file away") from None


def _recognised(read: Callable[[Tensors], dict[str, Any]], tensors: Tensors, path: Path) -> dict[str, Any]:
    try:
        return read(tensors)
    except UnknownArchitectureError as error:
        raise UserError(f"{path} holds another architecture ({error}); U-Net, ResNet, PatchGAN and PixelGAN of "
                        "pytorch-CycleGAN-and-pix2pix can be read") from None


def _agreed(read: list[dict[str, Any]], files: Mapping[str, Path]) -> dict[str, Any]:
    """The settings that all generators have."""
    shapes = [{name: value for name, value in each.items() if name not in ("inputs", "outputs")} for each in read]
    if any(each != shapes[0] for each in shapes):
        raise UserError(f"the generators in {next(iter(files.values())).parent} are of unlike architectures; "
                        "a run has two of one kind")
    return dict(read[0])


def _fill(game: TranslationGame[Any, Any], tensors: Mapping[str, Tensors], files: Mapping[str, Path]) -> None:
    for name, found in tensors.items():
        own = game.named()[name].state_dict()
        unlike = [key for key, tensor in own.items()
                  if not key.endswith("num_batches_tracked") and (key not in found or found[key].shape != tensor.shape)]
        if unlike or found.keys() - own.keys():
            first = (unlike or sorted(found.keys() - own.keys()))[0]
            raise UserError(f"{files[name]} holds another architecture ({first} does not fit); U-Net, ResNet, PatchGAN "
                            "and PixelGAN of pytorch-CycleGAN-and-pix2pix can be read")
        for key, tensor in own.items():
            if key in found:
                with torch.no_grad():
                    tensor.copy_(found[key])
