"""Both loops of an image game on the benches' small folder of pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from ganviz.bench.image_pairs import PAIRS, values_on
from ganviz.bench.plain_images import PlainCycleGAN, PlainImages, PlainPix2Pix
from ganviz.problems.images.watching import Watch
from ganviz.settings.names import GAMES
from ganviz.training.build import settings_type, validated

_PLAIN: dict[str, type[PlainImages]] = {"pix2pix": PlainPix2Pix, "cyclegan": PlainCycleGAN}


def settings_on(folder: Path, game: str, size: int, precision: str) -> Any:
    """The case's settings on the pairs in a folder."""
    return validated(settings_type(game), values_on(folder, game, size, precision))


def plain_loop(game: str, settings: Any) -> PlainImages:
    """The plain loop on images that are decoded by now."""
    implementation = GAMES[game].load()
    images = implementation.open_images(settings, 1, Watch())
    batches = [images.batch(k, settings.batch_size) for k in range(PAIRS["train"])]
    networks: dict[str, torch.nn.Module] = {**implementation.generators(settings, 1),
                                            **implementation.discriminators(settings, 1)}
    return _PLAIN[game](settings, networks, batches)
