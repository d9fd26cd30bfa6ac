"""Small games of ALI on images in memory."""

from __future__ import annotations

import torch
from image_sets import CPU, blobs

from ganviz.games.ali import ALIGame
from ganviz.problems.images.batches import LabelledBatch
from ganviz.settings.ali import ALISettings

SMALL = {"problem": "images", "data": "memory", "size": "28", "grey": True, "filters": 4, "latent_dim": 4,
         "batch_size": 6, "samples": 5}
EVERYTHING = {"normalisation_g": "batch", "normalisation_e": "layer", "normalisation_d": "batch",
              "spectral_norm_d": True, "dropout_d": 0.2, "dropout_g": 0.1, "ema_g": 0.9, "instance_noise": 0.2,
              "reconstruction": 0.03, "feature_matching": 0.2}
"""Settings that use every buffer, every generator and the averages."""


class Pictures:
    """Blobs in three shades, a class for each; drawn in order."""

    held_out = "val"
    fingerprint = "f" * 64

    def __init__(self, n=12, size=28, channels=1, classes=("dark", "middle", "bright")):
        self.classes = classes
        self.y = torch.arange(n) % max(1, len(classes)) if classes else torch.full((n,), -1)
        shade = (self.y.clamp(min=0).float() - 1)[:, None, None, None]
        self.x = (0.3 * blobs(n, size, channels, 1) + 0.6 * shade).clamp(-1, 1)
        self.sizes = frozenset({(size, size)})

    def batch(self, k, size):
        return self.examples("train", [(k * size + i) % len(self.x) for i in range(size)])

    def epoch(self, k, size):
        return k * size / len(self.x)

    def length(self, split):
        return 0 if split == "test" else len(self.x)

    def names(self, split):
        return tuple(f"{i}.png" for i in range(self.length(split)))

    def labels(self, split):
        return self.y[:self.length(split)]

    def examples(self, split, indices):
        return LabelledBatch(self.x[indices], self.y[indices], torch.tensor(indices))

    def close(self):
        pass


def ali(seed=1, images=None, **values):
    """A fresh small game on the CPU."""
    return ALIGame(ALISettings.model_validate(SMALL | values), seed, CPU, images or Pictures())
